"""The most important figures of an evaluation."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.percent import SIGN, percent
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

_NO_BREAK = "\N{NO-BREAK SPACE}"


class Headline(QWidget):
    """Accuracy in large letters, and below it the interval, the loss and the calibration error.

    Attributes
    ----------
    accuracy, details
        The two labels.
    """

    def __init__(self) -> None:
        super().__init__()
        self.accuracy, self.details = QLabel(), WrappedLabel()
        self._figures: tuple[str, ...] = ()
        mark(self.accuracy, type="page-title")
        mark(self.details, type="caption")
        self.accuracy.setAccessibleDescription("Accuracy")
        self.accuracy.setToolTip(
            "The share of right predictions. For other images of the same kind it would be within "
            "the interval below 95 times in 100."
        )
        self.details.setToolTip(
            "Log loss: the mean cross-entropy of the true classes, whatever training minimized. "
            "Calibration error: how far confidence is from accuracy."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.accuracy)
        layout.addWidget(self.details)

    def show_answers(self, answers: Predictions | None) -> None:
        """Show the figures of predictions; None for nothing."""
        if answers is None:
            self.accuracy.setText("")
            self._figures = ()
        else:
            low, high = (100 * share for share in answers.report.accuracy_interval)
            self.accuracy.setText(f"Accuracy {percent(answers.report.accuracy, 2)}")
            self._figures = (
                f"{low:.1f} to {high:.1f}{SIGN}",
                f"log loss {answers.loss:.3f}",
                f"calibration error {percent(answers.reliability.calibration_error)}",
            )
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self._width_of(self._in_a_line()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of two lines also where there is one: the width must not follow."""
        return QSize(self._width_of(self._in_two_lines()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _in_a_line(self) -> str:
        return " · ".join(self._figures)

    def _in_two_lines(self) -> str:
        *others, last = self._figures or ("",)
        return f"{' · '.join(others)}\n{last}"

    def _width_of(self, details: str) -> int:
        widths = map(self.details.fontMetrics().horizontalAdvance, details.split("\n"))
        return max(self.accuracy.sizeHint().width(), *widths)

    def _fit(self) -> None:
        """Show the details in a line, or the last one below the others."""
        line = self._in_a_line()
        if self._figures and self.details.fontMetrics().horizontalAdvance(line) > self.width():
            line = self._in_two_lines()
        if (words := line.replace(" ", _NO_BREAK)) != self.details.text():
            self.details.setText(words)
