import pytest

from benchmarks import pytorch
from fashion_gui.training.presets import RECIPES


@pytest.mark.parametrize("name", ["mlp", "convnet", "convnet-best"])
def test_pytorch_gets_the_same_layers(name):
    torch = pytest.importorskip("torch")
    architecture = RECIPES[name].architecture(10)
    network = pytorch.same_network(torch, architecture)
    learned = sum(values.numel() for values in network.parameters())
    seen = sum(values.numel() for key, values in network.named_buffers() if "running" in key)
    assert learned + seen == architecture.n_parameters
    X = torch.zeros((2, 1, 28, 28) if RECIPES[name].convolutions else (2, 784))
    assert network(X).shape == (2, 10)
