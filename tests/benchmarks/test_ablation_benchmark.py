"""The benchmark of ablations measures answers to all images, of each changed network."""

import numpy as np
from explained import DENSE, make_image, make_network

from benchmarks import ablation
from fashion_gui.explain import switched_off


def test_each_change_answers_all_images() -> None:
    network = make_network(DENSE)
    images = np.stack([make_image(seed) for seed in range(5)])
    changes = ablation.changes(network, images)
    unchanged, off, noisy = (np.asarray(change()) for change in changes.values())
    assert list(changes)[1] == "a unit of ReLU 1 off"
    np.testing.assert_allclose(unchanged, network.predict_proba(images))
    expected = switched_off(network, "ReLU 1", [0]).predict_proba(images)
    np.testing.assert_allclose(off, expected, rtol=1e-5)
    assert np.abs(noisy - unchanged).max() > 1e-4
