"""What the tests of model files share: a small network, and its file taken apart."""

import copy
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

from fashion_gui.files import model_file
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Softmax
from fashion_gui.nn.network import Network

CLASS_NAMES = ("coat", "Ärmel", "bag")
TRAINING = {"recipe": {"seed": 3, "learning_rate": 0.001}, "accuracy": [0.5, 0.75], "note": "é"}


def make_network(seed: int = 0) -> Network:
    architecture = Architecture(
        (Flatten(), Dense(4), ReLU(), Dropout(0.25), Dense(len(CLASS_NAMES)), Softmax())
    )
    rng = np.random.default_rng(seed)
    parameters = rng.normal(size=architecture.n_parameters).astype(np.float32)
    return Network(architecture, parameters, CLASS_NAMES)


class Parts:
    """A model file as its parts, to be changed and put together again."""

    def __init__(self, path: Path) -> None:
        content = path.read_bytes()
        (length,) = struct.unpack("<Q", content[:8])
        self.header: dict[str, Any] = json.loads(content[8 : 8 + length])
        self.values = content[8 + length :]

    @property
    def metadata(self) -> dict[str, str]:
        metadata: dict[str, str] = self.header["__metadata__"]
        return metadata

    def change_json(self, name: str, changes: Any) -> None:
        """Replace parts of the JSON that the metadata holds under a name."""
        values = json.loads(self.metadata[name])
        self.metadata[name] = json.dumps({**values, **changes})

    def change_layer(self, index: int, **changes: Any) -> None:
        layers = copy.deepcopy(json.loads(self.metadata["architecture"])["layers"])
        layers[index] = {**layers[index], **changes}
        self.change_json("architecture", {"layers": layers})

    def put_array(self, name: str, dtype: str, shape: list[int], n_bytes: int) -> None:
        """Describe all arrays anew, with zeros for values, one of them in a new way."""
        arrays = {key: value for key, value in self.header.items() if key != "__metadata__"}
        sizes = {key: np.diff(value["data_offsets"]).item() for key, value in arrays.items()}
        arrays[name], sizes[name] = {"dtype": dtype, "shape": shape}, n_bytes
        self.lay_out(arrays, sizes)

    def drop_array(self, name: str) -> None:
        arrays = {k: v for k, v in self.header.items() if k not in ("__metadata__", name)}
        sizes = {key: np.diff(value["data_offsets"]).item() for key, value in arrays.items()}
        self.header.pop(name)
        self.lay_out(arrays, sizes)

    def lay_out(self, arrays: dict[str, Any], sizes: dict[str, int]) -> None:
        start = 0
        for name, description in arrays.items():
            offsets = [start, start + sizes[name]]
            self.header[name] = {**description, "data_offsets": offsets}
            start = offsets[1]
        self.values = bytes(start)

    def together(self) -> bytes:
        header = json.dumps(self.header).encode()
        return struct.pack("<Q", len(header)) + header + self.values


def parts_of_a_file(folder: Path) -> Parts:
    path = folder / "whole.safetensors"
    model_file.save(path, make_network(), TRAINING)
    return Parts(path)
