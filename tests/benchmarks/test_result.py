import json

import pytest

from benchmarks.result import Result

RESULT = Result(
    "Epoch, seconds",
    ("engine", "batch", "median", "ratio"),
    (("ours", 1024, 0.51234, None), ("it", 32, 123.456, 0.0049)),
    ("One thread.",),
)


def test_text_puts_words_left_and_numbers_right():
    assert RESULT.to_text().splitlines() == [
        "Epoch, seconds",
        "",
        "engine  batch  median  ratio",
        "------  -----  ------  -----",
        "ours    1,024   0.512      –",
        "it         32   123.5  0.005",
        "One thread.",
    ]


def test_markdown_is_a_heading_a_table_and_notes():
    assert RESULT.to_markdown().splitlines() == [
        "## Epoch, seconds",
        "",
        "| engine | batch | median | ratio |",
        "| --- | --: | --: | --: |",
        "| ours | 1,024 | 0.512 | – |",
        "| it | 32 | 123.5 | 0.005 |",
        "",
        "One thread.",
    ]


def test_json_names_every_cell_and_rounds_none():
    values = json.loads(json.dumps(RESULT.to_dict()))
    assert values["title"] == "Epoch, seconds"
    assert values["rows"][0] == {"engine": "ours", "batch": 1024, "median": 0.51234, "ratio": None}
    assert values["notes"] == ["One thread."]


@pytest.mark.parametrize("number", [0.0, -0.5, 1234567.8, 99.996])
def test_any_number_has_a_text(number):
    text = Result("t", ("a",), ((number,),)).to_text().splitlines()[-1]
    assert float(text.replace(",", "")) == pytest.approx(number, abs=0.5e-3, rel=1e-3)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="2 cells"):
        Result("t", ("a", "b"), ((1,),))


def test_an_empty_table_has_a_text():
    assert Result("t", ("a", "b"), ()).to_text().startswith("t\n\na  b")
