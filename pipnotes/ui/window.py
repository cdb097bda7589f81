"""The one window of the program: it shows the unlock page, the first run or the work, and never says whose it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from pipnotes.paths import resource
from pipnotes.ui.preferences import Preferences

TITLE = "PipNotes"
SIZE = QSize(1366, 768)
SMALLEST = QSize(1180, 640)
# What a title bar and borders take on the systems in use.
FRAME = QSize(16, 48)


class Window(QMainWindow):
    """A title that names nobody, the keys that work everywhere, and whatever is put into it."""

    def __init__(self, preferences: Preferences, *, may_close: Callable[[], bool]) -> None:
        super().__init__()
        self._may_close = may_close
        self.setWindowTitle(TITLE)
        self.setWindowIcon(QIcon(str(resource("icons/pip.svg"))))
        room = self.screen().availableGeometry().size()
        self.setMinimumSize(SMALLEST.boundedTo(room))
        self.resize(SIZE.boundedTo(room))
        self.add_key("Light or dark", ["Ctrl+D"], preferences.turn_theme)
        self.add_key("Larger text", ["Ctrl++", "Ctrl+="], preferences.larger)
        self.add_key("Smaller text", ["Ctrl+-"], preferences.smaller)
        self.add_key("Usual text size", ["Ctrl+0"], preferences.usual_size)

    def add_key(self, words: str, keys: list[str], do: Callable[[], object]) -> QAction:
        """Bind keys that work on every page of this window."""
        action = QAction(words, self)
        action.setShortcuts([QKeySequence(each) for each in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(do)
        self.addAction(action)
        return action

    def put(self, content: QWidget) -> None:
        """Show this, and let go of what was shown before."""
        self.put_nothing()
        self.setCentralWidget(content)
        content.show()

    def put_nothing(self) -> None:
        """Show nothing at all, and let go of what was shown at once: the vault is closing."""
        before = self.takeCentralWidget()
        if before is not None:
            before.hide()
            before.deleteLater()

    def appear(self) -> None:
        """Show the window; on a small screen it fills it, since its frame would push the status line off the edge."""
        room = self.screen().availableGeometry().size()
        whole = SIZE + FRAME
        if room.width() < whole.width() or room.height() < whole.height():
            self.showMaximized()
        else:
            self.show()

    @Slot()
    def come_forward(self) -> None:
        """Come to the front, from behind other windows or from the task bar."""
        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close():
            event.accept()
        else:
            event.ignore()
