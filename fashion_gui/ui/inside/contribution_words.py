"""The strongest contributions to an answer in a sentence."""

import numpy as np

from fashion_gui.explain.contributions import Contributions, Link
from fashion_gui.explain.explanation import ninth_words
from fashion_gui.nn.layers import Flatten
from fashion_gui.nn.network import Network
from fashion_gui.ui.inside.written_out import number_words

_N_NEXT = 2
_NINTHS = (3, 3)
"""Shape of maps whose places have names."""


def contribution_words(found: Contributions, network: Network) -> str:
    """Return where an answer comes from, from the last layer to the picture."""
    start = f"{network.class_names[found.unit]} scores {number_words(round(found.value, 2))}"
    if not found.links or not found.links[0]:
        where = f", most of it from the {found.region} of the picture" if found.region else ""
        return f"{start} in {found.layer}{where}."
    parts = [f"{start}, which depends most on {_sources(found.links[0], network)}"]
    strongest = found.links[0][0].source_unit
    for links in found.links[1:]:
        of_it = [link for link in links if link.unit == strongest][:_N_NEXT]
        if not of_it:
            break
        parts.append(f"{strongest} depends most on {_sources(tuple(of_it), network)}")
        strongest = of_it[0].source_unit
    words = "; ".join(parts)
    if found.region:
        words += f"; and these from the {found.region} of the picture"
    return f"{words}."


def _sources(links: tuple[Link, ...], network: Network) -> str:
    links = tuple(sorted(links, key=lambda link: -abs(link.product)))
    words = [f"{_place(link, network)} ({_signed(link.product)})" for link in links]
    listed = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
    kind, layer = "unit", links[0].source
    if _maps(links[0], network):  # of the layer before, which shows them
        names = network.architecture.layer_names
        kind, layer = "map", names[max(0, names.index(layer) - 1)]
    plural = "s" if len(words) > 1 else ""
    return f"{kind}{plural} {listed} of {layer}"


def _maps(link: Link, network: Network) -> tuple[int, ...]:
    """Return the shape of the maps that were laid out in a row; () if it is none of these."""
    architecture = network.architecture
    index = architecture.layer_index(link.source)
    is_flat = isinstance(architecture.layers[index], Flatten)
    return architecture.shapes[index] if is_flat else ()


def _place(link: Link, network: Network) -> str:
    """Return the number of a unit, or its place in the maps that were laid out in a row."""
    if not (shape := _maps(link, network)):
        return str(link.source_unit)
    row, column, channel = np.unravel_index(link.source_unit, shape)
    if shape[:2] == _NINTHS:
        return f"{channel} at the {ninth_words(int(row), int(column))}"
    return f"{channel} at row {row}, column {column}"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")
