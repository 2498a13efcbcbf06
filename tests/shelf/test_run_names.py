"""Names of runs are names of folders on every system."""

import pytest

from fashion_gui.shelf.run_names import RunNameError, check_name, free_name


@pytest.mark.parametrize("name", ["mlp", "mlp 2", "größer", "靴", "rate=0.01, (a)", "x" * 80])
def test_plain_words_are_names(name: str) -> None:
    assert check_name(f" {name} ") == name


@pytest.mark.parametrize(
    "name",
    ["", "  ", ".", "..", ".hidden", "-x", "a/b", "a\\b", "a:b", "a\nb", "\u202eb", "a*", "x" * 81,
     "con", "NUL.txt", "end.", "\0"],
)  # fmt: skip
def test_what_no_folder_can_be_called_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(RunNameError) as caught:
        check_name(name)
    assert str(caught.value).endswith((".", "word."))
    assert "\n" not in str(caught.value)


def test_a_taken_name_gets_the_lowest_free_number() -> None:
    assert free_name("mlp", []) == "mlp"
    assert free_name("mlp", ["mlp", "mlp 2", "mlp 4"]) == "mlp 3"
