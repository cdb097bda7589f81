"""Tables: hairlines across, figures that line up, and cells that may hold a tag or a small line of scores.

table = Table("Drafts", [Column("Draft", stretch=True), Column("Weeks", figures=True)])
table.set_rows([[Cell("Finn", strong=True), Cell("22")], [Cell("Otis"), Cell("5")]])
table.opened(row)  Enter or a double press;  table.chosen(row) when another row is selected;  table.row()
Cell(text, strong=False, quiet=False, link=False, tag=None, icon=None, spark=(), dot=False, aside="")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.spark import paint_spark

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, whether it takes the spare room, and whether it holds figures."""

    title: str
    stretch: bool = False
    figures: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows; `tag` is a tone (neutral, soft, attention) that draws the text as a tag."""

    text: str = ""
    strong: bool = False
    quiet: bool = False
    link: bool = False
    tag: str | None = None
    icon: str | None = None
    spark: tuple[float, ...] = ()
    dot: bool = False
    aside: str = ""

    def aloud(self) -> str:
        """Return the cell as it is read out."""
        if self.spark:
            return f"from {self.spark[0]:g} to {self.spark[-1]:g}"
        return ("unread, " if self.dot else "") + " ".join(part for part in (self.text, self.aside) if part)


class _Model(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.cells: list[list[Cell]] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.UserRole:
            return cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.aloud()
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].figures else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def fill(self, rows: Sequence[Sequence[Cell]]) -> None:
        self.beginResetModel()
        self.cells = [list(row) for row in rows]
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = list(columns)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell: Cell = index.data(Qt.ItemDataRole.UserRole)
        current = look()
        if cell.spark:
            return QSize(current.px(92) + 16, self._tall())
        width = QFontMetricsF(self._font(cell, index)).horizontalAdvance(cell.text)
        if cell.aside:
            width += 6 + QFontMetricsF(current.font("base")).horizontalAdvance(cell.aside)
        width += (current.px(15) + 6) * bool(cell.icon or cell.tag == "attention") + 16 * bool(cell.tag) + 14 * cell.dot
        return QSize(int(width) + (26 if index.column() == 0 else 18), self._tall())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        current = look()
        cell: Cell = index.data(Qt.ItemDataRole.UserRole)
        room = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, current.colour("soft"))
            if index.column() == 0:
                painter.fillRect(QRectF(room.x(), room.y(), 4, room.height()), current.colour("primary"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(room, current.colour("sunk"))
        painter.fillRect(QRectF(room.x(), room.bottom() - 1, room.width(), 1), current.colour("line"))
        self._paint_cell(painter, room.adjusted(16 if index.column() == 0 else 8, 0, -8, -1), cell, index)
        painter.restore()

    def _paint_cell(self, painter: QPainter, room: QRectF, cell: Cell, index: Index) -> None:
        current = look()
        if cell.spark:
            tall = current.px(24)
            line = QRectF(room.x(), room.center().y() - tall / 2, min(room.width(), current.px(92)), tall)
            paint_spark(painter, line, cell.spark)
            return
        if cell.tag:
            room = self._paint_tag(painter, room, cell)
        if cell.dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current.colour("primary"))
            painter.drawEllipse(QPointF(room.x() + 4, room.center().y()), 4, 4)
            room = room.adjusted(14, 0, 0, 0)
        icon = cell.icon or ("circle-alert" if cell.tag == "attention" else None)
        if icon:
            size = current.px(15)
            token = "attn" if cell.tag == "attention" else "ink"
            picture = current.pixmap(icon, token, size, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(room.x(), room.center().y() - size / 2), picture)
            room = room.adjusted(size + 6, 0, 0, 0)
        self._paint_words(painter, room, cell, index)

    def _paint_words(self, painter: QPainter, room: QRectF, cell: Cell, index: Index) -> None:
        current = look()
        font = self._font(cell, index)
        font.setUnderline(cell.link)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(current.colour("primary" if cell.link else "ink2" if cell.quiet else "ink"))
        column = self._columns[index.column()]
        side = Qt.AlignmentFlag.AlignRight if column.figures or cell.link else Qt.AlignmentFlag.AlignLeft
        words = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, words)
        if cell.aside and words == cell.text:
            rest = room.adjusted(metrics.horizontalAdvance(cell.text) + 6, 0, 0, 0)
            painter.setFont(current.font("base"))
            painter.setPen(current.colour("ink2"))
            aside = QFontMetricsF(current.font("base")).elidedText(
                cell.aside, Qt.TextElideMode.ElideRight, rest.width() + 1
            )
            painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, aside)

    def _paint_tag(self, painter: QPainter, room: QRectF, cell: Cell) -> QRectF:
        current = look()
        ground, edge = {"soft": ("soft", "soft"), "attention": ("attn_soft", "attn_soft")}.get(
            cell.tag or "", ("sunk", "line")
        )
        wide = QFontMetricsF(current.font("small")).horizontalAdvance(cell.text) + 16
        wide += (current.px(15) + 6) * bool(cell.icon or cell.tag == "attention")
        tall = max(current.px(24), current.line("small") + 4)
        box = QRectF(room.x() + 0.5, room.center().y() - tall / 2 + 0.5, min(wide, room.width()) - 1, tall - 1)
        painter.setPen(QPen(current.colour(edge), 1))
        painter.setBrush(current.colour(ground))
        painter.drawRoundedRect(box, 4, 4)
        return box.adjusted(8, 0, -7, 0)

    def _font(self, cell: Cell, index: Index) -> QFont:
        column = self._columns[index.column()]
        weight = QFont.Weight.DemiBold if cell.strong else QFont.Weight.Medium if cell.link else QFont.Weight.Normal
        return look().font("small" if cell.tag else "base", weight, tnum=column.figures)

    def _tall(self) -> int:
        return max(look().px(34), look().line("base") + 10)


class Table(QTableView):
    """Rows that are read, chosen with the arrows and opened with Enter; cells are not edited here."""

    opened = Signal(int)
    chosen = Signal(int)

    def __init__(self, name: str, columns: Sequence[Column], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(columns)
        self._model.setParent(self)
        self._painter = _Painter(columns, self)
        self._widths: dict[tuple[int, int], int] = {}
        self.setAccessibleName(name)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ring", "inside")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(24)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self.doubleClicked.connect(self._tell_opened)
        self._settle()

    def set_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show other rows; each has a cell for every column."""
        self._widths.clear()
        self._model.fill(rows)
        self._settle()

    def row(self) -> int:
        """Return the selected row, or -1."""
        return self.currentIndex().row()

    def set_row(self, row: int) -> None:
        """Select a row."""
        self.selectRow(row)

    def sizeHintForColumn(self, column: int) -> int:
        # The header asks for every column again whenever the look or the size changes, and each answer reads every row.
        asked = (look().edition, column)
        if asked not in self._widths:
            self._widths[asked] = super().sizeHintForColumn(column)
        return self._widths[asked]

    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(at) for at in range(self._model.rowCount()))
        return QSize(400, self.horizontalHeader().sizeHint().height() + rows + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, min(self.sizeHint().height(), look().px(110)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_painter"):
            self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.row() >= 0:
            self.opened.emit(self.row())
            return
        super().keyPressEvent(event)

    @Slot(QModelIndex, QModelIndex)
    def _tell_chosen(self, now: QModelIndex, _: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(now.row())

    @Slot(QModelIndex)
    def _tell_opened(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def _settle(self) -> None:
        header = self.horizontalHeader()
        for at, column in enumerate(self._model.columns):
            if column.stretch:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            elif column.width:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(at, look().px(column.width))
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setDefaultSectionSize(max(look().px(34), look().line("base") + 10))
        self.updateGeometry()
