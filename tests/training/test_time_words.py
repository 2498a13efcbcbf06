"""Times in words for people."""

from datetime import datetime

import pytest

from fashion_gui.training.time_words import about, end_of


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


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (20.0, "at about 18:13"),
        (400.0, "at about 18:19"),
        (4000.0, "at about 19:20"),
        (8 * 3600.0, "tomorrow at about 02:10"),
        (3 * 86400.0, "on Wednesday at about 18:00"),
        (9 * 86400.0, "on 2026-12-08"),
        (1e15, "after many years"),
    ],
)
def test_the_end_of_a_long_time_is_told_as_roughly_as_the_time(seconds: float, words: str) -> None:
    assert end_of(datetime(2026, 11, 29, 18, 12, 40), seconds) == words
