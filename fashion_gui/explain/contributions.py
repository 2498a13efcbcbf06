"""Contributions: which units a value comes from most, from layer to layer back to the picture."""

from dataclasses import dataclass

import numpy as np

from fashion_gui.explain.derivations import WeightedSum
from fashion_gui.explain.explanation import region_of
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.explain.trace import Trace
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.layers import Dense, Dropout, Flatten

N_LINKS = 3
"""Default number of contributions that are followed from each unit."""
_N_UNITS = 4
"""Most units of a layer from which it goes on."""


@dataclass(frozen=True)
class Link:
    """What one unit contributes to another one: its activation, times the weight between them.

    Attributes
    ----------
    source, source_unit
        Name of the layer that a dense layer reads, and the unit in it.
    layer, unit
        Name of the dense layer, and the unit in it.
    value, weight
        The activation, and the weight.
    share
        Share of the start's value that goes this way, from 0 to 1, by absolute contributions.
    """

    source: str
    source_unit: int
    layer: str
    unit: int
    value: float
    weight: float
    share: float

    @property
    def product(self) -> float:
        """The contribution."""
        return self.value * self.weight


@dataclass(frozen=True, eq=False)
class Contributions:
    """The strongest contributions to a unit, backwards as far as dense layers go.

    Attributes
    ----------
    layer, unit
        The dense layer and the unit in it, where they start.
    value
        What it gives.
    links
        For each dense layer, from the last to the first, its links, the strongest first.
    passed
        Pairs of layers between which units are only activated, normalized or kept, from the last to
        the first, and which units: ``(before, after, units)``.
    region
        Where in the picture that is, such as "bottom left", which speaks most for the units of the
        first layer; "" if the first of these layers does not read the picture.
    """

    layer: str
    unit: int
    value: float
    links: tuple[tuple[Link, ...], ...]
    passed: tuple[tuple[str, str, tuple[int, ...]], ...]
    region: str = ""

    @property
    def units(self) -> dict[str, tuple[int, ...]]:
        """The units that are linked, by the names of their layers, the strongest first."""
        found: dict[str, dict[int, None]] = {}
        for before, after, units in self.passed:
            for layer in (before, after):
                found.setdefault(layer, {}).update(dict.fromkeys(units))
        for link in (link for links in self.links for link in links):
            found.setdefault(link.layer, {})[link.unit] = None
            found.setdefault(link.source, {})[link.source_unit] = None
        return {layer: tuple(units) for layer, units in found.items()}


def contributions(
    trace: Trace, layer: str, unit: int, n_links: int = N_LINKS, view: int = 0
) -> Contributions:
    """Follow the strongest contributions to a unit, from layer to layer.

    A contribution is an activation times the weight by which it is read. Of each unit the largest
    are followed, by their absolute values, as far back as layers are dense.

    Parameters
    ----------
    trace
        Trace of the image.
    layer, unit
        A unit of a row: of a dense layer, or of what follows it and keeps its units.
    n_links
        Number of contributions that are followed from each unit.
    view
        1 for the mirror image, in a mirrored network.

    Raises
    ------
    NotOfferedError
        When the layer does not follow a dense one.
    ValueError
        When there is no such layer or unit.
    """
    architecture = trace.network.architecture
    names, layers = architecture.layer_names, architecture.layers
    index = architecture.layer_index(layer)
    passed: list[tuple[str, str, tuple[int, ...]]] = []

    def dense_before(index: int, units: tuple[int, ...]) -> int | None:
        """Go back to the dense layer whose units a layer keeps; note what is passed."""
        first = index
        while not isinstance(layers[first], Dense):
            if first == 0 or isinstance(layers[first], Flatten):
                return None
            if architecture.shapes[first] != architecture.shapes[first + 1]:
                return None
            first -= 1
        passed.extend((names[i - 1], names[i], units) for i in range(index, first, -1))
        return first

    found = dense_before(index, (unit,))
    if found is None:
        raise NotOfferedError(f"{layer} has no dense layer before it: no unit contributes to it.")
    start = found
    value = trace.derive(names[start], (unit,), view).value
    shares = {unit: 1.0}
    followed: list[tuple[Link, ...]] = []
    while not _reads_pixels(trace, start):
        links = _links(trace, start, shares, n_links, view)
        reach: dict[int, float] = {}
        for link in links:
            reach[link.source_unit] = reach.get(link.source_unit, 0.0) + link.share
        strongest = tuple(sorted(reach, key=lambda each: -reach[each])[:_N_UNITS])
        followed.append(tuple(link for link in links if link.source_unit in strongest))
        before = dense_before(start - 1, strongest) if strongest else None
        if before is None:
            return Contributions(names[found], unit, value, tuple(followed), tuple(passed))
        start, shares = before, {each: reach[each] for each in strongest}
    region = _region(trace, start, shares, view)
    return Contributions(names[found], unit, value, tuple(followed), tuple(passed), region)


def _reads_pixels(trace: Trace, index: int) -> bool:
    layers = trace.network.architecture.layers
    return all(isinstance(layer, Flatten | Dropout) for layer in layers[:index])


def _links(
    trace: Trace, index: int, shares: dict[int, float], n_links: int, view: int
) -> list[Link]:
    """Return the largest contributions to some units of a dense layer, the strongest first."""
    names = trace.network.architecture.layer_names
    links = []
    for unit, share in shares.items():
        derivation = trace.derive(names[index], (unit,), view)
        assert isinstance(derivation, WeightedSum)
        total = float(np.abs(derivation.products).sum()) or 1.0
        links += [
            Link(
                names[index - 1],
                term.place[0],
                names[index],
                unit,
                term.value,
                term.weight,
                share * abs(term.product) / total,
            )
            for term in derivation.largest(n_links)
            if term.product
        ]
    return sorted(links, key=lambda link: -link.share)


def _region(trace: Trace, index: int, shares: dict[int, float], view: int) -> str:
    """Return where the picture speaks most for some units of the first layer."""
    dense = trace.network.architecture.layer_names[index]
    shape = trace.image.shape
    attribution: FloatArray = np.zeros(shape)
    for unit, share in shares.items():
        derivation = trace.derive(dense, (unit,), view)
        assert isinstance(derivation, WeightedSum)
        attribution += share * derivation.products.reshape(shape)
    return region_of(trace.image, attribution[:, ::-1] if view else attribution)
