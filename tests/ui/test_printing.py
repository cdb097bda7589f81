"""Printing goes onto paper: no dialog of ours offers a file, which would lie open on the disk."""

from __future__ import annotations

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.ui.printing import ask_printer


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_without_a_printer_that_is_said_and_nothing_is_written(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def read(dialog: QDialog) -> int:
        told.extend(label.text() for label in dialog.findChildren(QLabel))
        return 0

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    monkeypatch.setattr("pipnotes.ui.problems.ProblemDialog.exec", read)
    assert ask_printer(parent) is None
    assert "This laptop has no printer that it can reach." in " ".join(told)


@pytest.mark.parametrize("answer", [QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected])
def test_the_printers_are_offered_and_no_file(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch, answer: QDialog.DialogCode
) -> None:
    offered: list[bool] = []

    def choose(dialog: QPrintDialog) -> int:
        offered.append(dialog.testOption(QPrintDialog.PrintDialogOption.PrintToFile))
        return answer

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Hall"])
    monkeypatch.setattr(QPrintDialog, "exec", choose)
    chosen = ask_printer(parent, "Sheet")
    assert offered == [False]
    assert (chosen is not None) == (answer == QDialog.DialogCode.Accepted)
    assert chosen is None or chosen.docName() == "Sheet"
