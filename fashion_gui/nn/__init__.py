"""The network, from scratch in NumPy: layers, losses, optimizers, networks, inspection."""
