"""Is this computer fit: each check says what was found, and when it is not well, what to do."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module, metadata
from pathlib import Path

from pipnotes import paths, policy
from pipnotes.errors import Problem
from pipnotes.letters.typeface import load_fonts
from pipnotes.vault import cipher_version, escrow

# Less than this many bytes free and a vault may soon not be able to save.
ROOM = 200 * 1024 * 1024
# The year this version was made: a clock before it is wrong.
MADE_IN = 2026
# What the program loads sooner or later, by the package that brings it: the window, keys, letters, spelling.
_LIBRARIES = {
    "PySide6.QtWidgets": "PySide6_Essentials",
    "PySide6.QtPrintSupport": "PySide6_Essentials",
    "sqlcipher3.dbapi2": "sqlcipher3",
    "cryptography.hazmat.primitives.kdf.argon2": "cryptography",
    "cryptography.hazmat.primitives.asymmetric.mlkem": "cryptography",
    "reportlab.pdfgen.canvas": "reportlab",
    "pypdfium2": "pypdfium2",
    "msgspec": "msgspec",
    "mnemonic": "mnemonic",
    "zxcvbn": "zxcvbn",
    "pyphen": "pyphen",
    "hunspell": "chunspell",
    "urllib3": "urllib3",
}
_FAMILY = "AtkinsonHyperlegibleNext"
_FACES = ("400Regular", "400Regular_Italic", "500Medium", "600SemiBold", "700Bold")


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    ok: bool
    words: str


def examine() -> list[Check]:
    """Return every check, in the order in which a person would put things right."""
    return [
        _guarded("libraries", _libraries),
        _guarded("fonts", _fonts),
        _guarded("clock", _clock),
        _guarded("free space", _room),
        _guarded("disk encryption", _disk),
        _guarded("printing", _printing),
        _guarded("policy", _policy),
    ]


def _guarded(name: str, look: Callable[[], tuple[bool, str]]) -> Check:
    try:
        ok, words = look()
    except Exception as error:  # noqa: BLE001  # a broken library may raise anything, and the other checks still count
        ok, words = False, f"could not be looked at ({type(error).__name__})"
    return Check(name=name, ok=ok, words=words)


def _libraries() -> tuple[bool, str]:
    found, missing = [f"SQLCipher {cipher_version()}"], []
    for module, package in _LIBRARIES.items():
        try:
            import_module(module)
        except Exception as error:  # noqa: BLE001  # whatever a broken library raises, its name is what helps
            missing.append(f"{package} ({type(error).__name__})")
            continue
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            # A packaged program carries the libraries without their metadata.
            found.append(package)
    if missing:
        return False, f"these do not load: {', '.join(missing)}"
    return True, ", ".join(dict.fromkeys(found))


def _fonts() -> tuple[bool, str]:
    folder = paths.resource("fonts")
    # The first four bytes of a TrueType font.
    good = [face for face in _FACES if _starts_with(folder / f"{_FAMILY}_{face}.ttf", b"\0\1\0\0")]
    missing = [face for face in _FACES if face not in good]
    if missing:
        return False, f"these of the program's own fonts are missing or damaged: {', '.join(missing)}"
    load_fonts()
    return True, f"{len(good)} of the program's own fonts are in place"


def _starts_with(file: Path, start: bytes) -> bool:
    try:
        with file.open("rb") as reading:
            return reading.read(len(start)) == start
    except OSError:
        return False


def _clock() -> tuple[bool, str]:
    now = datetime.now(tz=UTC).astimezone()
    return (
        MADE_IN <= now.year < MADE_IN + 30,
        f"it is {now:%Y-%m-%d %H:%M} {time.tzname[time.localtime().tm_isdst > 0]}",
    )


def _room() -> tuple[bool, str]:
    folder = paths.data_folder()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return free >= ROOM, f"{free // (1024 * 1024)} MiB free where vaults are kept"


def _disk() -> tuple[bool, str]:
    """Say what can be seen of full-disk encryption; the vault is encrypted either way."""
    if sys.platform != "linux":
        return True, "cannot be seen from here; ask IT whether BitLocker or FileVault is on"
    kinds = [path.read_text().strip() for path in Path("/sys/block").glob("dm-*/dm/uuid")]
    if any(kind.startswith("CRYPT-") for kind in kinds):
        return True, "an encrypted disk is in use"
    return True, "no encrypted disk was found; the vault is encrypted, but swap and temporary files may not be"


def _printing() -> tuple[bool, str]:
    if sys.platform != "linux" or shutil.which("lp") or shutil.which("lpr"):
        return True, "printing goes through the system"
    return True, "no printing system was found; letters can still be saved as PDF"


def _policy() -> tuple[bool, str]:
    file = paths.policy_file()
    if not file.exists():
        return True, "no rules from the organisation; the usual ones hold"
    try:
        rules = policy.load(file)
        if rules.escrow_public_key is None:
            return True, "the organisation's rules are in force"
        # Sealed to it, so that a key that is none is found here, and not when a passphrase is lost.
        escrow.seal(bytes(32), rules.escrow_public_key, "trial")
    except Problem as problem:
        return False, problem.happened
    return True, f"the organisation's rules are in force; its key is {escrow.name_of(rules.escrow_public_key)}"
