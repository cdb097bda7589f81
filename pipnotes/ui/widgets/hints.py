"""Words beside things: a hint under a field, a banner in the page, the private panel, an empty place.

HintLine("First answer the 1 check on the left.", icon="circle-alert", tone="attn"); hint.set_words(...)
reason_line(button)                        a HintLine that says why a button is not ready
banner = Banner([strong("Backup didn't finish."), "Notes are safe."], tone="attention")   # or "info"
banner.add(Button(...)); banner.add_under(Flow([Button(...), Button(...)]))
panel = PrivatePanel("My reflection"); panel.add(widget); panel.add_to_heading(widget)
EmptyState("inbox", "Nothing waits here", "Summaries that ...", button)
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.text import IconView, Text, Words


class HintLine(QWidget):
    """A small line of words with an icon before it if one is named; it keeps its height when empty."""

    def __init__(
        self, words: Words = "", *, icon: str | None = None, tone: str = "ink2", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = IconView(icon or "info", token=tone, size=15)
        self._words = Text(words, role="small", token="ink2")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_words(words, icon=icon, tone=tone)

    def set_words(self, words: Words, *, icon: str | None = None, tone: str = "ink2") -> None:
        """Say something else; an icon in `attn` also darkens the words."""
        self._words.set_words(words)
        self._words.set_tone("ink" if icon and tone == "attn" else "ink2")
        self._icon.set_icon(icon or "info", tone)
        self._icon.setVisible(icon is not None)

    def text(self) -> str:
        """Return the words."""
        return self._words.text()

    @Slot(str)
    def set_reason(self, words: str) -> None:
        """Show why something is not ready, or nothing."""
        self.set_words(words, icon="circle-alert" if words else None, tone="attn")
        # In nothing yet, it will show with what it is put into; shown now, it would open as a window of its own.
        if not words or self.parentWidget() is not None:
            self.setVisible(bool(words))


def reason_line(button: Button) -> HintLine:
    """Return the line that goes under a button and says why it is not ready."""
    line = HintLine()
    line.set_reason(button.reason)
    button.reason_changed.connect(line.set_reason)
    return line


class Banner(QWidget):
    """A note in the page, with a bar at its left; tones: info, attention."""

    def __init__(
        self, words: Words, *, tone: str = "info", icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        shown = icon or ("triangle-alert" if tone == "attention" else "info")
        self._icon = IconView(shown, token="attn" if tone == "attention" else "primary", size=18)
        self._words = Text(words)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 12, 8)
        self._row.setSpacing(10)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._said = QVBoxLayout()
        self._said.setSpacing(8)
        self._said.addWidget(self._words)
        self._row.addLayout(self._said, 1)
        self._name_aloud()

    def set_words(self, words: Words) -> None:
        """Say something else."""
        self._words.set_words(words)
        self._name_aloud()

    def add(self, widget: QWidget) -> None:
        """Put a button at the right end."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_under(self, widget: QWidget) -> None:
        """Put something under the words, where large type leaves no room beside them."""
        self._said.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        attention = self._tone == "attention"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current.colour("attn_soft" if attention else "soft"))
        painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        painter.setBrush(current.colour("attn" if attention else "primary"))
        painter.setClipRect(QRectF(0, 0, 4, self.height()))
        painter.drawRoundedRect(QRectF(self.rect()), 5, 5)

    def _name_aloud(self) -> None:
        self.setAccessibleName(self._words.text())


class PrivatePanel(QWidget):
    """Where private words appear: always this dashed edge, this lock and these words."""

    def __init__(
        self, title: str = "My reflection", *, aside: str = "Private process note", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title}. {aside}")
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(IconView("lock", size=17))
        self._head.addWidget(Text(title, role="heading", wrap=False))
        self._head.addStretch(1)
        self._aside = Text(aside, role="small", token="ink2", wrap=False)
        self._head.addWidget(self._aside)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 10, 16, 12)
        self.body.setSpacing(6)
        self.body.addLayout(self._head)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a part in."""
        self.body.addWidget(widget, stretch)

    def add_to_heading(self, widget: QWidget) -> None:
        """Put a button or words at the right end of the heading."""
        self._head.addWidget(widget)

    def set_aside(self, words: str) -> None:
        """Change the quiet words of the heading."""
        self._aside.set_words(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(current.colour("edge"), 2)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(current.colour("sunk"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


class EmptyState(QWidget):
    """What is or will be here, and one next step."""

    def __init__(
        self,
        icon: str,
        title: str,
        words: Words = "",
        button: QWidget | None = None,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 28, 24, 28)
        box.setSpacing(6)
        box.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        box.addWidget(IconView(icon, token="primary", size=30), 0, middle)
        box.addSpacing(4)
        box.addWidget(Text(title, role="heading", align="centre"))
        self._words = Text(words, token="ink2", align="centre")
        box.addWidget(self._words)
        # Only now: what is shown before it stands in something opens as a window of its own.
        self._words.setVisible(bool(words))
        if button is not None:
            box.addSpacing(6)
            box.addWidget(button, 0, middle)
        box.addStretch(1)

    def set_words(self, words: Words) -> None:
        """Say something else of what is or will be here."""
        self._words.set_words(words)
        self._words.setVisible(bool(words))
