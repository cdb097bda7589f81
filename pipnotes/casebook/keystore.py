"""The operating system's keystore, where a person's own sign-in guards one 32-byte secret for each vault.

It is reached through the library `keyring`, which is an extra: without it, or without a keystore on this computer, the
choice is not there. What is kept opens nothing by itself; the vault has a slot to which it is the key.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "PipNotes"
# The library's own mark between the keystores of a system and those that are plain files, or none at all.
_TRUSTED = 1


def available() -> bool:
    """Return whether this computer has a keystore that a sign-in guards."""
    return _keystore() is not None


def keep(vault: str, secret: bytes) -> bool:
    """Keep the secret of a vault; False when the keystore did not take it and give it back."""
    keystore = _keystore()
    if keystore is None:
        return False
    # Whatever a keystore of some desktop raises, the passphrase is there.
    with contextlib.suppress(Exception):
        keystore.set_password(_SERVICE, vault, secret.hex())
    return secret_of(vault) == secret


def secret_of(vault: str) -> bytes | None:
    """Return the secret of a vault, or None when it was lost, refused or spoilt."""
    keystore = _keystore()
    if keystore is None:
        return None
    with contextlib.suppress(Exception):
        return bytes.fromhex(keystore.get_password(_SERVICE, vault) or "") or None
    return None


def forget(vault: str) -> None:
    """Let the keystore forget the secret of a vault."""
    keystore = _keystore()
    if keystore is not None:
        with contextlib.suppress(Exception):
            keystore.delete_password(_SERVICE, vault)


def _keystore() -> KeyringBackend | None:
    try:
        import keyring

        found = keyring.get_keyring()
        return found if found.priority >= _TRUSTED else None
    except Exception:  # noqa: BLE001  # the library is not there, or no desktop answers: either way there is no choice
        return None
