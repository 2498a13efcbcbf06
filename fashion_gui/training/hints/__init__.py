"""Hints: what a run's own measurements say about why it does not learn well."""

from fashion_gui.training.hints.measurements import Measurements
from fashion_gui.training.hints.start_rules import before_the_first_step
from fashion_gui.training.hints.watch import HintWatch, explanation

__all__ = ["HintWatch", "Measurements", "before_the_first_step", "explanation"]
