"""Words on the page: one label that keeps the type scale's line heights and may mix weights and tones.

    Text("Letter unsigned", role="label")
    Text([strong("Mabel"), quiet("9 months, Hartley and Mensah")])
    IconView("house", token="ink2", size=16)
    Label("&Passphrase", buddy=edit)

Plain text only, so that nothing a person typed is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from pipnotes.ui.theme import look

WIDEST = 16_000
SIZES_KEPT = 16


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words in one tone; `role` None takes the label's own type role."""

    text: str
    token: str | None = None
    weight: int | None = None
    role: str | None = None
    tnum: bool = False
    strike: bool = False
    underline: bool = False
    ground: str | None = None


def strong(text: str) -> Run:
    """Words that carry the line: names, titles."""
    return Run(text, weight=QFont.Weight.DemiBold)


def quiet(text: str) -> Run:
    """Words that stand back: ages, counts, places."""
    return Run(text, token="ink2")


def small(text: str) -> Run:
    """Words in the smallest type, standing back."""
    return Run(text, token="ink2", role="small")


def figures(text: str) -> Run:
    """Figures that line up."""
    return Run(text, tnum=True)


Words = str | Run | Sequence[Run | str]


class Text(QLabel):
    """A label of plain words in a type role, wrapped at its width and as tall as its lines.

    `Text(words, role="base", token="ink", align="left", wrap=True, tnum=False, elide=False)`; `set_words(words)`.
    `elide` is for second words on one line: they end in dots when there is no room, and the tooltip has them whole.
    """

    def __init__(
        self,
        words: Words = "",
        *,
        role: str = "base",
        token: str = "ink",
        align: str = "left",
        wrap: bool = True,
        tnum: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.elides = elide
        self.role = role
        self.token = token
        self.wraps = wrap
        self._align = {"left": Qt.AlignmentFlag.AlignLeft, "right": Qt.AlignmentFlag.AlignRight}.get(
            align, Qt.AlignmentFlag.AlignHCenter
        )
        self._tnum = tnum
        self._runs: list[Run] = []
        # Layouts ask for the same few sizes hundreds of times while a page is put together.
        self._sizes: dict[tuple[int, int, bool], tuple[int, int]] = {}
        self._longest: tuple[int, int] = (-1, 0)
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(wrap)
        if elide:
            self.wraps = False
            policy.setHeightForWidth(False)
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        self.setSizePolicy(policy)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Show other words; a list of runs is joined with single spaces."""
        runs = [words] if isinstance(words, str | Run) else list(words)
        self._runs = [run if isinstance(run, Run) else Run(run) for run in runs]
        self._sizes.clear()
        self._longest = (-1, 0)
        self.setText(" ".join(run.text for run in self._runs))
        self.updateGeometry()
        self.update()

    def set_tone(self, token: str) -> None:
        """Change the colour of words that name none of their own."""
        self.token = token
        self.update()

    def sizeHint(self) -> QSize:
        width = self._natural_width()
        if self.wraps:
            width = min(width, look().px(420))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        if self.elides:
            return QSize(0, self.sizeHint().height())
        if not self.wraps:
            return self.sizeHint()
        current = look()
        if self._longest[0] != current.edition:
            words = self.text().split()
            self._longest = (current.edition, max((self._measure(word) for word in words), default=0))
        return QSize(min(self._longest[1], current.px(120)), current.line(self.role))

    def hasHeightForWidth(self) -> bool:
        return self.wraps

    def heightForWidth(self, width: int) -> int:
        if not self.text():
            return look().line(self.role)
        return self._size_at(max(width, 1) if self.wraps else WIDEST)[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text():
            return
        layout, height = self._laid_out(
            self.width() if self.wraps or self._align != Qt.AlignmentFlag.AlignLeft else WIDEST
        )
        if self.elides and self._natural_width() > self.width():
            self._paint_elided()
            return
        painter = QPainter(self)
        painter.setPen(look().colour(self.token if self.isEnabled() else "ink3"))
        room = self.height() - height
        top = max(0, room // 2) if self.alignment() & Qt.AlignmentFlag.AlignVCenter and not self.wraps else 0
        layout.draw(painter, QPointF(0, top))

    def _paint_elided(self) -> None:
        current = look()
        font = current.font(self.role, tnum=self._tnum)
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(current.colour(self.token))
        words = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self._align | Qt.AlignmentFlag.AlignVCenter, words)
        self.setToolTip(self.text())

    def _spans(self) -> tuple[str, list[tuple[int, int, Run]], int]:
        mnemonic = -1
        text = ""
        spans = []
        for run in self._runs:
            words = run.text
            if self.buddy() is not None and "&" in words:
                mnemonic = len(text) + words.index("&")
                words = words.replace("&", "", 1)
            start = len(text)
            text += words + " "
            spans.append((start, len(words), run))
        return text[:-1], spans, mnemonic

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        current = look()
        text, spans, mnemonic = self._spans()
        layout = QTextLayout(text, current.font(self.role, tnum=self._tnum))
        option = QTextOption(self._align)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([self._format(*span) for span in spans] + self._underlined(mnemonic))
        height = current.line(self.role)
        top = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + max(0.0, (height - line.height()) / 2)))
            top += max(height, line.height())
        layout.endLayout()
        return layout, int(top + 0.5)

    def _format(self, start: int, length: int, run: Run) -> QTextLayout.FormatRange:
        current = look()
        span = QTextLayout.FormatRange()
        span.start, span.length = start, length
        style = QTextCharFormat()
        if run.role or run.weight or run.tnum:
            style.setFont(current.font(run.role or self.role, run.weight, tnum=run.tnum or self._tnum))
        if run.token and self.isEnabled():
            style.setForeground(current.colour(run.token))
        if run.ground:
            style.setBackground(current.colour(run.ground))
        if run.strike:
            style.setFontStrikeOut(True)
        if run.underline:
            style.setFontUnderline(True)
        span.format = style
        return span

    def _underlined(self, at: int) -> list[QTextLayout.FormatRange]:
        if at < 0:
            return []
        span = QTextLayout.FormatRange()
        span.start, span.length = at, 1
        style = QTextCharFormat()
        style.setFontUnderline(True)
        span.format = style
        return [span]

    def _natural_width(self) -> int:
        if not self.text():
            return 0
        return self._size_at(WIDEST)[0]

    def _size_at(self, width: int) -> tuple[int, int]:
        """Return how wide and how high the words are when they may be so wide; the look and the buddy change it too."""
        current = look()
        asked = (current.edition, width, self.buddy() is not None)
        if asked not in self._sizes:
            layout, height = self._laid_out(width)
            lines = [layout.lineAt(at).naturalTextWidth() for at in range(layout.lineCount())]
            size = (int(max(lines) + 1.99), height) if lines else (0, current.line(self.role))
            if len(self._sizes) >= SIZES_KEPT:
                self._sizes.clear()
            self._sizes[asked] = size
        return self._sizes[asked]

    def _measure(self, word: str) -> int:
        return int(QFontMetricsF(look().font(self.role)).horizontalAdvance(word) + 1.99)


class Label(Text):
    """The name of a field, with its Alt letter (`&`) and its buddy."""

    def __init__(self, words: str, *, buddy: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__("", role="label", wrap=True, parent=parent)
        if buddy is not None:
            self.setBuddy(buddy)
        self.set_words(words)


class IconView(QLabel):
    """A small picture from the icon set, tinted by a token and grown with the text; silent unless named."""

    def __init__(self, name: str, *, token: str = "ink", size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._token = token
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, token: str | None = None) -> None:
        """Show another icon, and in another colour if one is named."""
        self._name = name
        self._token = token or self._token
        self.update()

    def sizeHint(self) -> QSize:
        current = look()
        return QSize(
            current.px(self._size), max(current.px(self._size), current.line("base" if self._size > 15 else "small"))
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        size = current.px(self._size)
        painter = QPainter(self)
        top = (self.height() - size) // 2
        painter.drawPixmap(0, top, current.pixmap(self._name, self._token, size, self.devicePixelRatioF()))
