"""Pages about an evaluation, as a browser reads them, and answers to make them of."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.files.images import decode_picture, png_bytes
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layers import Dense, Flatten, Softmax
from fashion_gui.nn.network import Network
from fashion_gui.reports.html_report import html_report

_VOID = ("meta", "img", "col")


@dataclass
class Node:
    """An element of a page."""

    name: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    words: str = ""

    def all(self, name: str, class_: str | None = None) -> Iterator["Node"]:
        classes = (self.attributes.get("class") or "").split()
        if self.name == name and (class_ is None or class_ in classes):
            yield self
        for child in self.children:
            yield from child.all(name, class_)

    @property
    def text(self) -> str:
        return self.words + "".join(child.text for child in self.children)


class Page(HTMLParser):
    """Reads a page and fails where an element is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("page")
        self._open = [self.root]
        self.feed(text)
        self.close()
        assert len(self._open) == 1, f"never closed: {[node.name for node in self._open[1:]]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice: {attrs}"
        node = Node(tag, dict(attrs))
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self._open[-1].words += data


def predictions_of(
    dataset: Dataset, seed: int, part: Split = Split.TEST, n_wrong: int | None = None
) -> Predictions:
    """Return answers of which a third is wrong, or as many as are asked for."""
    rng = np.random.default_rng(seed)
    numbers = dataset.numbers(part)
    labels = dataset.labels[numbers.start : numbers.stop]
    n_wrong = len(labels) // 3 if n_wrong is None else n_wrong
    predicted = labels.copy()
    wrong = rng.permutation(len(labels))[:n_wrong]
    predicted[wrong] = (labels[wrong] + rng.integers(1, 4, n_wrong)) % 10
    sure = rng.uniform(0.3, 0.999, len(labels)).astype(np.float32)
    probabilities = np.repeat((1 - sure)[:, None] / 9, 10, axis=1)
    probabilities[np.arange(len(labels)), predicted] = sure
    architecture = Architecture((Flatten(), Dense(10), Softmax()))
    parameters = np.zeros(architecture.n_parameters, np.float32)
    network = Network(architecture, parameters, dataset.class_names)
    return Predictions.of(network, labels, probabilities, numbers.start)


def read(text: str) -> Node:
    return Page(text).root


def write(answers: Predictions, dataset: Dataset, **others: object) -> str:
    return html_report("mlp on test images", answers, dataset, png_bytes, **others)  # type: ignore[arg-type]


def pixels_in(image: Node) -> NDArray[np.uint8]:
    kind, content = (image.attributes["src"] or "").split(",")
    assert kind == "data:image/png;base64"
    decoded = b64decode(content, validate=True)
    assert decoded.startswith(b"\x89PNG")
    return decode_picture(decoded, "it").pixels[..., 0]


def matrix(page: Node, which: int = 0) -> list[list[Node]]:
    table = list(page.all("table", "matrix"))[which]
    (body,) = table.all("tbody")
    return [list(row.all("td"))[:10] for row in body.all("tr")]


def section(page: Node, heading: str) -> Node:
    (found,) = [s for s in page.all("section") if next(s.all("h2")).text == heading]
    return found
