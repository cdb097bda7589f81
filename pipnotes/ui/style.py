"""The few things a style sheet cannot say: the focus ring, and ticks and dots drawn in the colours of the moment."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFocusFrame, QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget

RING_WIDTH = 2
RING_GAP = 2
RING_RADIUS = 9
INSIDE = 3


class Colours(Protocol):
    """What drawing needs of the theme in force, which dresses the application with these in turn."""

    scale: float

    def colour(self, token: str) -> QColor:
        """Return a token's colour."""

    def px(self, size: float) -> int:
        """Scale a length that belongs to type."""


class PipStyle(QProxyStyle):
    """Fusion, with PipNotes' tick boxes and dots, and room for the focus ring."""

    def __init__(self, look: Colours) -> None:
        super().__init__("Fusion")
        self._look = look

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric in (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin):
            return RING_WIDTH + RING_GAP
        if metric in (
            QStyle.PixelMetric.PM_IndicatorWidth,
            QStyle.PixelMetric.PM_IndicatorHeight,
            QStyle.PixelMetric.PM_ExclusiveIndicatorWidth,
            QStyle.PixelMetric.PM_ExclusiveIndicatorHeight,
        ):
            return self._look.px(18)
        if metric in (QStyle.PixelMetric.PM_CheckBoxLabelSpacing, QStyle.PixelMetric.PM_RadioButtonLabelSpacing):
            return 8
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        # Fusion would mask away the ring's middle, where rings drawn inside a text area lie.
        if hint in (QStyle.StyleHint.SH_ComboBox_Popup, QStyle.StyleHint.SH_FocusFrame_Mask):
            return 0
        return super().styleHint(hint, option, widget, returnData)

    def drawPrimitive(
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element == QStyle.PrimitiveElement.PE_FrameFocusRect:
            return
        if element == QStyle.PrimitiveElement.PE_IndicatorCheckBox:
            self._draw_tick_box(option, painter)
            return
        if element == QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            self._draw_dot(option, painter)
            return
        super().drawPrimitive(element, option, painter, widget)

    def _draw_tick_box(self, option: Any, painter: QPainter) -> None:
        look = self._look
        on = bool(option.state & QStyle.StateFlag.State_On)
        box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ready = bool(option.state & QStyle.StateFlag.State_Enabled)
        ground = ("primary" if ready else "ink3") if on else ("field" if ready else "sunk")
        painter.setPen(QPen(look.colour(ground if on else ("edge" if ready else "line")), 1))
        painter.setBrush(look.colour(ground))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            pen = QPen(look.colour("on_primary"), 2 * look.scale)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            unit = box.width() / 18
            points = [QPointF(4.6, 9.4), QPointF(7.6, 12.4), QPointF(13.6, 5.8)]
            painter.drawPolyline(QPolygonF([box.topLeft() + point * unit for point in points]))
        painter.restore()

    def _draw_dot(self, option: Any, painter: QPainter) -> None:
        look = self._look
        on = bool(option.state & QStyle.StateFlag.State_On)
        ready = bool(option.state & QStyle.StateFlag.State_Enabled)
        box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = ("primary" if ready else "ink3") if on else ("field" if ready else "sunk")
        painter.setPen(QPen(look.colour(ground if on else ("edge" if ready else "line")), 1))
        painter.setBrush(look.colour(ground))
        painter.drawEllipse(box)
        if on:
            painter.setBrush(look.colour("on_primary"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(box.center(), box.width() * 0.2, box.width() * 0.2)
        painter.restore()


class FocusRing(QFocusFrame):
    """The one focus ring: it follows the keyboard, so that it looks the same on every control.

    A widget may carry the property `ring`: "inside" draws it 3 px within (text areas, rows), "none" leaves it out
    (the widget draws its own), and "parent" puts it round the parent instead.
    """

    def __init__(self, look: Colours) -> None:
        super().__init__()
        self._look = look

    @Slot(QWidget, QWidget)
    def follow(self, _: QWidget | None, now: QWidget | None) -> None:
        """Move to the widget that has the focus, or go away with it."""
        target = now
        while target is not None and target.property("ring") == "parent":
            target = target.parentWidget()
        if target is None or target.isWindow() or target.property("ring") == "none":
            self.rest()
            return
        self.setWidget(target)

    @Slot()
    def rest(self) -> None:
        """Hide the ring and let go of its widget."""
        self.setWidget(None)  # type: ignore[arg-type]
        self.setParent(None)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        inside = self.widget() is not None and self.widget().property("ring") == "inside"
        inset = RING_WIDTH / 2 + (RING_WIDTH + RING_GAP + INSIDE - 1 if inside else 0)
        radius = RING_RADIUS - 3 if inside else RING_RADIUS
        stated = self.widget().property("ring_radius") if self.widget() is not None else None
        if stated is not None:
            radius = stated
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("focus"), RING_WIDTH))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
