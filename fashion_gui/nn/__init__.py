"""The network, from scratch in NumPy: layers, losses, optimizers, networks, inspection.

Begin with ``layers`` (what a layer computes), then ``architecture`` (layers in order) and
``network`` (a value: an architecture, one vector of parameters, the names of the classes).

>>> import numpy as np
>>> from fashion_gui.nn.architecture import Architecture
>>> from fashion_gui.nn.layers import Dense, Flatten, ReLU, Softmax
>>> from fashion_gui.nn.network import Network
>>> architecture = Architecture((Flatten(), Dense(16), ReLU(), Dense(2), Softmax()))
>>> parameters = architecture.initial_parameters(np.random.default_rng(0))
>>> network = Network(architecture, parameters, ("Coat", "Bag"))
>>> network.predict_proba(np.zeros((3, 28, 28), np.uint8)).shape
(3, 2)
"""
