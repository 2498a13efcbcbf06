"""The page Train in a window without the other pages."""

import pytest


@pytest.fixture
def pages() -> tuple[str, ...]:
    return ("Train",)


@pytest.fixture
def has_plots() -> bool:
    """Modules and tests that look at the plots override this."""
    return False
