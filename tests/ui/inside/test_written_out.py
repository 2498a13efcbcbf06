"""Derivations as text: all numbers, and links that lead on."""

import re
from dataclasses import replace

import numpy as np
from explained import EVERY_KIND, make_image

from fashion_gui.explain import LearningMath, Trace
from fashion_gui.explain.learning_math import WeightStep
from fashion_gui.ui.inside.written_out import (
    Ink,
    blocked_words,
    link_to,
    linked,
    number_words,
    place_words,
    step_words,
    written_out,
)

INK = Ink("#000001", "#000002", "#000003")
TRACE = Trace(EVERY_KIND["overlapping pools"], make_image())


def test_a_sum_shows_its_largest_terms_the_rest_the_bias_and_what_they_make() -> None:
    derivation = TRACE.derive("dense 2", (7,))
    html = written_out(derivation, "tanh 1", INK)
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    assert "value" in rows[0]
    assert "tanh&nbsp;1" in rows[0]
    rows = rows[1:]
    assert len(rows) == 6 + 1 + 1  # all units, the bias and the sum
    assert f"=&nbsp;{number_words(derivation.value)}" in rows[-1]
    assert html.count(INK.adds) + html.count(INK.takes) == 7
    for number, row in enumerate(rows[:6]):
        unit = linked(re.findall(r'href="(.*?)"', row)[0])
        assert unit[0] == "tanh 1"
        product = TRACE.outputs("tanh 1")[unit[1]]
        assert number_words(float(product)) in row, number
    products = re.findall(r"[+−]&nbsp;(\d+\.\d+)<", html)
    assert len(products) == 7
    assert len({len(product.partition(".")[2]) for product in products}) == 1, "of equal decimals"
    named = written_out(derivation, "tanh 1", INK, classes=[f"class {n}" for n in range(6)])
    assert f">class&nbsp;{unit[1][0]}</a>" in named
    many = written_out(TRACE.derive("dense 1", (2,)), "flatten 1", INK)
    assert re.search(r"[0-9,]+ others", many)
    assert many.count("href") == 8


def test_a_pool_and_a_function_link_to_what_they_took() -> None:
    pool = TRACE.derive("max pool 1", (3, 4, 5))
    (address,) = re.findall(r'href="(.*?)"', written_out(pool, "convolution 1", INK))
    layer, place = linked(address)
    assert TRACE.outputs(layer)[place] == pool.value
    tanh = TRACE.derive("tanh 1", (2,))
    (address,) = re.findall(r'href="(.*?)"', written_out(tanh, "batch norm 1", INK))
    assert linked(address) == ("batch norm 1", (2,))


def test_pixels_are_named_and_not_linked() -> None:
    html = written_out(TRACE.derive("convolution 1", (15, 15, 1)), None, INK)
    assert "href" not in html
    assert re.search(r"pixel in row \d+, column \d+", html)


def test_a_step_is_a_sentence_and_numbers_have_true_minus_signs() -> None:
    step = LearningMath(TRACE, 3).step("dense 2", "weights", (0, 7), 0.1)
    words = step_words(step, "Coat")
    change = number_words(-0.1 * step.gradient)
    assert f"{number_words(step.before)}, by {change}" in words
    assert number_words(-0.25) == "−0.25"
    assert number_words(float(np.float32(-0.0))) == "0"
    assert place_words((1, 2, 3)) == "map 3, row 1, column 2"
    assert linked(link_to("batch norm 2", (1, 2, 3))) == ("batch norm 2", (1, 2, 3))


def test_a_gradient_of_zero_is_explained_and_so_is_a_weight_that_learns_all_the_same() -> None:
    step = WeightStep("dense 1", "weights", (0, 0), 0.5, 0.25, 0.1)
    still = replace(step, gradient=0.0)
    for given, is_mirrored in ((None, False), (still, True)):
        assert blocked_words(given, is_mirrored=is_mirrored).endswith("in a pool.")
    words = blocked_words(step, is_mirrored=True)
    assert "Nothing comes back" in words
    assert "mirror image" in words
    assert "mirror image" not in blocked_words(step, is_mirrored=False)
    assert "learn all the same" in blocked_words(step, is_mirrored=False)
