"""Which vaults this person has opened on this computer, and when: all that can be said before a passphrase is typed.

The file lies beside the settings, readable to whoever holds the laptop, so it holds folders and moments and no more.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

_log = logging.getLogger(__name__)
SUFFIX = ".pipvault"


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownVault:
    """One vault as the unlock page shows it; moments as ISO text, empty when there is none."""

    folder: str
    opened: str = ""
    backed_up: str = ""
    # The folder of its backups, and what their names begin with.
    backups: str = ""

    @property
    def name(self) -> str:
        """Return what the list of vaults calls it: the folder's own name."""
        return Path(self.folder).name.removesuffix(SUFFIX)


def moment(text: str) -> datetime | None:
    """Return a moment as it was kept, or None for what is no moment."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


class KnownVaults:
    """The list, the last opened first; a file that is lost or damaged is an empty list."""

    def __init__(self, file: Path, usual_folder: Path) -> None:
        self._file = file
        self._usual_folder = usual_folder

    def all(self) -> list[KnownVault]:
        """Return the vaults that are still there, those in the usual folder among them."""
        kept = [vault for vault in self._read() if Path(vault.folder).is_dir()]
        folders = {vault.folder for vault in kept}
        beside = sorted(self._usual_folder.glob(f"*{SUFFIX}")) if self._usual_folder.is_dir() else []
        kept += [KnownVault(folder=str(each)) for each in beside if str(each) not in folders and each.is_dir()]
        return sorted(kept, key=lambda vault: vault.opened, reverse=True)

    def find(self, folder: Path) -> KnownVault:
        """Return what is known of a vault, which may be nothing but its folder."""
        found = [vault for vault in self._read() if vault.folder == str(folder)]
        return found[0] if found else KnownVault(folder=str(folder))

    def note(self, folder: Path, *, opened: str = "", backed_up: str = "", backups: str = "") -> None:
        """Write down when a vault was opened or backed up; a list that cannot be written is done without."""
        known = self.find(folder)
        known = replace(
            known,
            opened=opened or known.opened,
            backed_up=backed_up or known.backed_up,
            backups=backups or known.backups,
        )
        rest = [vault for vault in self._read() if vault.folder != known.folder]
        try:
            self._write([known, *rest])
        except OSError:
            _log.info("list of vaults not written")

    def free_folder(self) -> Path:
        """Return a folder for a new vault, in the usual place, that nothing is in yet."""
        folder, number = self._usual_folder / f"My notes{SUFFIX}", 2
        while folder.exists():
            folder, number = self._usual_folder / f"My notes {number}{SUFFIX}", number + 1
        return folder

    def _read(self) -> list[KnownVault]:
        try:
            found = json.loads(self._file.read_text("utf-8"))
            return [
                KnownVault(
                    folder=str(item["folder"]),
                    opened=str(item.get("opened", "")),
                    backed_up=str(item.get("backed_up", "")),
                    backups=str(item.get("backups", "")),
                )
                for item in found["vaults"]
            ]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            _log.info("list of vaults not readable")
            return []

    def _write(self, vaults: list[KnownVault]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=self._file.parent, prefix=".vaults-")
        try:
            with open(handle, "w", encoding="utf-8") as out:
                json.dump({"vaults": [asdict(vault) for vault in vaults]}, out, indent=1)
                out.flush()
                os.fsync(out.fileno())
            os.replace(made, self._file)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
