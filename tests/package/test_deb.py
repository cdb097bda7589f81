"""The package as a service's laptop meets it: installed by IT, started by someone with no rights and no Python."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

pytestmark = pytest.mark.package

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60  # seconds: a first start on a slow and busy laptop
SCREEN = (1366, 768)


def _run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={**os.environ, **environment},
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _wait_for(look: Callable[[], object], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if look():
            return
        time.sleep(0.2)
    pytest.fail(f"waited {PATIENCE} s for {what}")


@dataclass(frozen=True, kw_only=True)
class User:
    """Someone with a home of her own, no rights, and no Python on the path."""

    home: Path
    rights: tuple[str, ...]  # what comes before a command to run it as her
    program: Path

    def command(self, *arguments: str, display: str = "") -> list[str]:
        keep = {"HOME": str(self.home), "PATH": str(self.home / "no-programs"), "LANG": "C.UTF-8", "DISPLAY": display}
        return [*self.rights, "/usr/bin/env", "-i", *_pairs(keep), str(self.program), *arguments]


def _pairs(environment: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in environment.items() if value]


@pytest.fixture(scope="module")
def deb() -> Path:
    """Return the package, built first if nobody has."""
    if not list((ROOT / "dist").glob("*.deb")):
        built = _run(sys.executable, "packaging/dev.py", "package")
        assert built.returncode == 0, built.stdout
    return max((ROOT / "dist").glob("*.deb"), key=lambda file: file.stat().st_mtime)


@pytest.fixture(scope="module")
def user(deb: Path) -> Iterator[User]:
    """Install the package as root, or unpack it without; its user has no rights either way."""
    # Not pytest's own folder, which is closed to everyone but who runs it.
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="pipnotes-user-") as name:
        home = Path(name)
        if os.geteuid() == 0:
            quiet = {"DEBIAN_FRONTEND": "noninteractive"}
            installed = _run("apt-get", "install", "--yes", "-qq", "--no-install-recommends", str(deb), **quiet)
            assert installed.returncode == 0, installed.stdout
            nobody = pwd.getpwnam("nobody")
            os.chown(home, nobody.pw_uid, nobody.pw_gid)
            rights = ("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups")
            yield User(home=home, rights=rights, program=Path("/usr/bin/pipnotes"))
            removed = _run("apt-get", "remove", "--yes", "-qq", "pipnotes", **quiet)
            assert removed.returncode == 0, removed.stdout
            assert not Path("/opt/pipnotes").exists()
            assert list(home.glob("*.pipvault")), "removing the program must leave every vault"
        else:
            place = home / "unpacked"
            assert _run("dpkg-deb", "-x", str(deb), str(place)).returncode == 0
            yield User(home=home, rights=(), program=place / "opt" / "pipnotes" / "pipnotes")


@pytest.fixture
def display() -> Iterator[str]:
    """Start a screen of a small laptop's size and return its name."""
    reading, writing = os.pipe()
    width, height = SCREEN
    options = ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-ac", "-displayfd", str(writing)]
    screen = subprocess.Popen(["Xvfb", *options], pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    screen.terminate()
    screen.wait(PATIENCE)


def _photograph(display: str, file: Path) -> QImage:
    script = (
        "import sys\n"
        "from PySide6.QtGui import QGuiApplication\n"
        "app = QGuiApplication([])\n"
        "app.primaryScreen().grabWindow(0).save(sys.argv[1])\n"
    )
    taken = _run(sys.executable, "-c", script, str(file), QT_QPA_PLATFORM="xcb", DISPLAY=display)
    assert taken.returncode == 0, taken.stdout
    return QImage(str(file))


def _colours(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)})


def _words(picture: Path) -> str:
    return _run("tesseract", str(picture), "-", "--psm", "11").stdout


def _log(user: User) -> str:
    return "\n".join(file.read_text("utf-8") for file in user.home.rglob("pipnotes.log"))


def test_the_command_line_works_for_a_user_without_python(user: User) -> None:
    fit = subprocess.run(user.command("doctor", "--json"), text=True, capture_output=True, check=False)
    assert fit.returncode == 0, fit.stderr
    assert json.loads(fit.stdout)["ok"]


def test_the_demo_opens_on_the_day_of_a_made_up_therapist(user: User, display: str) -> None:
    pictures = ROOT / "build" / "package"
    pictures.mkdir(parents=True, exist_ok=True)
    picture = pictures / "today.png"
    told = user.home / "told.txt"
    with told.open("w", encoding="utf-8") as out:
        program = subprocess.Popen(
            user.command("demo", "--dir", str(user.home / "demo.pipvault"), display=display), stdout=out, stderr=out
        )
    try:

        def window() -> str:
            assert program.poll() is None, told.read_text("utf-8") + _log(user)
            return _run("xdotool", "search", "--onlyvisible", "--name", "^PipNotes", DISPLAY=display).stdout.strip()

        _wait_for(window, "the window")
        # The words are checked, since a window full of error would have colours too.
        _wait_for(lambda: _photograph(display, picture) and "Today" in _words(picture), "the page of the day")
        assert _colours(QImage(str(picture))) > 30
    finally:
        program.terminate()
        program.wait(PATIENCE)
    assert "correct horse battery staple" in told.read_text("utf-8")
    assert "Traceback" not in told.read_text("utf-8")


def test_the_package_says_what_is_inside_and_under_which_licence(deb: Path, tmp_path: Path) -> None:
    assert _run("dpkg-deb", "-x", str(deb), str(tmp_path)).returncode == 0
    documents = tmp_path / "usr" / "share" / "doc" / "pipnotes"
    inside = (documents / "contents.txt").read_text("utf-8")
    for name in ("pyside6-essentials", "sqlcipher3", "cryptography", "reportlab"):
        assert name in inside
    assert (documents / "licences" / "cryptography").is_dir()
    assert not [
        link for link in tmp_path.rglob("*") if link.is_symlink() and not link.exists() and link.name != "pipnotes"
    ]
