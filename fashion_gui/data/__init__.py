"""The pictures: data sets of images with labels, and where they are read from."""

from fashion_gui.classes import CLASS_NAMES
from fashion_gui.data.dataset import Dataset, Split, Subset
from fashion_gui.data.idx import DataError
from fashion_gui.data.loading import load
from fashion_gui.data.split_plan import SplitPlan

__all__ = ["CLASS_NAMES", "DataError", "Dataset", "Split", "SplitPlan", "Subset", "load"]
