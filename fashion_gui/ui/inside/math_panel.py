"""One value written out: how it is computed, and the backward pass."""

from PySide6.QtCore import QEvent, QSize, QUrl, Signal, Slot
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.classes import Classes
from fashion_gui.ui.inside.tracer import Flow
from fashion_gui.ui.inside.unit_names import classes_of
from fashion_gui.ui.inside.written_out import (
    Ink,
    blocked_words,
    linked,
    number_words,
    place_words,
    step_words,
    unit_words,
    written_out,
)
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import CONTROL, RING_ROOM, SPACE_12
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.widgets.card import Card, level_with_controls
from fashion_gui.ui.widgets.elided_box import ElidedBox

_FORTH, _BACK = "Where it comes from", "The way back"
_N_LINES, _LEAST_LINES = 7, 2
_IDLE_LINES = 3
"""Of the longer text that is there before anything is written out."""
_NAME_LETTERS = 12
"""Of the class above the gradient."""
_EMPTY = "Click a value in a layer, or go there with the arrow keys and press Enter."
_EMPTY_BACK = (
    "Then this says how the value would have to change for the network to be surer of the class "
    "above: its gradient, which the network learns from."
)


class MathPanel(QWidget):
    """Shows the two derivations of a ``Flow`` beside each other."""

    chosen = Signal(str, object)
    """A link was followed: the name of a layer, and the position of a value in it."""
    label_chosen = Signal(int)
    """The target class of the backward pass."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow: Flow | None = None
        self.forward_card, self.backward_card = Card(_FORTH), Card(_BACK)
        self.forward, self.backward = _browser("Where the value comes from"), _browser("Gradient")
        self.forward.setToolTip(
            "The real numbers of this picture. They sum up to what the network computed. Follow a "
            "link to see where that value comes from."
        )
        self.backward.setToolTip(
            "How the loss would change with this value: the gradient, gathered from all that the "
            "value goes into. Learning takes every weight a little against its gradient."
        )
        self.labels = ElidedBox(_NAME_LETTERS)
        self.labels.setAccessibleName("The class it should be called")
        self.labels.setToolTip("The loss is about this class: what the picture should be called.")
        label = QLabel("&for")
        label.setBuddy(self.labels)
        self.backward_card.head.addWidget(label)
        self.backward_card.head.addWidget(self.labels)
        level_with_controls(self.forward_card)
        for card, browser in (
            (self.forward_card, self.forward),
            (self.backward_card, self.backward),
        ):
            card.add(browser, 1)
            browser.anchorClicked.connect(self._on_link)
        self.labels.activated.connect(self.label_chosen)
        row = self._row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        row.addWidget(self.forward_card, 1)
        row.addWidget(self.backward_card, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        self.show_flow(None)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is written out: it then says how to come to that, in a few lines."""
        return self._flow is None or self._flow.question.selected is None

    def set_stacked(self, is_stacked: bool) -> None:
        """Show the two below each other instead."""
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if is_stacked else direction.LeftToRight)
        n_lines = _N_LINES if is_stacked and not self.is_idle else _LEAST_LINES
        for browser in (self.forward, self.backward):
            browser.setMinimumHeight(n_lines * browser.fontMetrics().lineSpacing())

    def idle_height(self) -> int:
        """Return the height that it needs while nothing is written out."""
        margins, title = self.forward_card.body.contentsMargins(), scaled(CONTROL)
        n_lines = _LEAST_LINES if self.backward_card.isHidden() else _IDLE_LINES
        text = n_lines * self.forward.fontMetrics().lineSpacing() + 4 * RING_ROOM
        return margins.top() + title + self.forward_card.body.spacing() + text + margins.bottom()

    def set_class_names(self, names: Classes) -> None:
        """Offer other classes."""
        if [self.labels.itemText(i) for i in range(self.labels.count())] != list(names):
            self.labels.clear()
            self.labels.addItems(list(names))

    def show_flow(self, flow: Flow | None) -> None:
        """Write out the selected value of a flow."""
        self._flow = flow
        if flow:
            self.labels.setCurrentIndex(flow.label)
        if flow is None or self.is_idle:
            self.forward_card.title.setText(_FORTH)
            self.backward_card.title.setText(_BACK)
            self.forward.setHtml(_EMPTY)
            self.backward.setHtml(_EMPTY_BACK)
            return
        assert flow.question.selected
        layer, place = flow.question.selected
        names = flow.question.network.architecture.layer_names
        index = names.index(layer)
        ours = colours(self.palette())
        ink = Ink(ours.training.name(), ours.validation.name(), ours.faint_text.name())
        value = f" = {number_words(flow.forward.value)}" if flow.forward else ""
        # A title has no room for the place in a map.
        classes = classes_of(flow.question.network, layer)
        unit = classes[place[0]] if classes else unit_words(place)
        self.forward_card.title.setText(f"{layer}, {unit}{value}")
        gradient = f"Gradient {number_words(flow.backward.value)}" if flow.backward else _BACK
        self.backward_card.title.setText(gradient)
        forward, backward, is_blocked = flow.remark, "", False
        if flow.forward:
            given = names[index - 1] if index else None
            classes = classes_of(flow.question.network, given) if given else ()
            forward = written_out(flow.forward, given, ink, classes=classes)
            if len(place) > 1:
                forward = f"<p>At {place_words(place[:2])}:</p>{forward}"
        if flow.backward:
            following = names[index + 1] if index + 1 < len(names) else None
            classes = classes_of(flow.question.network, following) if following else ()
            backward = written_out(flow.backward, following, ink, "gradient", classes)
            is_blocked = flow.backward.value == 0
        elif flow.forward:
            backward = flow.remark
        if flow.step:
            class_name = flow.question.network.class_names[flow.label]
            backward += f"<p>{step_words(flow.step, class_name)}</p>"
        if is_blocked:
            is_mirrored = flow.question.network.architecture.mirrored
            backward = f"<p>{blocked_words(flow.step, is_mirrored=is_mirrored)}</p>{backward}"
        _show(self.forward, forward)
        _show(self.backward, backward)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.show_flow(self._flow)

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        self.chosen.emit(*linked(url.path(QUrl.ComponentFormattingOption.FullyDecoded)))


class _Text(QTextBrowser):
    """A text of a few lines: the layers above get the remaining height."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), _N_LINES * self.fontMetrics().lineSpacing())


def _browser(name: str) -> QTextBrowser:
    browser = _Text()
    browser.setOpenLinks(False)
    browser.setWordWrapMode(QTextOption.WrapMode.WordWrap)  # never within a name or a number
    browser.setAccessibleName(name)
    browser.document().setDocumentMargin(0)  # begins where the title does, but for the ring
    return browser


def _show(browser: QTextBrowser, html: str) -> None:
    """Show another text without changing the scroll position."""
    bar = browser.verticalScrollBar()
    position = bar.value()
    browser.setHtml(html)
    bar.setValue(position)
