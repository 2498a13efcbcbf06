"""The page Evaluate in a window with nothing but the page that it opens."""

import pytest


@pytest.fixture
def pages() -> tuple[str, ...]:
    return ("Evaluate", "Browse")
