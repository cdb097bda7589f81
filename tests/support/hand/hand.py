"""The hand and the eye of a test inside the real program: it presses keys, types, and says what stands on the screen.

It runs in a process that was started with ``python -m pipnotes`` and changes nothing of the program but two clocks,
and those only when asked: the wall clock (a lid that was closed) and the time until typed words are kept.
A request is one line of JSON, and so is its answer. What may open a dialog is answered before it is done, since a
dialog returns only when it is closed.
"""

from __future__ import annotations

import json
import os
import random
import socket
import stat
import time
from collections.abc import Iterator
from typing import Any

_real_time = time.time
_ahead = [0.0]
_titles: set[str] = set()
FIRST = ("press", "click", "go", "close")
WORDS = (
    "Mabel reached for the spoon and looked round for Leanne, who said “there you are”; café, naïve 👶 then a pause."
)


def begin(port: int) -> None:
    """Move the wall clock by hand from now on, and call the test as soon as there is a window."""
    time.time = lambda: _real_time() + _ahead[0]
    from pipnotes import app

    start = app.Program.start

    def started(program: Any, *words: Any, **named: Any) -> bool:
        answer = start(program, *words, **named)
        _listen(program, port)
        return answer

    app.Program.start = started
    if os.environ.get("PIPNOTES_LOCKED") == "visit":
        from pipnotes.ui import visiting

        begun = visiting.VisitProgram.start

        def shown(program: Any) -> None:
            begun(program)
            _listen(program, port)

        visiting.VisitProgram.start = shown


def _listen(program: Any, port: int) -> None:
    """Take the test's requests in the thread of the window, and nowhere else."""
    from PySide6.QtCore import QObject, QSocketNotifier, Slot

    line = socket.create_connection(("127.0.0.1", port))

    def reply(words: dict[str, Any]) -> None:
        line.sendall(json.dumps(words).encode() + b"\n")

    class Hand(QObject):
        def __init__(self) -> None:
            super().__init__(program)
            self.line = line
            self.notifier = QSocketNotifier(line.fileno(), QSocketNotifier.Type.Read, self)
            self.notifier.activated.connect(self.answer)

        @Slot()
        def answer(self) -> None:
            heard = b""
            while not heard.endswith(b"\n"):
                part = line.recv(65_536)
                if not part:
                    self.notifier.setEnabled(False)
                    return
                heard += part
            request = json.loads(heard)
            name = request.pop("do")
            if name in FIRST:
                reply({"ok": True})
                getattr(Doing, name)(**request)
                return
            try:
                told = {"ok": True, "told": getattr(Doing, name)(**request)}
            except Exception as error:  # noqa: BLE001 - the test has to hear of it, whatever it is
                told = {"ok": False, "told": repr(error)}
            reply(told)

    program.hand = Hand()
    reply({"ok": True, "pid": os.getpid()})


class Doing:
    """Everything that a test can ask for; all of it runs in the thread of the window."""

    @staticmethod
    def watch_titles() -> None:
        """Note every title that any window ever has, from now on."""
        from PySide6.QtCore import QEvent, QObject
        from PySide6.QtWidgets import QApplication, QWidget

        class Titles(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                kinds = (QEvent.Type.WindowTitleChange, QEvent.Type.Show)
                if event.type() in kinds and isinstance(watched, QWidget) and watched.isWindow():
                    _titles.add(watched.windowTitle())
                return False

        app = QApplication.instance()
        app.titles = Titles(app)
        app.installEventFilter(app.titles)

    @staticmethod
    def press(keys: str) -> None:
        """Press a key with its modifiers where the keyboard is."""
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        combination = QKeySequence(keys)[0]
        QTest.keyClick(_target(), combination.key(), combination.keyboardModifiers())

    @staticmethod
    def type(words: str) -> None:
        """Type words where the keyboard is, letter by letter."""
        for letter in words:
            _strike(_target(), letter)

    @staticmethod
    def paste(words: str) -> None:
        """Paste words where the keyboard is."""
        from PySide6.QtCore import QMimeData

        carried = QMimeData()
        carried.setText(words)
        _target().insertFromMimeData(carried)

    @staticmethod
    def click(words: str) -> None:
        """Press the button with these words, in the newest dialog if there is one."""
        _button(words).click()

    @staticmethod
    def go(page: str, subject: str = "") -> None:
        """Go to a page of the window."""
        _main().go(page, subject)

    @staticmethod
    def focus(name: str) -> None:
        """Put the keyboard into the field with this name."""
        field = next(f for f in _shown(_front()) if f.accessibleName() == name and f.focusProxy() is None)
        field.setFocus()

    @staticmethod
    def caret(at: int) -> None:
        """Put the caret somewhere in the field that has the keyboard."""
        _target().set_caret(at)

    @staticmethod
    def scroll(by: int) -> None:
        """Turn the wheel over what can be scrolled most."""
        bars = [area.verticalScrollBar() for area in _areas()]
        bar = max(bars, key=lambda each: each.maximum())
        bar.setValue(bar.value() + by)

    @staticmethod
    def sleep_for(seconds: float) -> None:
        """Let the clock on the wall go on, as while the lid is closed."""
        _ahead[0] += seconds

    @staticmethod
    def keep_within(milliseconds: int) -> None:
        """Change the time until typed words are kept."""
        from pipnotes.ui import keeping

        keeping.WITHIN_MS = milliseconds

    @staticmethod
    def unnamed_files() -> list[str]:
        """Return what stands in files that are open and have no name any more, where no search of a folder finds it."""
        found = []
        for number in range(3, 256):
            try:
                told = os.fstat(number)
                if stat.S_ISREG(told.st_mode) and told.st_nlink == 0:
                    found.append(repr(os.pread(number, 200, 0)))
            except OSError:
                continue
        return found

    @staticmethod
    def pages(most: int) -> None:
        """Let the vault's database have no more pages than so many, as when the disk is full."""
        raw = _main()._desk.casebook._ledger.vault._ledger.connection.raw
        raw.set_authorizer(None)
        raw.execute(f"PRAGMA max_page_count = {most}")

    @staticmethod
    def close() -> None:
        """Close the window, as with its cross."""
        _window().close()

    @staticmethod
    def look() -> dict[str, Any]:
        """Say what stands on the screen."""
        return _look()

    @staticmethod
    def write(side: str, seed: int, stay: bool = False, every: int = 12) -> None:
        """Type on and on into the parts of the note, and write down each letter and its moment before it is struck."""
        _Writer(side, seed, stay=stay, every=every)


class _Writer:
    """Types until the process ends; the side file outlives a kill, since the system has each line already."""

    def __init__(self, side: str, seed: int, *, stay: bool, every: int) -> None:
        from PySide6.QtCore import QTimer

        self._file = os.open(side, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._chance = random.Random(seed)
        self._stay = stay
        self._page = _main()._page()
        self._letters = self._endless()
        self._left = 0
        self._part = ""
        self._time_saves()
        self._timer = QTimer(self._page)
        self._timer.timeout.connect(self._strike)
        self._timer.start(every)

    def _strike(self) -> None:
        if self._left <= 0 and not (self._stay and self._part):
            self._part = self._chance.choice([part for part in self._page.draft.edits if part != self._part])
            edit = self._page.draft.edits[self._part]
            edit.setFocus()
            edit.set_caret(10**9)
            self._left = self._chance.randrange(20, 200)
        self._left -= 1
        letter = next(self._letters)
        self._note("key", time.monotonic(), self._part, letter)
        _strike(self._page.draft.edits[self._part], letter)

    def _endless(self) -> Iterator[str]:
        while True:
            yield from self._chance.sample(WORDS.split(), 5)[0]
            yield self._chance.choice("      \n")

    def _time_saves(self) -> None:
        keeper = self._page.draft.keeper
        keep = keeper._keep

        def timed() -> Any:
            self._note("begins", time.monotonic())
            moment = keep()
            self._note("ends", time.monotonic())
            return moment

        keeper._keep = timed

    def _note(self, *what: object) -> None:
        os.write(self._file, (json.dumps(what) + "\n").encode())


def _look() -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

    from pipnotes.ui.main_window import MainWindow
    from pipnotes.ui.pages.unlock import UnlockPage
    from pipnotes.ui.widgets.hints import Banner
    from pipnotes.ui.widgets.text import Text

    window = _window()
    content = window.centralWidget() if window else None
    front = _front()
    if front is not None and QApplication.activeWindow() is None:
        # A desktop gives the keyboard to the window behind a dialog that has gone; the offscreen platform does not.
        front.activateWindow()
    focus = QApplication.focusWidget()
    main = isinstance(content, MainWindow)
    words = ""
    if isinstance(focus, QTextEdit | QPlainTextEdit):
        words = focus.toPlainText()
    elif isinstance(focus, QLineEdit):
        words = focus.text()
    _titles.update(w.windowTitle() for w in QApplication.topLevelWidgets() if w.isVisible())
    return {
        "locked": isinstance(content, UnlockPage),
        "visiting": type(content).__name__ == "VisitPage",
        "resting": bool(getattr(content, "resting", False)),
        "page": type(content._page()).__name__ if main and content._now else "",
        "subject": content._subject if main else "",
        "mode": getattr(content._page(), "_mode", "") if main and content._now else "",
        "focus": focus.accessibleName() if focus else "",
        "kind": type(focus).__name__,
        "caret": focus.caret() if hasattr(focus, "caret") else -1,
        "words": words,
        "fields": [f.toPlainText() for f in _shown(front) if isinstance(f, QTextEdit | QPlainTextEdit)],
        "scroll": [area.verticalScrollBar().value() for area in _areas()] if main else [],
        "dialogs": [d.accessibleName() for d in _dialogs()],
        "said": " ".join(t.text() for t in _shown(front) if isinstance(t, Text)),
        "banners": [" ".join(t.text() for t in b.findChildren(Text)) for b in _shown(front) if isinstance(b, Banner)],
        "buttons": [b.text() for b in _buttons(front)],
        "titles": sorted(_titles),
    }


def _strike(field: Any, letter: str) -> None:
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    if letter == "\n":
        QTest.keyClick(field, Qt.Key.Key_Return)
    elif letter.isascii():
        QTest.keyClick(field, letter)
    else:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def _window() -> Any:
    from PySide6.QtWidgets import QApplication

    from pipnotes.ui.window import Window

    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, Window)), None)


def _main() -> Any:
    return _window().centralWidget()


def _dialogs() -> list[Any]:
    from PySide6.QtWidgets import QApplication, QDialog

    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def _front() -> Any:
    from PySide6.QtWidgets import QApplication

    return QApplication.activeModalWidget() or _window()


def _target() -> Any:
    from PySide6.QtWidgets import QApplication

    return QApplication.focusWidget() or _front()


def _shown(front: Any) -> list[Any]:
    from PySide6.QtWidgets import QWidget

    return [child for child in front.findChildren(QWidget) if child.isVisible()] if front else []


def _buttons(front: Any) -> list[Any]:
    from PySide6.QtWidgets import QAbstractButton

    return [child for child in _shown(front) if isinstance(child, QAbstractButton)]


def _button(words: str) -> Any:
    found = [b for b in _buttons(_front()) if words in (b.text().replace("&", ""), b.accessibleName())]
    if not found:
        raise LookupError(words)
    return found[-1]


def _areas() -> list[Any]:
    from PySide6.QtWidgets import QScrollArea

    return [area for area in _shown(_main()) if isinstance(area, QScrollArea)]
