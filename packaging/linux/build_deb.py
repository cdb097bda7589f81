"""Puts the built folder into a Debian package, so that IT can install, update and remove it with what they know.

It is run by `packaging/dev.py package`, after the folder build/package/pipnotes was made.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILT = ROOT / "build" / "package" / "pipnotes"
STAGE = ROOT / "build" / "deb"
ICON_SIZES = (48, 128, 256)


def main() -> int:
    """Build dist/pipnotes_VERSION_ARCHITECTURE.deb and print where it is."""
    version = metadata.version("pipnotes")
    architecture = _output("dpkg", "--print-architecture")
    shutil.rmtree(STAGE, ignore_errors=True)
    program = STAGE / "opt" / "pipnotes"
    shutil.copytree(BUILT, program, symlinks=True)
    _put_in_the_menu()
    _tell_the_licences(version)
    control = (
        (HERE / "control")
        .read_text("utf-8")
        .format(
            version=version,
            architecture=architecture,
            size=sum(file.lstat().st_size for file in _files()) // 1024,
            depends=", ".join(_depends(program)),
        )
    )
    sums = [f"{_md5(file)}  {file.relative_to(STAGE)}\n" for file in _files() if not file.is_symlink()]
    (STAGE / "DEBIAN").mkdir()
    (STAGE / "DEBIAN" / "control").write_text(control, "utf-8")
    (STAGE / "DEBIAN" / "md5sums").write_text("".join(sums), "utf-8")
    _set_modes()
    made = ROOT / "dist" / f"pipnotes_{version}_{architecture}.deb"
    made.parent.mkdir(exist_ok=True)
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(STAGE), str(made)], check=True)
    return 0


def _put_in_the_menu() -> None:
    share = STAGE / "usr" / "share"
    (STAGE / "usr" / "bin").mkdir(parents=True)
    (STAGE / "usr" / "bin" / "pipnotes").symlink_to("/opt/pipnotes/pipnotes")
    (share / "applications").mkdir(parents=True)
    shutil.copy(HERE / "pipnotes.desktop", share / "applications")
    icons = share / "icons" / "hicolor"
    (icons / "scalable" / "apps").mkdir(parents=True)
    shutil.copy(HERE / "pipnotes.svg", icons / "scalable" / "apps")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    running = QGuiApplication([])
    for size in ICON_SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(str(HERE / "pipnotes.svg")).render(painter)
        painter.end()
        place = icons / f"{size}x{size}" / "apps"
        place.mkdir(parents=True)
        image.save(str(place / "pipnotes.png"))
    running.quit()


def _tell_the_licences(version: str) -> None:
    """Ship the licence of everything inside, and a list of what is inside, since IT will be asked."""
    documents = STAGE / "usr" / "share" / "doc" / "pipnotes"
    documents.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", documents / "copyright")
    inside = [f"pipnotes {version} (MIT)", f"Python {sys.version.split()[0]} (PSF-2.0)"]
    for name in sorted(_shipped("pipnotes", {"keystore"})):
        package = metadata.distribution(name)
        inside.append(f"{name} {package.version} ({_licence(package)})")
        for file in package.files or ():
            found = Path(str(package.locate_file(file)))
            if (
                ".dist-info" in str(file)
                and re.match(r"(?i)(licen[cs]e|copying|notice)", file.name)
                and found.is_file()
            ):
                place = documents / "licences" / name
                place.mkdir(parents=True, exist_ok=True)
                shutil.copy(found, place)
    (documents / "contents.txt").write_text("\n".join(inside) + "\n", "utf-8")


def _licence(package: metadata.Distribution) -> str:
    about = package.metadata
    told = about.get("License-Expression") or about.get("License") or ""
    if not told or "\n" in told:
        told = ", ".join(line.split(" :: ")[-1] for line in about.get_all("Classifier", []) if "License ::" in line)
    return told or "see licences/"


def _shipped(name: str, extras: frozenset[str] | set[str] = frozenset()) -> set[str]:
    found = set()
    for wanted in metadata.distribution(name).requires or ():
        needed, _, marker = wanted.partition(";")
        extra = re.search(r"extra == ['\"](.+?)['\"]", marker)
        if extra and extra[1] not in extras:
            continue
        other = re.split(r"[\s<>=!~\[(]", needed.strip())[0].lower().replace("_", "-")
        try:
            metadata.distribution(other)
        except metadata.PackageNotFoundError:
            continue  # for another system or another Python
        if other not in found:
            found |= {other} | _shipped(other)
    return found


def _depends(program: Path) -> list[str]:
    """Return Debian's packages with the libraries that the program opens and does not carry."""
    environment = {**os.environ, "LD_LIBRARY_PATH": str(program / "_internal"), "LC_ALL": "C"}
    outside: set[Path] = set()
    missing: set[str] = set()
    for file in program.rglob("*"):
        if file.is_symlink() or not file.is_file() or not (".so" in file.name or file.parent == program):
            continue
        told = subprocess.run(["ldd", str(file)], env=environment, text=True, capture_output=True, check=False).stdout
        missing |= {f"{file.name} needs {name}" for name in re.findall(r"(\S+) => not found", told)}
        outside |= {Path(path) for path in re.findall(r"=> (/\S+)", told) if not path.startswith(str(program))}
    if missing:
        sys.exit("The program would lack libraries:\n" + "\n".join(sorted(missing)))
    packages = {_package_with(library) for library in outside}
    # Without its settings, the font finder that the program carries complains at each start.
    return ["libc6 (>= 2.36)", *sorted((packages | {"fontconfig-config"}) - {"libc6"})]


def _package_with(library: Path) -> str:
    for path in (library, library.resolve(), Path("/usr") / library.relative_to("/")):
        found = subprocess.run(["dpkg", "-S", str(path)], text=True, capture_output=True, check=False)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    sys.exit(f"No Debian package brings {library}.")


def _set_modes() -> None:
    for entry in STAGE.rglob("*"):
        if not entry.is_symlink():
            entry.chmod(0o755 if entry.is_dir() or entry.stat().st_mode & 0o100 else 0o644)


def _files() -> list[Path]:
    return sorted(file for file in STAGE.rglob("*") if file.is_symlink() or file.is_file())


def _md5(file: Path) -> str:
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, text=True, capture_output=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
