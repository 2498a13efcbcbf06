"""What the pages of the packages show as examples works."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["nn", "training", "synthetic", "sketch", "explain"])
def test_the_example_of_a_package_works(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"fashion_gui.{name}"))
    assert result.attempted > 3
    assert not result.failed
