"""Settings are a comfort: losing them must never stand between a person and her notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipnotes import settings
from pipnotes.settings import Settings


def test_what_was_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    chosen = Settings(theme="dark", text_scale=150, idle_minutes=3, last_vault="/home/anna/Notes.pipvault")
    settings.save(chosen, file)
    assert settings.load(file) == chosen


@given(folder=st.text())
def test_any_folder_name_survives_the_file(tmp_path_factory: pytest.TempPathFactory, folder: str) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.toml"
    settings.save(Settings(last_vault=folder), file)
    assert settings.load(file).last_vault == folder


def test_a_folder_name_that_is_not_unicode_survives_the_file(tmp_path: Path) -> None:
    settings.save(Settings(last_vault="/home/caf\udce9"), tmp_path / "settings.toml")
    assert settings.load(tmp_path / "settings.toml").last_vault == "/home/caf\udce9"


@pytest.mark.parametrize(
    "content", [b"", b"theme = ", b"\xff\xfe", b"theme = 3\ntext_scale = 900\nidle_minutes = true"]
)
def test_a_damaged_file_gives_the_usual_settings(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.toml").write_bytes(content)
    assert settings.load(tmp_path / "settings.toml") == Settings()


def test_one_value_that_makes_no_sense_leaves_the_others_as_chosen(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('theme = "purple"\ntext_scale = 120\nlater = "unknown"\n', "utf-8")
    assert settings.load(tmp_path / "settings.toml") == Settings(text_scale=120)


def test_a_failed_save_leaves_the_old_settings_and_no_litter(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.mkdir()
    (file / "in the way").touch()
    with pytest.raises(OSError, match="settings"):
        settings.save(Settings(), file)
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.toml"]


def test_settings_out_of_bounds_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="idle_minutes"):
        Settings(idle_minutes=0)
    with pytest.raises(ValueError, match="text_scale"):
        Settings(text_scale=300)
