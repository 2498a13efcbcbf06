"""The one style sheet of all windows, made of tokens and sizes.

It knows kinds of widgets, and these properties (``mark``) of single ones:

* ``surface``: "card" for a frame around a group, "notice" for one around a message,
  "popup" for one over the window, "banner" for what is loud, "rail" for that of the pages;
* ``rank``: "primary" for the one filled button of a page, "secondary" for one as high beside it,
  "tool" for an icon as high, on a ground without an edge, "quiet" for a button without either,
  "square" for an icon in a row of boxes, "page" for one of the rail, "chip" for the network that
  answers, "thumbnail" for a small image, "card" for one of several of which one is chosen, "fold"
  for the heading of a group that can be folded;
* ``state``: "changed" for a label or a heading of what differs from its usual value;
* ``pointed``: "yes" for a label to which something has just led;
* ``tone``: "faint" for a label that says why there is nothing to say;
* ``align``: "left" for a button whose words begin at its left edge;
* ``type``: "caption", "card-title", "page-title" or "answer" for a label.

There is no rule for all widgets, so that what paints itself, as plots and images do, costs what it
did. The width of an edge never depends on the focus, so nothing moves with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from string import Template

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from fashion_gui.locations import ICONS
from fashion_gui.ui.theme import sizes
from fashion_gui.ui.theme.tokens import LIGHT, Tokens

_CONTROLS = (
    *("chevron-down", "chevron-up", "chevron-left", "chevron-right", "check"),
    *("chevron-down-off", "chevron-up-off"),
)
_TOOL_MORE = 3
"""Pixels that Qt adds to the height of a tool button with a style sheet; also to a spin box's."""
_WAITING = "waiting style sheet"
"""Property of the application: what ``styled_once`` will give the widgets at its end."""


def mark(widget: QWidget, **properties: str) -> None:
    """Give a widget one of the properties that the style sheet knows, also while it is shown."""
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            widget.style().unpolish(widget)
            widget.style().polish(widget)


def body_font(font: QFont) -> QFont:
    """Return the system's font as the window uses it: as large, but at least as ``BODY``."""
    body = QFont(font)
    larger = max(1.0, sizes.BODY / QFontInfo(font).pixelSize())
    body.setPointSizeF(QFontInfo(font).pointSizeF() * larger)
    return body


def text_scale() -> float:
    """Return how much larger all type is than the sizes say: as much as the program's font is."""
    return max(1.0, QFontInfo(QApplication.font()).pixelSize() / sizes.BODY)


def apply_style_sheet(tokens: Tokens) -> None:
    """Give all windows the style sheet of a scheme, in the size of the program's font.

    The one before is taken away first. When one is exchanged for another, Qt styles every widget
    again for each widget that it lies in: some ten times, instead of once.
    """
    application = _application()
    sheet = style_sheet(tokens, text_scale())
    if application.property(_WAITING) is not None:
        application.setProperty(_WAITING, sheet)
    elif sheet != application.styleSheet():
        _take_style_sheet_away(application)
        application.setStyleSheet(sheet)


@contextmanager
def styled_once() -> Iterator[None]:
    """Let widgets that are made within get their style together, at the end.

    With a style sheet Qt works out the style of a widget anew each time that it gets another
    parent, which takes most of the time of making a window.
    """
    application = _application()
    if application.property(_WAITING) is not None:  # the outer one will do it
        yield
        return
    application.setProperty(_WAITING, application.styleSheet())
    _take_style_sheet_away(application)
    try:
        yield
    finally:
        # Another scheme or text size may have been chosen within.
        sheet = application.property(_WAITING)
        application.setProperty(_WAITING, None)
        application.setStyleSheet(sheet)


def _take_style_sheet_away(application: QApplication) -> None:
    boxes = [widget for widget in application.allWidgets() if isinstance(widget, QComboBox)]
    deaf = _Deaf()
    for box in boxes:
        box.installEventFilter(deaf)
    application.setStyleSheet("")
    for box in boxes:
        box.removeEventFilter(deaf)
    for widget in application.allWidgets():
        # Qt leaves this on what was made but not shown yet, and then takes it for known to the next
        # sheet, which would not hear of its end: a later change of the sheet would crash.
        widget.setAttribute(Qt.WidgetAttribute.WA_StyleSheet, False)


class _Deaf(QObject):
    """Keeps from a box that its style has changed: it would make a delegate, and keep the old."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() is QEvent.Type.StyleChange


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application


def style_sheet(tokens: Tokens, scale: float = 1.0) -> str:
    """Return the style sheet of a scheme; type is `scale` times as large as ``sizes`` say."""
    scheme, other = ("light", "dark") if tokens is LIGHT else ("dark", "light")
    values = {name: getattr(tokens, name) for name in vars(tokens)}
    values |= {name.lower(): f"{px}px" for name, px in vars(sizes).items() if name.isupper()}
    values["edge_width"] = values["edge"]
    values["edge"] = tokens.edge
    for name in ("caption", "body", "card_title", "page_title", "answer"):
        values[name] = f"{round(getattr(sizes, name.upper()) * scale)}px"
    values |= {name: f"{px}px" for name, px in _sums(scale).items()}
    for name in _CONTROLS:
        values[name.replace("-", "_")] = _url(f"{name}-{scheme}")
    values["chevron_on_accent"] = _url(f"chevron-down-{other}")
    return _SHEET.substitute(values)


def _url(name: str) -> str:
    return f'url("{(ICONS / "controls" / f"{name}.svg").as_posix()}")'


def _sums(scale: float) -> dict[str, int]:
    """Return the sizes that follow from others, in pixels."""
    ring, edge = sizes.RING, sizes.EDGE
    control, primary = (round(scale * size) for size in (sizes.CONTROL, sizes.PRIMARY))
    heights = {
        "inside": control - 2 * ring,
        "inside_primary": primary - 6 * ring,
        "inside_secondary": primary - 2 * ring,
    }
    return {
        **heights,
        **{f"{name}_tool": height - _TOOL_MORE for name, height in heights.items()},
        "double_ring": 3 * ring,
        "padding_focused": sizes.SPACE_12 - ring + edge,
        "field_focused": sizes.SPACE_8 - ring + edge,
        "page_focused": sizes.SPACE_4 - ring + edge,
        "arrow": round(scale * sizes.SPACE_16),
        "tick": sizes.SPACE_16 - 2 * edge,  # Qt leaves room for no larger one
        "radio": round(scale * sizes.SPACE_8),
        "drop": round(scale * sizes.SPACE_24),
        "scroller": round(scale * 2 * sizes.SPACE_24),
        "handle": sizes.SPACE_12,
        "bar": sizes.SPACE_8,
        "bar_radius": sizes.SPACE_4,
    }


# A control's edge and the room inside it are as wide as the ring, with and without the focus.
_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: $edge_width solid $control_edge; }
QMenuBar { background: $window; border: none; }
QMenuBar::item { padding: $space_4 $space_8; background: transparent; border-radius: $space_4; }
QMenuBar::item:selected { background: $tint; }
QMenu {
    background: $card; color: $text; border: $edge_width solid $control_edge; padding: $space_4;
    icon-size: $arrow;
}
QMenu::item {
    padding: $space_4 $space_16 $space_4 $space_8; border: $edge_width solid transparent;
    border-radius: $space_4;
}
QMenu::item:selected { background: $tint; border-color: $accent; }
QMenu::item:disabled { color: $faint_text; }
QMenu::icon { padding-left: $space_8; }
QMenu::separator { height: $edge_width; background: $edge; margin: $space_4; }
QMenu::right-arrow { image: $chevron_right; width: $arrow; height: $arrow; }
QMenu::indicator {
    width: $arrow; height: $arrow; margin-left: $space_4; border: $edge_width solid $control_edge;
    border-radius: $space_4; background: $card;
}
QMenu::indicator:exclusive { border-radius: $radio; }
QMenu::indicator:checked { background: $accent; border-color: $accent; image: $check; }
QStatusBar::item { border: none; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QFrame[surface="card"] {
    background: $card; border: $edge_width solid $edge; border-radius: $card_radius;
}
QFrame[surface="popup"] {
    background: $card; border: $edge_width solid $control_edge; border-radius: $card_radius;
}
QFrame[surface="rail"] { background: $card; border: none; border-right: $edge_width solid $edge; }
QFrame[surface="banner"] {
    background: $tint; border: none; border-radius: $control_radius;
}
QFrame[surface="notice"] {
    background: $card; border: $edge_width solid $wrong; border-radius: $card_radius;
}
QLabel[type="caption"] { font-size: $caption; color: $faint_text; }
QLabel[type="card-title"] { font-size: $card_title; font-weight: 600; }
QLabel[type="page-title"] { font-size: $page_title; font-weight: 600; }
QLabel[type="answer"] { font-size: $answer; font-weight: 700; }
QLabel[tone="faint"] { color: $faint_text; }

QPushButton, QToolButton, QComboBox, QLineEdit, QAbstractSpinBox {
    background: $card; color: $text; min-height: $inside;
    border: $edge_width solid $control_edge; padding: $edge_width; border-radius: $control_radius;
}
QToolButton { min-height: $inside_tool; }
QToolButton[rank="square"] { min-width: $inside_tool; }
QTabBar QToolButton { border: none; background: $card; }
QTabBar::scroller { width: $scroller; }
QTabBar QToolButton::left-arrow { image: $chevron_left; width: $arrow; height: $arrow; }
QTabBar QToolButton::right-arrow { image: $chevron_right; width: $arrow; height: $arrow; }
QPushButton:hover, QToolButton:hover, QComboBox:hover { background: $raised; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {
    background: $tint; border-color: $accent;
}
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled, QLineEdit:disabled,
QAbstractSpinBox:disabled { color: $faint_text; border-color: $edge; background: $raised; }
QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus, QAbstractSpinBox:focus {
    border: $ring solid $accent; padding: 0px; outline: none;
}
QLineEdit[state="wrong"], QAbstractSpinBox[state="wrong"] { border-color: $wrong; }
QPushButton { padding-left: $space_8; padding-right: $space_8; icon-size: $arrow; }
QPushButton:focus { padding-left: $field_focused; padding-right: $field_focused; }
QPushButton[align="left"] { text-align: left; }
QLineEdit, QComboBox, QAbstractSpinBox { padding-left: $space_8; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { padding-left: $field_focused; }

QPushButton[rank="primary"], QToolButton[rank="primary"] {
    background: $accent; color: $on_accent; font-weight: 600; min-height: $inside_primary;
    border: none; padding: $double_ring $space_16;
}
QToolButton[rank="primary"] { min-height: $inside_primary_tool; }
QPushButton[rank="primary"]:hover, QToolButton[rank="primary"]:hover { background: $pressed; }
QPushButton[rank="primary"]:disabled, QToolButton[rank="primary"]:disabled {
    background: $track; color: $faint_text;
}
QPushButton[rank="primary"]:focus, QToolButton[rank="primary"]:focus {
    border: none; padding: $double_ring $space_16;
}
QPushButton[rank="secondary"], QToolButton[rank="secondary"], QPushButton[rank="tool"] {
    min-height: $inside_secondary;
}
QToolButton[rank="tool"] { min-height: $inside_secondary_tool; }
QPushButton[rank="tool"], QPushButton[rank="tool"]:focus { padding-left: 0px; padding-right: 0px; }
QPushButton[rank="tool"], QToolButton[rank="tool"] { background: $raised; border-color: $raised; }
QPushButton[rank="tool"]:hover, QToolButton[rank="tool"]:hover { border-color: $control_edge; }
QPushButton[rank="tool"]:disabled { background: $card; border-color: $card; }
QPushButton[rank="tool"]:focus, QToolButton[rank="tool"]:focus { border-color: $accent; }
QPushButton[rank="tool"]:checked { background: $tint; border-color: $accent; }
QPushButton[rank="tool"]:checked { border-bottom: $double_ring solid $accent; padding-bottom: 0px; }
QToolButton[rank="secondary"] { min-height: $inside_secondary_tool; }
QPushButton[rank="card"], QPushButton[rank="card"]:focus {
    border: $edge_width solid $edge; padding: 0px;
}
QPushButton[rank="card"]:hover { border-color: $control_edge; }
QPushButton[rank="card"]:checked, QPushButton[rank="card"]:checked:focus {
    background: $tint; border: $edge_width solid $accent;
}
QPushButton[rank="card"]:checked:disabled { border-color: $control_edge; }
QPushButton[rank="fold"], QPushButton[rank="fold"]:checked {
    background: transparent; border-color: transparent; text-align: left; font-weight: 600;
    padding-left: 0px;
}
QPushButton[rank="fold"]:hover { background: $raised; }
QPushButton[rank="fold"]:focus { border-color: $accent; padding-left: 0px; }
QPushButton[rank="fold"][state="changed"], QLabel[state="changed"] { color: $accent; }
QLabel[pointed="yes"] { background: $tint; border-radius: $space_4; }
QPushButton[rank="quiet"], QToolButton[rank="quiet"], QToolButton[autoRaise="true"] {
    background: transparent; border-color: transparent;
}
QPushButton[rank="quiet"]:hover, QToolButton[rank="quiet"]:hover,
QToolButton[autoRaise="true"]:hover { background: $raised; }
QPushButton[rank="quiet"]:checked, QToolButton[rank="quiet"]:checked {
    background: $tint; border-color: $accent;
}
QPushButton[rank="quiet"]:focus, QToolButton[rank="quiet"]:focus,
QToolButton[autoRaise="true"]:focus { border-color: $accent; }

QToolButton[rank="thumbnail"] { font-size: $caption; padding: $edge_width 0px; }
QToolButton[rank="thumbnail"]:focus { padding: 0px; border-color: $accent; }
QToolButton[rank="page"] {
    background: transparent; color: $faint_text; border-color: transparent;
    font-size: $caption; padding: $space_4 $edge_width;
}
QToolButton[rank="page"]:hover { background: $raised; }
QToolButton[rank="page"]:checked { background: $tint; color: $accent; font-weight: 600; }
QToolButton[rank="page"]:focus {
    border-color: $accent; padding: $page_focused 0px;
}
QComboBox[rank="chip"] {
    border-radius: $space_16; padding-left: $space_12; combobox-popup: 0;
}
QComboBox[rank="chip"]:focus { padding-left: $padding_focused; }
QToolButton[popupMode="2"] { padding-left: $space_8; padding-right: $drop; }
QToolButton::menu-indicator {
    image: $chevron_down; width: $arrow; height: $arrow;
    subcontrol-origin: border; subcontrol-position: center right; right: $space_8;
}
QToolButton[rank="primary"]::menu-indicator { image: $chevron_on_accent; }
QComboBox::drop-down { border: none; width: $drop; }
QComboBox::down-arrow { image: $chevron_down; width: $arrow; height: $arrow; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: $drop; border: none; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: $chevron_up; width: $arrow; height: $arrow; }
QAbstractSpinBox::down-arrow { image: $chevron_down; width: $arrow; height: $arrow; }
QAbstractSpinBox::up-arrow:off { image: $chevron_up_off; }
QAbstractSpinBox::down-arrow:off { image: $chevron_down_off; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractItemView QLineEdit,
QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus, QAbstractItemView QLineEdit:focus {
    border: none; padding: 0px $space_4; min-height: 0px; background: transparent;
}
QAbstractItemView QLineEdit:focus { background: $card; }

QCheckBox {
    spacing: $space_8; padding: $ring; border: $ring solid transparent;
    border-radius: $control_radius;
}
QCheckBox:focus { border-color: $accent; }
QCheckBox::indicator, QAbstractItemView::indicator {
    width: $arrow; height: $arrow; border: $edge_width solid $control_edge;
    border-radius: $space_4; background: $card;
}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
    background: $accent; border-color: $accent; image: $check;
}
QAbstractItemView::indicator { width: $tick; height: $tick; }
QCheckBox::indicator:disabled { background: $raised; border-color: $edge; }
QCheckBox::indicator:checked:disabled { background: $faint_text; border-color: $faint_text; }

QSlider { border: $ring solid transparent; border-radius: $control_radius; }
QSlider:focus { border-color: $accent; }
QSlider::groove:horizontal { height: $space_4; border-radius: $ring; background: $control_edge; }
QSlider::sub-page:horizontal { border-radius: $ring; background: $accent; }
QSlider::handle:horizontal {
    width: $handle; margin: -6px 0px; border: $ring solid $card; border-radius: $space_8;
    background: $accent;
}
QSlider::groove:horizontal:disabled, QSlider::sub-page:horizontal:disabled,
QSlider::handle:horizontal:disabled { background: $track; }

QTabWidget::pane { border: none; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: $faint_text; padding: $space_4 $space_8;
    border: $ring solid transparent;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { border: $ring solid $accent; }

QAbstractItemView, QTextBrowser { border: $ring solid transparent; background: $card; }
QAbstractItemView:focus, QTextBrowser:focus { border-color: $accent; }
QComboBox { combobox-popup: 0; qproperty-maxVisibleItems: 16; }
QComboBox QListView { qproperty-spacing: 3; }
QComboBox QAbstractItemView { border: $edge_width solid $control_edge; background: $card; }
QHeaderView { background: $card; border: none; }
QHeaderView { font-size: $caption; }
QHeaderView::section {
    background: $card; color: $faint_text; padding: $space_4;
    border: none; border-bottom: $edge_width solid $edge;
}
QHeaderView::down-arrow { image: $chevron_down; width: $arrow; subcontrol-position: center right; }
QHeaderView::up-arrow { image: $chevron_up; width: $arrow; subcontrol-position: center right; }

QProgressBar {
    border: none; border-radius: $bar_radius; background: $track;
    min-height: $bar; max-height: $bar;
}
QProgressBar::chunk { border-radius: $bar_radius; background: $accent; }

QScrollBar:vertical { background: transparent; width: $space_12; margin: 0px; }
QScrollBar:horizontal { background: transparent; height: $space_12; margin: 0px; }
QScrollBar::handle { background: $control_edge; border-radius: $space_4; margin: $ring; }
QScrollBar::handle:vertical { min-height: $space_32; }
QScrollBar::handle:horizontal { min-width: $space_32; }
QScrollBar::handle:hover { background: $faint_text; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")
