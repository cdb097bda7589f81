"""The log may be sent to whoever helps, so nothing that a therapist wrote can get into it."""

from __future__ import annotations

import enum
import logging
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipnotes import log

NOTE = "Iris reached for her mother's face"
_log = logging.getLogger("pipnotes.somewhere")


class Step(enum.Enum):
    SIGNED = "signed"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    handler = log.start(tmp_path / "log")
    yield tmp_path / "log" / "pipnotes.log"
    log.stop(handler)


def test_ids_numbers_and_codes_can_be_read(file: Path) -> None:
    _log.info("%s in %s: %d versions at %s", Step.SIGNED, "r-3f9a12", 4, datetime(2026, 3, 16, tzinfo=UTC))
    assert "signed in r-3f9a12: 4 versions at 2026-03-16" in file.read_text("utf-8")


def test_the_text_of_a_note_does_not_reach_the_log_whichever_way_it_is_passed(file: Path) -> None:
    _log.info("opened %s", NOTE)
    _log.info("opened %s", NOTE.split()[0])
    _log.info("opened %(what)s", {"what": NOTE})
    _log.info("opened %s", [NOTE])
    _log.info(Path(NOTE))
    _log.info("opened\n" + NOTE)  # the very mistake that must do no harm
    text = file.read_text("utf-8")
    assert text.count("opened") == 4
    assert "Iris" not in text
    assert "mother" not in text


def test_a_call_that_expects_a_number_and_gets_text_does_not_spill_it() -> None:
    record = logging.LogRecord("pipnotes", logging.INFO, __file__, 1, "opened %d", (NOTE,), None)
    assert log.IdsOnly().format(record).endswith("opened %d")


def test_a_fault_is_told_by_kind_and_place_and_found_by_its_reference(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        try:
            raise KeyError(NOTE)
        except KeyError as error:
            raise ValueError(NOTE) from error
    except ValueError as error:
        reference = log.report_fault(error)
    text = file.read_text("utf-8")
    assert reference in text
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_log.py" in text
    assert "Iris" not in text
    assert caplog.records


def test_a_warning_with_an_error_in_it_names_the_kind_alone(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    _log.warning("could not print: %s", OSError(NOTE))
    assert "could not print: OSError" in file.read_text("utf-8")
    assert caplog.records


def test_only_its_owner_can_read_the_log(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
