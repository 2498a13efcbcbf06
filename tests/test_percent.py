"""The one rule of rounding for what people read."""

import re
from pathlib import Path

import numpy as np
import pytest

import fashion_gui
from fashion_gui.percent import percent, percent_done, plain, probability


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "<1 %"),
        (0.004, "<1 %"),
        (0.006, "1 %"),
        (0.914, "91 %"),
        (0.994, "99 %"),
        (0.997, ">99 %"),
        (1.0, ">99 %"),
        (np.float32(0.99999999), ">99 %"),
    ],
)
def test_no_probability_is_impossible_or_certain(share: float, words: str) -> None:
    assert plain(probability(share)) == words


@pytest.mark.parametrize(
    ("share", "digits", "words"),
    [
        (0.9384, 2, "93.84 %"),
        (0.9384, 0, "94 %"),
        (1.0, 1, "100.0 %"),
        (0.99996, 1, ">99.9 %"),
        (0.997, 0, ">99 %"),
        (0.0, 1, "0.0 %"),
        (0.0004, 1, "<0.1 %"),
        (0.00001, 4, "0.0010 %"),
        (1.2, 0, "120 %"),
    ],
)
def test_a_share_is_all_or_nothing_only_where_that_is_exact(
    share: float, digits: int, words: str
) -> None:
    assert plain(percent(share, digits)) == words


def test_work_is_done_at_its_end_and_the_sign_stays_with_its_number() -> None:
    assert [plain(percent_done(done)) for done in (0, 0.999, 1)] == ["0 %", "99 %", "100 %"]
    for words in (percent(0.5), probability(0.5), percent_done(0.5)):
        assert words.endswith("\N{NO-BREAK SPACE}%")


def test_nothing_else_writes_a_share() -> None:
    root = Path(fashion_gui.__file__).parent
    written = re.compile(r"\{[^{}]*\b100 \*[^{}]*:[^{}]*f\}\W{0,20}%|\{[^{}]+:\+?\.\d%\}")
    assert [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in root.rglob("*.py")
        if path != root / "percent.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if written.search(line)
    ] == []
