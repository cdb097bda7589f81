"""What every test stands on: no screen, no real home, a clock that stands still, and silence unless asked for."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipnotes.casebook import demo_vault, vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.vault import FLOOR, KdfCost, VaultKey, keys, unlock

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The suite must say the same thing twice; the long profile is for a night's search.
_shared = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("ci", max_examples=50, derandomize=True, **_shared)
settings.register_profile("long", max_examples=5_000, **_shared)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

_HOMES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "home/roaming",
    "LOCALAPPDATA": "home/local",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_RUNTIME_DIR": "run",
    "TMPDIR": "tmp",
    "TMP": "tmp",
    "TEMP": "tmp",
}


@pytest.fixture(scope="session", autouse=True)
def _isolated_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test, and every process that it starts, out of the home of whoever runs it."""
    base = tmp_path_factory.mktemp("person")
    with pytest.MonkeyPatch.context() as patch:
        for variable, folder in _HOMES.items():
            (base / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
            patch.setenv(variable, str(base / folder))
        for bus in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"):
            # A screen that locks while the tests run must not lock the vaults in them.
            patch.setenv(bus, f"unix:path={base / 'no-bus'}")
        patch.setattr(tempfile, "tempdir", None)
        yield


def _slow(cost: KdfCost) -> float:
    """Say that a guess takes longer than anybody waits, whatever it costs."""
    return 60.0


@pytest.fixture(scope="session", autouse=True)
def _slow_machine() -> Iterator[None]:
    """Let the vaults made in this process be sealed as on the slowest machine; vault/test_cost.py has the others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "calibrate", partial(keys.calibrate, _slow))
        # Each passphrase and salt is still stretched in earnest, but only once: the copies of a vault share their salt.
        patch.setattr(keys, "_stretch", cache(keys._stretch))
        yield


class _Stray(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.levelname}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_stray_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logged a warning or worse, unless it asked for `caplog` and so looks for itself."""
    stray = _Stray()
    root = logging.getLogger()
    root.addHandler(stray)
    yield
    root.removeHandler(stray)
    if stray.lines and "caplog" not in request.fixturenames:
        pytest.fail("logged without being asked:\n" + "\n".join(stray.lines), pytrace=False)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the time that it is in the test."""
        return self.now

    def advance(self, **by: float) -> None:
        """Move on by so many `days`, `hours`, `minutes` or `seconds`."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that says half past nine on a Monday in March."""
    return Clock(datetime(2026, 3, 16, 9, 30, tzinfo=UTC))


@dataclass(frozen=True)
class Caseload:
    """The made-up caseload in a real vault, made once and copied for each test."""

    folder: Path
    key: VaultKey
    at: datetime


@pytest.fixture(scope="session")
def caseload(tmp_path_factory: pytest.TempPathFactory) -> Caseload:
    """Make the made-up caseload of twelve families, once; use `casebook` for a copy that may be changed."""
    folder = tmp_path_factory.mktemp("caseload") / "demo.pipvault"
    at = datetime(2026, 3, 16, 8, 40, tzinfo=UTC)
    made = demo_vault.make(folder, families=12, seed=1, clock=Clock(at), cost=FLOOR)
    key = unlock(folder, demo_vault.PASSPHRASE)
    # The six words of a card are slow on purpose, and every copy has the same card.
    made.casebook.contacts.my_card()
    made.casebook.close()
    return Caseload(folder, key, at)


@pytest.fixture
def open_caseload(caseload: Caseload, tmp_path: Path) -> Iterator[Callable[[Path, Clock], Casebook]]:
    """Return a way to open vaults of the made-up caseload, all closed when the test is over."""
    opened: list[Casebook] = []

    def opening(folder: Path, clock: Clock) -> Casebook:
        opened.append(vaults.open_with(folder, caseload.key, clock=clock))
        return opened[-1]

    yield opening
    for casebook in opened:
        casebook.close()


@pytest.fixture
def casebook(caseload: Caseload, open_caseload: Callable[[Path, Clock], Casebook], tmp_path: Path) -> Casebook:
    """Return the made-up caseload, open, on a clock that says twenty to nine on a Monday in March."""
    folder = Path(shutil.copytree(caseload.folder, tmp_path / "work.pipvault"))
    return open_caseload(folder, Clock(caseload.at))
