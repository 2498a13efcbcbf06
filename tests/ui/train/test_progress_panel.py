"""Figures of a run, in words for people."""

import pytest

from fashion_gui.ui.train.progress_panel import about


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "a few seconds"),
        (2.4, "a few seconds"),
        (4.0, "about 5 seconds"),
        (11.9, "about 10 seconds"),
        (57.0, "about 55 seconds"),
        (58.0, "about 1 minute"),
        (89.0, "about 1 minute"),
        (91.0, "about 2 minutes"),
        (240.0, "about 4 minutes"),
        (599.0, "about 10 minutes"),
        (750.0, "about 10 minutes"),
        (2000.0, "about 35 minutes"),
        (3590.0, "about 1 hour"),
        (4700.0, "about 1 hour 20 minutes"),
        (10 * 3600.0, "about 10 hours"),
        (100_000.0, "about 28 hours"),
        (172_000.0, "about 2 days"),
        (1e9, "about 11,574 days"),
    ],
)
def test_a_long_time_is_told_as_roughly_as_it_is_known(seconds: float, words: str) -> None:
    assert about(seconds) == words
