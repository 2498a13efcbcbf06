"""Text of others is shown in one line, without what would move or turn it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_gui.foreign_text import shown

ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=400)


@given(ANYTHING, st.integers(10, 90))
def test_any_text_becomes_one_short_line_that_any_stream_takes(text: str, limit: int) -> None:
    line = shown(text, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert "\x1b" not in line
    line.encode()


@pytest.mark.parametrize("text", ["Coat, 91 %", "ネットワーク", "/home/ä ö/net.safetensors"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\u202e", "\u2066", "\ud800", "\u200f"])
def test_what_is_hidden_is_replaced(sign: str) -> None:
    assert shown(f"a{sign}b") == "a\ufffdb"


def test_lines_and_tabs_become_spaces() -> None:
    assert shown(" a\n\tb\r\nc ") == "a b c"


def test_the_start_and_the_end_of_a_long_text_stay() -> None:
    line = shown("file.txt: " + "x" * 100_000 + " found nothing.", 60)
    assert line.startswith("file.txt: ")
    assert line.endswith(" found nothing.")
    assert len(line) == 60
