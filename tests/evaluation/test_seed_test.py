"""Whether recipes differ by more than their seeds, against SciPy."""

import numpy as np
import pytest
from scipy.stats import t as student
from scipy.stats import ttest_ind

from fashion_gui.evaluation.seed_test import compare_seeds, student_p_value

FIVE = [0.8812, 0.8790, 0.8835, 0.8801, 0.8822]
THREE = [0.8871, 0.8840, 0.8893]


@pytest.mark.parametrize("freedom", [1, 1.3, 2, 4.7, 8, 30, 400])
@pytest.mark.parametrize("t", [0.0, 0.1, 1.0, -2.5, 7.0, 60.0])
def test_the_p_value_of_t_is_scipys(t: float, freedom: float) -> None:
    expected = 2 * student.sf(abs(t), freedom)
    assert student_p_value(t, freedom) == pytest.approx(expected, rel=1e-5, abs=1e-12)


def test_two_groups_are_compared_by_welchs_test() -> None:
    found = compare_seeds(FIVE, THREE)
    assert found
    expected = ttest_ind(THREE, FIVE, equal_var=False)
    assert found.p_value == pytest.approx(expected.pvalue)
    assert found.difference == pytest.approx(np.mean(THREE) - np.mean(FIVE))
    assert found.is_welch


@pytest.mark.parametrize("turned", [False, True])
def test_a_single_run_is_compared_with_the_spread_of_the_others(turned: bool) -> None:
    groups = ([0.8871], FIVE) if turned else (FIVE, [0.8871])
    found = compare_seeds(*groups)
    assert found
    assert not found.is_welch
    # SciPy's pooled variance of a single value and five is that of the five.
    assert found.p_value == pytest.approx(ttest_ind(*groups, equal_var=True).pvalue)


def test_single_runs_do_not_show_what_seeds_do() -> None:
    assert compare_seeds([0.88], [0.89]) is None
    assert compare_seeds([], FIVE) is None


@pytest.mark.parametrize(("other", "p"), [(0.5, 1.0), (0.6, 0.0)])
def test_seeds_without_any_spread(other: float, p: float) -> None:
    found = compare_seeds([0.5, 0.5], [other, other])
    assert found
    assert found.p_value == p
