"""A template vault made once and copied for each test, so that the slow key derivation is paid for once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipnotes.vault import FLOOR, Vault, VaultKey, create, open_vault
from tests.vault.pages import PASSPHRASE, final, page, standing


@dataclass(frozen=True)
class Template:
    folder: Path
    key: VaultKey
    words: str


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("template") / "one.pipvault"
    vault = create(folder, PASSPHRASE, role="therapist", owner="Wren Hale", clock=standing, cost=FLOOR)
    for number in range(1, 6):
        vault.commit("note signed", [final(page(number))], by="Wren Hale")
    made = Template(folder, vault.key, vault.words())
    vault.close()
    return made


@pytest.fixture
def key(template: Template) -> VaultKey:
    return template.key


@pytest.fixture
def folder(template: Template, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template.folder, tmp_path / "copy.pipvault"))


@pytest.fixture
def opened(template: Template) -> Iterator[Callable[[Path], Vault]]:
    """Return a way to open vaults that are all closed when the test is over."""
    made: list[Vault] = []

    def opening(folder: Path) -> Vault:
        made.append(open_vault(folder, template.key, clock=standing))
        return made[-1]

    yield opening
    for vault in made:
        vault.close()


@pytest.fixture
def vault(folder: Path, opened: Callable[[Path], Vault]) -> Vault:
    return opened(folder)
