"""Templates: lines to trace that show what they are called."""

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES
from fashion_gui.files import model_file
from fashion_gui.sketch.fitting import fit_picture
from fashion_gui.sketch.operations import Brush, Stroke, render
from fashion_gui.sketch.templates import TEMPLATES


def test_every_class_has_a_template() -> None:
    assert tuple(TEMPLATES) == CLASS_NAMES


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_as_large_as_the_canvas_and_in_its_middle(name: str) -> None:
    points = np.concatenate([np.array(line) for line in TEMPLATES[name]])
    low, high = points.min(axis=0), points.max(axis=0)
    assert (high - low).max() == pytest.approx(24)
    assert (low + high) / 2 == pytest.approx((14, 14))


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_network_that_answers_at_first_recognises_what_was_traced(name: str) -> None:
    network = model_file.load(model_file.find(model_file.DEFAULT_MODEL)).network
    drawn = render([Stroke(Brush(2.0), line) for line in TEMPLATES[name]])
    probabilities = network.predict_proba(fit_picture(drawn)[np.newaxis])[0]
    assert CLASS_NAMES[int(probabilities.argmax())] == name
