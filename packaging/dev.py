#!/usr/bin/env python3
"""The one front door for every chore. It needs a Python of 3.11 or newer and nothing else.

    python3 packaging/dev.py demo           the app on a made-up caseload
    python3 packaging/dev.py test           every check, then every test; with arguments: pytest alone, with these
    python3 packaging/dev.py check          ruff, mypy and the arrows alone
    python3 packaging/dev.py run ...        pipnotes itself, with these arguments
    python3 packaging/dev.py gallery        a picture of every page, under build/gallery
    python3 packaging/dev.py bench          the measurements; with a name: the one of tests/bench so called
    python3 packaging/dev.py museum         a vault of this version for tests/museum
    python3 packaging/dev.py package        the program as a folder and as a .deb, under build/ and dist/
    python3 packaging/dev.py test-package   installs that .deb, starts it as an ordinary user and looks
    python3 packaging/dev.py lock           packaging/requirements.txt made anew from pyproject.toml

Each chore makes `.venv` first, from the hash-pinned packaging/requirements.txt, and only when that file has changed.
On Debian, what the system itself lacks is installed when this runs as root, and named in one line when it does not.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-from"
REQUIREMENTS = ROOT / "packaging" / "requirements.txt"
UV = "uv==0.13.9"

# The library that Qt opens, and Debian's package with it. Which are needed was found in a bare Debian 12.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
BUILDERS = {"objdump": "binutils"}
# The tests of power cuts and failing disks build the recorder that stands between a vault and its files.
COMPILER = {"gcc": "build-essential"}
# The tests play the desktop that says when the screen locks or the laptop sleeps.
DESKTOP = {"dbus-daemon": "dbus-daemon"}
# The tests run a real WebDAV server of their own on loopback.
SERVERS = {"apache2": "apache2-bin"}
# On Debian, a package is built with what the Wayland screens ask for beside the above.
PACKAGE_LIBRARIES = {
    **WINDOW_LIBRARIES,
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
if sys.executable.startswith("/usr/bin/"):
    # Debian's own Python keeps the library, which the frozen program carries, in a package of its own.
    _NAME = "libpython" + ".".join(map(str, sys.version_info[:2]))
    PACKAGE_LIBRARIES[_NAME + ".so.1.0"] = _NAME


class Stop(Exception):
    """A chore cannot go on; the one line says why and what to do."""


def main(arguments: list[str]) -> int:
    """Do one chore and return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  # whatever Python is there reads this first
        raise Stop("PipNotes needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    chore = CHORES.get(arguments[0]) if arguments else None
    if chore is None:
        print(__doc__.strip())
        return 0 if arguments and arguments[0] in ("-h", "--help", "help") else 2
    return chore(arguments[1:])


def demo(rest: list[str]) -> int:
    """Open the app on a made-up caseload; without a screen, make the vault and say so."""
    prepare(WINDOW_LIBRARIES if _screen() else {})
    if not _screen() and "--no-window" not in rest:
        print("There is no screen here, so the demo is made without its window.", file=sys.stderr)
        rest = [*rest, "--no-window"]
    return run_pipnotes(["demo", *rest])


def run_pipnotes(rest: list[str]) -> int:
    """Run the program itself from this checkout."""
    prepare(WINDOW_LIBRARIES if _screen() else {})
    return _call(_python(), "-m", "pipnotes", *rest)


def test(rest: list[str]) -> int:
    """Run every check and every test, pytest's summary last; with arguments, only pytest with these."""
    prepare(programs={**SERVERS, **COMPILER, **DESKTOP} if sys.platform == "linux" else {})
    failed = [] if rest else _failed_checks()
    # Two at a time, a file to each, so that what a file makes once is made once; in the order of the folders, since
    # the files with the fewest tests hold the longest and must not be left for the end.
    two = ["--numprocesses=2", "--dist=loadfile", "--no-loadscope-reorder"]
    measured = [] if rest else [*two, "--cov", "--cov-report=term"]
    code = _call(_python(), "-m", "pytest", "--no-xvfb", *measured, *rest, QT_QPA_PLATFORM="offscreen")
    if failed:
        print("Failed before the tests: " + ", ".join(failed) + ".", file=sys.stderr)
    return code or (1 if failed else 0)


def check(rest: list[str]) -> int:
    """Run the checks that start nothing."""
    prepare()
    return 1 if _failed_checks() else 0


def _failed_checks() -> list[str]:
    checks = {
        "ruff check": ["ruff", "check", "--quiet"],
        "ruff format": ["ruff", "format", "--check", "--quiet"],
        "mypy": ["mypy"],
        "the arrows": ["importlinter.cli"],
    }
    failed = []
    for name, (module, *options) in checks.items():
        if module == "importlinter.cli":
            command = ["-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]
        else:
            command = ["-m", module, *options, *(["."] if module == "ruff" else [])]
        if _call(_python(), *command):
            failed.append(name)
        else:
            print(f"{name}: passed", flush=True)
    return failed


def gallery(rest: list[str]) -> int:
    """Draw every page in every theme."""
    prepare()
    return _call(_python(), "tests/gallery.py", "--out", "build/gallery", *rest, QT_QPA_PLATFORM="offscreen")


def bench(rest: list[str]) -> int:
    """Run the measurements, or the one named; they fail nothing for being slow."""
    prepare(programs={**COMPILER, **SERVERS} if sys.platform == "linux" else {})
    names = rest[:1] or sorted(file.stem for file in (ROOT / "tests" / "bench").glob("[!_]*.py"))
    codes = [_call(_python(), "-m", f"tests.bench.{name}", *rest[1:], QT_QPA_PLATFORM="offscreen") for name in names]
    return max(codes)


def museum(rest: list[str]) -> int:
    """Make a vault of this version, to be kept for every later version to open."""
    prepare()
    return _call(_python(), "tests/museum/make.py", *rest)


def package(rest: list[str]) -> int:
    """Build the program as one folder and, where dpkg-deb is, as a Debian package."""
    prepare(PACKAGE_LIBRARIES, programs=BUILDERS)
    places = ["--distpath", "build/package", "--workpath", "build/pyinstaller"]
    code = _call(
        _python(), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, "packaging/pipnotes.spec"
    )
    if code == 0 and shutil.which("dpkg-deb"):
        code = _call(_python(), "packaging/linux/build_deb.py", *rest)
    return code


def test_package(rest: list[str]) -> int:
    """Install the Debian package and look at it as an ordinary user does."""
    prepare(
        PACKAGE_LIBRARIES, programs={**BUILDERS, "Xvfb": "xvfb", "xdotool": "xdotool", "tesseract": "tesseract-ocr"}
    )
    if not list((ROOT / "dist").glob("*.deb")):
        code = package([])
        if code:
            return code
    return _call(_python(), "-m", "pytest", "--no-xvfb", "-m", "package", *rest, QT_QPA_PLATFORM="offscreen")


def lock(rest: list[str]) -> int:
    """Pin every dependency of every chore, by hash and without an address; `--upgrade` looks for newer ones."""
    prepare()
    tools = ROOT / "build" / "tools"
    if _call(_python(), "-m", "pip", "install", "--quiet", "--upgrade", "--target", str(tools), UV):
        return 1
    options = ["--extra=keystore", "--group=dev", "--universal", "--python-version=3.11", "--generate-hashes"]
    quiet = ["--quiet", "--no-header", "--no-annotate", "--output-file", str(REQUIREMENTS)]
    code = _call(str(tools / "bin" / "uv"), "pip", "compile", "pyproject.toml", *options, *quiet, *rest)
    if code == 0:
        pins = REQUIREMENTS.read_text("utf-8")
        REQUIREMENTS.write_text("# Made by `python3 packaging/dev.py lock` from pyproject.toml.\n" + pins, "utf-8")
    return code


def prepare(libraries: dict[str, str] | None = None, programs: dict[str, str] | None = None) -> None:
    """Make sure of the system's part and of `.venv`."""
    _prepare_system({**LIBRARIES, **(libraries or {})}, programs or {})
    pins = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    project = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = f"{pins}\n{project}\n{ROOT}\n"
    made = STAMP.read_text("utf-8") if STAMP.exists() and Path(_python()).exists() else ""
    if made == stamp:
        return
    if made.splitlines()[::2] != [pins, str(ROOT)]:
        print("Making .venv from packaging/requirements.txt ...", file=sys.stderr, flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        _must(sys.executable, "-m", "venv", str(VENV))
        # The pins are whole, and pip left to resolve them looks for a newer release of what is asked for with an extra.
        pinned = ["--no-deps", "--require-hashes", "--requirement", str(REQUIREMENTS)]
        _must(_python(), "-m", "pip", "install", "--quiet", *pinned)
    STAMP.unlink(missing_ok=True)
    # The build backend is among the pins, so nothing unpinned is fetched to build with.
    _must(_python(), "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(stamp, "utf-8")


def _prepare_system(libraries: dict[str, str], programs: dict[str, str]) -> None:
    # Servers stand where an ordinary user's path does not lead.
    places = os.environ.get("PATH", os.defpath) + os.pathsep + "/usr/sbin"
    wanted = [package for program, package in programs.items() if not shutil.which(program, path=places)]
    if sys.platform == "linux":
        wanted += [package for library, package in libraries.items() if not _opens(library)]
    lacks_venv = not _has_venv()
    if lacks_venv:
        wanted.append("python3-venv")
    if not wanted:
        return
    line = "apt-get install --no-install-recommends " + " ".join(sorted(wanted))
    if not shutil.which("apt-get"):
        raise Stop("This computer lacks what Debian calls " + ", ".join(sorted(wanted)) + "; install that first.")
    if os.geteuid() != 0:
        raise Stop("This computer lacks a few system packages; as root, run: " + line)
    print("Installing with apt: " + " ".join(sorted(wanted)), file=sys.stderr, flush=True)
    update = ["apt-get", "update", "-qq"]
    install = [*line.split(), "--yes", "-qq", "-o", "Dpkg::Use-Pty=0"]
    for command in (update, install):
        if _call(*command, quietly=True, DEBIAN_FRONTEND="noninteractive"):
            raise Stop("apt could not install them; see its message above.")
    if lacks_venv and not _has_venv():
        raise Stop(f"{sys.executable} cannot make virtual environments; use Debian's own: /usr/bin/python3")


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_venv() -> bool:
    # Asked of a new process, since this one may have looked before apt put it there.
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run([sys.executable, "-c", "import venv, ensurepip"], check=False, **quiet).returncode == 0


def _screen() -> bool:
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _python() -> str:
    return str(VENV / "Scripts" / "python.exe" if sys.platform == "win32" else VENV / "bin" / "python")


def _call(*command: str, quietly: bool = False, **environment: str) -> int:
    # A PYTHONPATH from elsewhere would put other packages before the pinned ones.
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    kept["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    shown = subprocess.DEVNULL if quietly else None
    return subprocess.run(command, cwd=ROOT, env=kept | environment, check=False, stdout=shown).returncode


def _must(*command: str) -> None:
    if _call(*command):
        raise Stop("That did not work, so .venv is not finished; see the message above.")


CHORES = {
    "demo": demo,
    "test": test,
    "check": check,
    "run": run_pipnotes,
    "gallery": gallery,
    "bench": bench,
    "museum": museum,
    "package": package,
    "test-package": test_package,
    "lock": lock,
}

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit(130)
