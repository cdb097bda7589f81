"""The file head.json: a small authenticated witness of the last save, kept beside the database.

SQLCipher does not notice an old page, an old file or a cut write-ahead log; this file does. It has two slots, written
in turn and in place, each within one disk sector of its own block, so that a power cut spoils at most the one that
was being written, and a save costs one more flush and no more.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import re
from dataclasses import dataclass
from pathlib import Path

from pipnotes.vault import chain, files

NAME = "head.json"
_BLOCK = 4096
_SECTOR = 512
_OPENINGS = ('{"format":1,"a":', ',"b":')
_SLOT = re.compile(
    r'\{"at":"([0-9T:.+-]{19,32}) *","drafts":"([0-9a-f]{64})","hash":"([0-9a-f]{64})","mac":"([0-9a-f]{64})",'
    r'"seq":"([0-9]{16})","turn":"([0-9]{16})"\}'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Witness:
    """What was last saved: `turn` counts every save, drafts included; `seq` and `hash` are the chain's head."""

    turn: int
    seq: int
    hash: str
    drafts: str
    at: str


class HeadFile:
    """The witness file of one vault, open for as long as the vault is."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._path = folder / NAME
        self._key = key
        self._descriptor = -1

    def read(self) -> tuple[Witness | None, bool]:
        """Return the newest authentic witness, and whether the file is whole and exact to the byte."""
        content = files.read_small(self._path, 2 * _BLOCK)
        if content is None:
            return None, False
        found = [self._slot(content, which) for which in (0, 1)]
        good = [one for one in found if one is not None]
        if not good:
            return None, False
        whole = len(good) == 2 and content == b"".join(self._render(one, which) for which, one in enumerate(good))
        return max(good, key=lambda one: one.turn), whole

    def renew(self, witness: Witness) -> None:
        """Write the whole file afresh, both slots alike."""
        self.close()
        files.write_whole(self._path, b"".join(self._render(witness, which) for which in (0, 1)))

    def write(self, witness: Witness) -> None:
        """Note a save in the older slot, and wait until it is on the disk."""
        if self._descriptor < 0:
            self._descriptor = os.open(self._path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        which = witness.turn % 2
        os.lseek(self._descriptor, which * _BLOCK, os.SEEK_SET)
        files.write_all(self._descriptor, self._render(witness, which)[:_SECTOR])
        files.flush(self._descriptor)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = -1

    def _render(self, witness: Witness, which: int) -> bytes:
        slot = (
            f'{{"at":"{witness.at:<32}","drafts":"{witness.drafts}","hash":"{witness.hash}",'
            f'"mac":"{self._mac(witness, which)}","seq":"{witness.seq:016d}","turn":"{witness.turn:016d}"}}'
        )
        end = "}\n" if which else ""
        return (_OPENINGS[which] + slot).ljust(_BLOCK - len(end)).encode() + end.encode()

    def _slot(self, content: bytes, which: int) -> Witness | None:
        sector = content[which * _BLOCK : which * _BLOCK + _SECTOR]
        try:
            said = sector.decode("ascii").removeprefix(_OPENINGS[which]).rstrip(" ")
        except UnicodeDecodeError:
            return None
        match = _SLOT.fullmatch(said)
        if match is None:
            return None
        at, drafts, head, mac, seq, turn = match.groups()
        found = Witness(turn=int(turn), seq=int(seq), hash=head, drafts=drafts, at=at)
        return found if hmac.compare_digest(mac, self._mac(found, which)) else None

    def _mac(self, witness: Witness, which: int) -> str:
        said = (which, witness.turn, witness.seq, witness.hash, witness.drafts, witness.at)
        return hmac.digest(self._key, chain.digest("head", *(str(one).encode() for one in said)), "sha256").hex()
