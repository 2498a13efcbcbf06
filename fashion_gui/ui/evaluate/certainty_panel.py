"""Calibration: the plots, and a slider for the confidence under which the network abstains."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.percent import SIGN, percent
from fashion_gui.ui.theme.text_size import sized
from fashion_gui.ui.widgets.unit_slider import UnitSlider

if TYPE_CHECKING:
    from fashion_gui.ui.evaluate.certainty_plots import CoveragePlot, ReliabilityPlot

_DEFAULT_THRESHOLD = 70


class CertaintyPanel(QWidget):
    """The reliability and the coverage plot, one above the other."""

    opened = Signal(float, float, object)
    """Lowest and highest confidence, and whether right or wrong ones (None: both)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reliability: ReliabilityPlot | None = None
        self.coverage: CoveragePlot | None = None
        self._answers: Predictions | None = None
        self.slider = UnitSlider("Answer only if at least this sure", f"{{}}{SIGN}".format)
        self.slider.setRange(0, 99)
        self.slider.setValue(_DEFAULT_THRESHOLD)
        self.slider.setToolTip("Confidence below which the network abstains, to make fewer errors.")
        self.words = QLabel()
        self.words.setWordWrap(True)
        sized(
            self.words, lambda label: label.setMinimumHeight(2 * label.fontMetrics().lineSpacing())
        )
        self.wrong = QPushButton("Errors above threshold")
        self.wrong.setToolTip("See the errors with a confidence above the threshold.")
        self.silent = QPushButton("Abstained")
        self.silent.setToolTip("See the images on which it would abstain.")
        self._plots = QVBoxLayout()
        self._place = QLabel("The plots are being prepared …")
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._plots.addWidget(self._place)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.wrong)
        buttons.addWidget(self.silent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._plots, 1)
        layout.addWidget(self.slider)
        layout.addWidget(self.words)
        layout.addLayout(buttons)
        self.slider.valueChanged.connect(self._show_threshold)
        self.wrong.clicked.connect(self._open_wrong)
        self.silent.clicked.connect(self._open_silent)

    def load_plots(self) -> None:
        """Import the plotting library and show the plots."""
        from fashion_gui.ui.evaluate.certainty_plots import CoveragePlot, ReliabilityPlot

        if self.reliability is None:
            self._place.hide()
            self.reliability, self.coverage = ReliabilityPlot(), CoveragePlot()
            self._plots.addWidget(self.reliability)
            self._plots.addWidget(self.coverage)
            self.reliability.opened.connect(self._open_bin)
            if self._answers:
                self.show_answers(self._answers)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.reliability and self.coverage:
            # A plot of pyqtgraph does not follow the window's colours by itself.
            self.reliability.colour(self.palette())
            self.coverage.colour(self.palette())

    def show_answers(self, answers: Predictions) -> None:
        """Show the calibration of other predictions."""
        self._answers = answers
        if self.reliability and self.coverage:
            self.reliability.show_reliability(answers.reliability)
            self.coverage.show_coverage(answers.coverage)
        self._show_threshold()

    @Slot()
    def _show_threshold(self) -> None:
        if self._answers is None:
            return
        least = self.slider.value()
        share, accuracy = self._answers.coverage.at(least / 100)
        self.words.setText(
            f"When it answers only if at least {least}{SIGN} sure: {percent(share)} of the "
            f"images, {percent(accuracy)} of them right."
        )
        if self.coverage:
            self.coverage.show_threshold(share, accuracy)

    @Slot(float, float)
    def _open_bin(self, low: float, high: float) -> None:
        self.opened.emit(low, high, None)

    @Slot()
    def _open_wrong(self) -> None:
        self.opened.emit(self.slider.value() / 100, 1.0, False)

    @Slot()
    def _open_silent(self) -> None:
        self.opened.emit(0.0, self.slider.value() / 100, None)
