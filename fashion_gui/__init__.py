"""Fashion GUI: watch a network in plain NumPy learn clothes, then draw some for it."""

__version__ = "0.1.0"
