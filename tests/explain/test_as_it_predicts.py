"""A network as it predicts."""

import numpy as np
import pytest
from explained import EVERY_KIND, make_image

from fashion_gui.explain import as_it_predicts
from fashion_gui.nn.network import Network


@pytest.mark.parametrize("network", EVERY_KIND.values(), ids=list(EVERY_KIND))
def test_it_predicts_the_same_without_dropout(network: Network) -> None:
    plain, images = as_it_predicts(network), make_image()[np.newaxis]
    np.testing.assert_array_equal(plain.predict_proba(images), network.predict_proba(images))
    names = network.architecture.layer_names
    assert plain.architecture.layer_names == tuple(name for name in names if "dropout" not in name)
    assert (plain is network) == (not any("dropout" in name for name in names))
