"""Colours that everybody can read and tell apart, written down in one place."""

import itertools
import re
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPalette

import fashion_gui.ui
from fashion_gui.ui.theme.contrast import contrast, readable_on
from fashion_gui.ui.theme.palette import colours, palette_of
from fashion_gui.ui.theme.tokens import DARK, LIGHT, Tokens

TEXT, MARK = 4.5, 3.0
GROUNDS = ("window", "card", "raised")
both_schemes = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", 2009: no red, no green and no blue cones, for linear RGB.
BLINDNESS = {
    "protan": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deutan": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "tritan": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}
NOT_BLIND = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def seen(colour: str, matrix: list[list[float]]) -> NDArray[np.float64]:
    """Return how a colour looks without some cones, in CIE L*a*b*."""
    encoded = np.array(QColor(colour).getRgbF()[:3])
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(XYZ @ np.clip(matrix @ linear, 1e-6, 1) / (0.9505, 1.0, 1.089))
    return np.array((116 * y - 16, 500 * (x - y), 200 * (y - z)))


@both_schemes
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_is_readable_on_every_ground(tokens: Tokens, ground: str) -> None:
    on = QColor(getattr(tokens, ground))
    for name in ("text", "faint_text", "accent", "wrong"):
        assert contrast(QColor(getattr(tokens, name)), on) >= TEXT, name
    assert contrast(QColor(tokens.validation), on) >= MARK
    assert contrast(QColor(tokens.on_accent), QColor(tokens.accent)) >= TEXT


@both_schemes
def test_every_colour_is_on_trial(tokens: Tokens) -> None:
    decoration = {"bar", "track", "edge"}
    tried = {*GROUNDS, "text", "faint_text", "accent", "wrong", "validation", "on_accent"}
    tried |= {"control_edge", "pressed", "tint", "classes", "runs"}
    assert {field.name for field in fields(tokens)} == tried | decoration


@both_schemes
@pytest.mark.parametrize("kind", BLINDNESS)
def test_colour_blind_people_tell_the_meanings_apart(tokens: Tokens, kind: str) -> None:
    for pair in (("accent", "validation"), ("accent", "wrong"), ("accent", "bar")):
        first, second = (seen(getattr(tokens, name), BLINDNESS[kind]) for name in pair)
        assert np.linalg.norm(first - second) >= 20, pair


@both_schemes
def test_marks_of_classes_are_seen_on_a_card_and_told_apart_by_everybody(tokens: Tokens) -> None:
    for colour in tokens.classes:
        assert contrast(QColor(colour), QColor(tokens.card)) >= MARK
    for matrix in (NOT_BLIND, *BLINDNESS.values()):
        marks = [seen(colour, matrix) for colour in tokens.classes]
        for one, other in itertools.combinations(marks, 2):
            assert np.linalg.norm(one - other) >= 10


@both_schemes
def test_curves_of_other_runs_are_read_and_told_from_the_own_two_by_everybody(
    tokens: Tokens,
) -> None:
    own = tokens.accent, tokens.validation
    for colour in tokens.runs:
        assert contrast(QColor(colour), QColor(tokens.card)) >= TEXT, colour
    for matrix in (NOT_BLIND, *BLINDNESS.values()):
        marks = [seen(colour, matrix) for colour in (*own, *tokens.runs)]
        for one, other in itertools.combinations(marks, 2):
            assert np.linalg.norm(one - other) >= 15
    for run, one in itertools.product(tokens.runs, own):
        assert np.linalg.norm(seen(run, NOT_BLIND) - seen(one, NOT_BLIND)) >= 40, (run, one)


@both_schemes
def test_qt_paints_readable_text_in_every_state(tokens: Tokens) -> None:
    palette, role = palette_of(tokens), QPalette.ColorRole
    groups = (
        QPalette.ColorGroup.Active,
        QPalette.ColorGroup.Inactive,
        QPalette.ColorGroup.Disabled,
    )
    pairs = (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.ToolTipText, role.ToolTipBase),
        (role.PlaceholderText, role.Base),
        (role.Link, role.Window),
        (role.HighlightedText, role.Highlight),
    )
    for group, (ink, ground) in itertools.product(groups, pairs):
        assert contrast(palette.color(group, ink), palette.color(group, ground)) >= TEXT, ink


@both_schemes
def test_edges_rings_and_boxes_are_seen_on_every_ground(tokens: Tokens) -> None:
    for ground in (*GROUNDS, "tint"):
        for name in ("control_edge", "accent"):
            assert contrast(QColor(getattr(tokens, name)), QColor(getattr(tokens, ground))) >= MARK


@both_schemes
def test_what_is_pressed_chosen_or_locked_stays_readable(tokens: Tokens) -> None:
    for ink, ground in (
        ("on_accent", "pressed"),
        ("text", "tint"),
        ("accent", "tint"),
        ("faint_text", "track"),
    ):
        assert contrast(QColor(getattr(tokens, ink)), QColor(getattr(tokens, ground))) >= TEXT, ink


@both_schemes
def test_the_palette_brings_the_meanings_of_its_scheme(tokens: Tokens) -> None:
    shades = colours(palette_of(tokens))
    assert shades.training == QColor(tokens.accent)
    assert shades.wrong == QColor(tokens.wrong)


def test_contrast_is_the_one_of_the_guidelines() -> None:
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)
    assert readable_on(QColor("yellow")) == QColor("black")
    assert readable_on(QColor("navy")) == QColor("white")


def test_no_colour_is_written_down_outside_the_theme() -> None:
    written = re.compile(r"""["']#[0-9a-fA-F]{3,8}["']|QColor\(\d|QColor\(["']|rgba?\(""")
    root = Path(fashion_gui.ui.__file__).parent
    assert [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in root.rglob("*.py")
        if path.parent.name != "theme"
        for line in path.read_text(encoding="utf-8").splitlines()
        if written.search(line)
    ] == []
