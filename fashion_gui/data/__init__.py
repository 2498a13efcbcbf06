"""The pictures: reading IDX files and the Fashion-MNIST data set."""

from fashion_gui.data.fashion_mnist import CLASS_NAMES, Dataset, Part, Split, load
from fashion_gui.data.idx import DataError

__all__ = ["CLASS_NAMES", "DataError", "Dataset", "Part", "Split", "load"]
