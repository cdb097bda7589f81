"""What stands in open dialogs when the vault locks: it is kept inside the vault, since the dialogs have to go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def open_dialogs() -> list[QDialog]:
    """Return every dialog that is shown, the newest last: a dialog hangs on the one from which it was opened."""
    shown = [window for window in QApplication.topLevelWidgets() if isinstance(window, QDialog) and window.isVisible()]
    return sorted(shown, key=lambda dialog: (_depth(dialog), dialog.accessibleName()))


def typed_in(dialogs: Sequence[QWidget]) -> list[tuple[str, str]]:
    """Return what a person typed into these dialogs or pages, by the name of each field; passphrases stay out."""
    fields = [field for dialog in dialogs for field in dialog.findChildren(QWidget) if field.isVisible()]
    found = [(field.accessibleName() or "Your words", _text(field)) for field in fields]
    return [(name, text) for name, text in found if text.strip()]


def _depth(widget: QWidget) -> int:
    parent = widget.parentWidget()
    return 0 if parent is None else 1 + _depth(parent)


def _text(field: QWidget) -> str:
    if isinstance(field, QLineEdit):
        hidden = field.echoMode() != QLineEdit.EchoMode.Normal or _secret(field)
        return field.text() if field.isModified() and not field.isReadOnly() and not hidden else ""
    if isinstance(field, QTextEdit | QPlainTextEdit):
        return field.toPlainText() if field.document().isModified() and not field.isReadOnly() else ""
    return ""


def _secret(field: QLineEdit) -> bool:
    # A passphrase stays one while it is shown; recovery words open the vault as well.
    return bool(field.inputMethodHints() & Qt.InputMethodHint.ImhHiddenText)


class LockKey(QObject):
    """Ctrl+L from anywhere, over dialogs too, where a window's own shortcuts sleep; and letters still being composed.

    An input method holds such letters outside the text until they are chosen, so a lock has to choose them first.
    """

    pressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._composed = ""

    def put_down(self) -> None:
        """Put letters that are being composed into the text, as they stand."""
        QGuiApplication.inputMethod().commit()
        field = QApplication.focusWidget()
        if self._composed and field is not None:
            chosen = QInputMethodEvent()
            chosen.setCommitString(self._composed)
            QApplication.sendEvent(field, chosen)
        self._composed = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composed = event.preeditString()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and event.key() == Qt.Key.Key_L:
                self.pressed.emit()
                return True
        return False
