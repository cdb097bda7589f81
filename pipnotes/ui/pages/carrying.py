"""Sending, fetching and opening parcels, and what came of it in plain sentences, for every page that does so.

carrier = Carrier(desk, parent); news = News(carrier)      the widget shows progress and the sentences
carrier.send(); carrier.fetch(); carrier.open_parcel()     slots for buttons and keys
carrier.came()                                             something may have come or gone: read again

Out of reach is an ordinary state and told like any other fact; what is wrong is told in its three lines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QFileDialog, QProgressBar, QVBoxLayout, QWidget

from pipnotes.casebook.arrivals import Fetched
from pipnotes.casebook.ledger import Changed
from pipnotes.casebook.offline import OutOfReach
from pipnotes.casebook.post import Sent
from pipnotes.domain.words import counted
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.carrying_wait import Wait
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.hints import HintLine

# A parcel is a few KiB; whatever is larger than this is not one, and is not read into memory.
_LARGEST = 64 * 2**20  # bytes


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of news."""

    words: str
    icon: str = "circle-check"
    tone: str = "primary"


def sent_lines(sent: Sent) -> list[Line]:
    """Return what a sending came to."""
    lines = [Line(f"{counted(sent.sent, 'parcel')} sent." if sent.sent else "Nothing was waiting to be sent.")]
    if sent.waiting:
        verb = "waits" if sent.waiting == 1 else "wait"
        lines.append(Line(f"{counted(sent.waiting, 'parcel')} still {verb} here.", "cloud-off", "ink2"))
    if sent.put_back:
        verb = "was" if sent.put_back == 1 else "were"
        what = f"{_parcels(sent.put_back)} {verb} put back"
        lines.append(_attention(f"{what}: a note or a name behind it has changed. Read it again before it leaves."))
    if sent.cut is not None:
        lines.append(Line(f"{sent.cut.happened} {sent.cut.todo}", "cloud-off", "ink2"))
    return lines


def fetched_lines(fetched: Fetched) -> list[Line]:
    """Return what a fetching came to: what is new first, then what wants a person's eye, each in plain words."""
    came = fetched.received
    lines = [Line(f"{counted(came, 'new parcel')} opened." if came else "Nothing new has come.")]
    if fetched.retracted:
        families = "A family" if fetched.retracted == 1 else f"{fetched.retracted} families"
        took = "has taken its yes back" if fetched.retracted == 1 else "have taken their yes back"
        words = f"{families} {took}. What was held is destroyed, and a receipt waits to be sent."
        lines.append(Line(words, "info", "ink2"))
    if fetched.cut:
        words = "The mailbox went out of reach, or you stopped, before everything was looked for. Fetch again later."
        lines.append(Line(words, "cloud-off", "ink2"))
    if fetched.repeats:
        lines.append(Line(f"{_parcels(fetched.repeats)} had come before and changed nothing.", "info", "ink2"))
    if fetched.newer:
        lines.append(_attention(f"{_parcels(fetched.newer)} needs a newer PipNotes. Update, then fetch again."))
    if fetched.gaps:
        verb = "is" if fetched.gaps == 1 else "are"
        lines.append(_attention(f"{_parcels(fetched.gaps)} in between {verb} missing. Ask the sender to send again."))
    if fetched.forged:
        one = fetched.forged == 1
        lines.append(
            _attention(
                f"{_parcels(fetched.forged)} {'is' if one else 'are'} damaged, or not from who it says, and"
                f" {'was' if one else 'were'} not opened. Ask the sender for {'it' if one else 'them'} by another way."
            )
        )
    if fetched.rolled_back:
        lines.append(
            _attention(
                "The sender’s vault went back to an earlier state, or runs on two computers. What came was kept."
                " Ask them whether they restored a backup."
            )
        )
    return lines


class Carrier(QObject):
    """Does the carrying for one page, and says what came of it."""

    said = Signal(list)
    began = Signal(str, int)
    moved = Signal(int)
    came = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window_of = parent
        self._sending = -1
        desk.changed.connect(self._count)

    @property
    def mailbox(self) -> str:
        """Return the mailbox in use: this person's own, or the one the service has set."""
        return self._desk.casebook.post.mailbox or self._desk.policy.mailbox or ""

    @Slot()
    def send(self) -> None:
        """Put what waits into the mailbox, the oldest first."""
        self.began.emit("Sending", len(self._desk.casebook.post.waiting()))
        self._sending = 0
        try:
            self._carry(self._send, "Not sent")
        finally:
            self._sending = -1

    @Slot()
    def fetch(self) -> None:
        """Fetch what has come since the last time."""
        self.began.emit("Looking in the mailbox", 0)
        self._carry(self._fetch, "Not fetched")

    @Slot()
    def open_parcel(self) -> None:
        """Open a parcel that was handed over as a file."""
        name, _ = QFileDialog.getOpenFileName(self._window_of.window(), "Open a parcel", str(Path.home()))
        if name:
            self.open_file(Path(name))

    def open_file(self, file: Path) -> None:
        """Open one parcel file."""
        try:
            raw = file.read_bytes() if file.stat().st_size <= _LARGEST else b""
        except OSError:
            self.said.emit([_attention("This file could not be read. Copy it to this laptop and try again.")])
            return
        self._carry(lambda: fetched_lines(self._desk.casebook.post.open_by_hand(raw)), "The parcel was not opened")

    def _send(self) -> list[Line]:
        wait = Wait(self._window_of, "Sending")
        try:
            return sent_lines(self._desk.casebook.post.send(self.mailbox, wait.going_on))
        finally:
            wait.over()

    def _fetch(self) -> list[Line]:
        wait = Wait(self._window_of, "Looking in the mailbox")
        try:
            return fetched_lines(self._desk.casebook.post.receive(self.mailbox, wait.going_on))
        finally:
            wait.over()

    def _carry(self, do: Callable[[], list[Line]], title: str) -> None:
        lines: list[Line] = []
        try:
            lines = do()
        except OutOfReach as problem:
            lines = [Line(f"{problem.happened} {problem.safe} {problem.todo}", "cloud-off", "ink2")]
        except Problem as problem:
            self.said.emit([])
            self._desk.ask_problem(problem, title=title)
        self.said.emit(lines)
        self.came.emit()

    @Slot(object)
    def _count(self, changed: Changed) -> None:
        if self._sending >= 0 and "outgoing" in changed.kinds:
            self._sending += 1
            self.moved.emit(self._sending)


class News(QWidget):
    """How the carrying goes, and what came of it; nothing at first."""

    def __init__(self, carrier: Carrier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Sending")
        self._bar.hide()
        self._doing = HintLine()
        self._doing.hide()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self._box.addWidget(self._doing)
        self._box.addWidget(self._bar)
        self._lines: list[HintLine] = []
        carrier.began.connect(self._begin)
        carrier.moved.connect(self._move)
        carrier.said.connect(self.say)
        self.hide()

    def words(self) -> str:
        """Return everything that is said."""
        return " ".join(line.text() for line in self._lines)

    @Slot(list)
    def say(self, lines: list[Line]) -> None:
        """Say what came of it."""
        self._clear()
        for one in lines:
            line = HintLine(one.words, icon=one.icon, tone=one.tone)
            self._lines.append(line)
            self._box.addWidget(line)
        self._bar.hide()
        self._doing.hide()
        self.setVisible(bool(lines))
        if lines:
            announce(self, self.words())

    @Slot(str, int)
    def _begin(self, doing: str, count: int) -> None:
        self._clear()
        self._bar.setRange(0, max(1, count))
        self._bar.setValue(0)
        self._bar.setVisible(count > 1)
        self._doing.set_words(f"{doing}, {counted(count, 'parcel')}" if count else doing)
        self._doing.show()
        self.show()
        _let_paint()

    @Slot(int)
    def _move(self, done: int) -> None:
        self._bar.setValue(done)
        self._doing.set_words(f"{done} of {self._bar.maximum()} sent")
        _let_paint()

    def _clear(self) -> None:
        for line in self._lines:
            self._box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines.clear()


def _parcels(number: int) -> str:
    return counted(number, "parcel")


def _attention(words: str) -> Line:
    return Line(words, "triangle-alert", "attn")


def _let_paint() -> None:
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
