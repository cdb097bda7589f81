"""One place decides how everything looks, so that a page never names a colour, a size or a file.

`apply` sets the palette, the fonts and the one style sheet of the application; `look` hands widgets the colours,
fonts and icons of the moment. Spaces stay as they are at every text size: only type, icons and row heights grow.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from string import Template

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from pipnotes.paths import resource
from pipnotes.ui.style import FocusRing, PipStyle

FAMILY = "Atkinson Hyperlegible Next"
SCALES = (0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
NARROW_RAIL_FROM = 1.4
STACK_COLUMNS_FROM = 1.6

TYPE: dict[str, tuple[float, int, QFont.Weight]] = {
    "visit_name": (24, 36, QFont.Weight.DemiBold),
    "visit_text": (18, 36, QFont.Weight.Normal),
    "jot": (16, 32, QFont.Weight.Normal),
    "first_run": (18, 30, QFont.Weight.DemiBold),
    "page": (15, 26, QFont.Weight.DemiBold),
    "dialog": (14, 30, QFont.Weight.DemiBold),
    "family": (13, 24, QFont.Weight.DemiBold),
    "heading": (12, 22, QFont.Weight.DemiBold),
    "note": (12, 23, QFont.Weight.Normal),
    "base": (11, 20, QFont.Weight.Normal),
    "label": (11, 20, QFont.Weight.DemiBold),
    "small": (10, 18, QFont.Weight.Normal),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A named set of colours, and which of them each palette role takes."""

    name: str
    tokens: dict[str, str]
    palette: dict[str, str]

    @classmethod
    def load(cls, name: str) -> Theme:
        """Read `resources/themes/NAME.toml`."""
        with resource(f"themes/{name}.toml").open("rb") as file:
            data = tomllib.load(file)
        return cls(name=data["name"], tokens=data["tokens"], palette=data["palette"])


class Look(QObject):
    """The colours, type and icons in force; owned by the application, found with `look()`."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName("look")
        self.override: str | None = None
        self.theme = Theme.load("light")
        self.scale = 1.0
        # Counts the changes, so that what was measured under one look is not taken for true under the next.
        self.edition = 0
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._fonts: dict[tuple[str, bool, int], QFont] = {}
        for file in sorted(resource("fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
        # A style that is set asks every widget for its measures at once, and these ask for this very look.
        app.setProperty("pipnotes_look", self)
        self.style = PipStyle(self)
        app.setStyle(self.style)
        self.ring = FocusRing(self)
        app.focusChanged.connect(self._focus_moved)
        app.aboutToQuit.connect(self._quitting)
        app.styleHints().colorSchemeChanged.connect(self._system_theme_changed)

    def colour(self, token: str) -> QColor:
        """Return a token's colour, such as `ink` or `attn_soft`; a misspelt token is a KeyError."""
        return QColor(self.theme.tokens[token])

    def font(self, role: str = "base", weight: int | None = None, *, tnum: bool = False) -> QFont:
        """Return the font of a type role (see TYPE), at the text size in force; `tnum` lines figures up."""
        points, _, usual = TYPE[role]
        chosen = int(usual) if weight is None else weight
        key = (role, tnum, chosen)
        if key not in self._fonts:
            font = QFont(FAMILY)
            font.setPointSizeF(points * self.scale)
            font.setWeight(QFont.Weight(chosen))
            if tnum:
                font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = font
        return QFont(self._fonts[key])

    def line(self, role: str = "base") -> int:
        """Return the line height of a type role in pixels, never less than the font itself needs."""
        needed = QFontMetricsF(self.font(role)).height()
        return int(max(round(TYPE[role][1] * self.scale), needed + 0.99))

    def px(self, size: float) -> int:
        """Scale a length that belongs to type (an icon, a row), not to spacing."""
        return round(size * self.scale)

    def pixmap(self, name: str, token: str, size: int, ratio: float) -> QPixmap:
        """Return an icon drawn in one colour; `size` is in logical pixels, `ratio` the screen's."""
        key = (name, token, size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = _draw_icon(name, self.theme.tokens[token], size, ratio)
        return self._pixmaps[key]

    def set(self, theme: str | None, scale: float) -> None:
        """Put a theme (None follows the system) and a text scale (0.9 to 2.0) in force."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.override = theme
        name, scale = theme or _system_theme(app), min(max(scale, SCALES[0]), SCALES[-1])
        if self.edition and (name, scale) == (self.theme.name, self.scale):
            # Dressing every widget that there is takes long enough to be felt.
            return
        self.theme = Theme.load(name)
        self.scale = scale
        self.edition += 1
        self._pixmaps.clear()
        self._fonts.clear()
        app.setPalette(_palette(self.theme))
        app.setFont(self.font("base"))
        app.setStyleSheet(_sheet(self))
        self.changed.emit()

    @Slot(QWidget, QWidget)
    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        # The ring is a child of whatever page it is on, and goes when that page does.
        if not isValid(self.ring):
            self.ring = FocusRing(self)
        self.ring.follow(before, now)

    @Slot()
    def _quitting(self) -> None:
        if isValid(self.ring):
            self.ring.rest()

    @Slot()
    def _system_theme_changed(self) -> None:
        if self.override is None:
            self.set(None, self.scale)


def apply(app: QApplication, theme: str | None = None, scale: float = 1.0) -> Look:
    """Dress the application; `theme` is "light", "dark" or None for the system's own. Safe to call again."""
    found = look(app)
    found.set(theme, scale)
    return found


def look(app: QApplication | None = None) -> Look:
    """Return the look of the running application, making a light one if none has been applied yet."""
    owner = app or QApplication.instance()
    assert isinstance(owner, QApplication), "widgets need a QApplication"
    found = owner.property("pipnotes_look")
    if not isinstance(found, Look):
        found = Look(owner)
        found.set("light", 1.0)
    return found


def tnum(font: QFont) -> QFont:
    """Return a copy of a font whose figures line up, for times, scores and tables."""
    lined = QFont(font)
    lined.setFeature(QFont.Tag("tnum"), 1)
    return lined


def _system_theme(app: QApplication) -> str:
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for name, token in theme.palette.items():
        role = getattr(QPalette.ColorRole, "".join(part.capitalize() for part in name.split("_")))
        palette.setColor(role, QColor(theme.tokens[token]))
    faded = QColor(theme.tokens["ink3"])
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return palette


def _sheet(current: Look) -> str:
    text = resource("style.qss").read_text(encoding="utf-8")
    values = dict(current.theme.tokens)
    values["family"] = FAMILY
    values.update({f"pt_{role}": f"{points * current.scale:g}pt" for role, (points, _, _) in TYPE.items()})
    values.update({f"px_{size}": f"{current.px(size)}px" for size in range(1, 64)})
    return Template(text).substitute(values)


def _draw_icon(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    source = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture
