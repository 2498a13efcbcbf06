"""Where the names of groups are written."""

import numpy as np
import pytest

from fashion_gui.ui.map.colouring import middle_of


@pytest.mark.parametrize("share", [0.3, 0.7])
def test_name_of_a_group_in_two_parts_is_in_the_larger_one(share: float) -> None:
    rng = np.random.default_rng(0)
    points = (0.05 * rng.standard_normal((400, 2))).astype(np.float32)
    is_left = np.arange(400) < 400 * share
    points[:, 0] += np.where(is_left, -1, 1)
    points[:, 1] += np.where(is_left, -1, 1)
    expected = -1 if share > 0.5 else 1
    np.testing.assert_allclose(middle_of(points), expected, atol=0.15)


def test_name_of_a_ring_is_on_it_and_of_a_cloud_in_its_middle() -> None:
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, 400)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)
    assert np.linalg.norm(middle_of(ring)) == pytest.approx(1, abs=0.15)
    cloud = 0.4 * rng.standard_normal((400, 2)).astype(np.float32)
    np.testing.assert_array_equal(middle_of(cloud), np.median(cloud, axis=0))
