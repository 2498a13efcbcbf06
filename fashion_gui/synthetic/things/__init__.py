"""Drawings of other things than clothes: named, randomly composed, or mere scrawls."""

from collections.abc import Callable

from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.template import Stroke, draw_template, parse
from fashion_gui.synthetic.things.badges import badge
from fashion_gui.synthetic.things.built import BUILT
from fashion_gui.synthetic.things.composed import closed_line, put_together
from fashion_gui.synthetic.things.creatures import CREATURES
from fashion_gui.synthetic.things.indoors import INDOORS
from fashion_gui.synthetic.things.living import LIVING
from fashion_gui.synthetic.things.objects import OBJECTS
from fashion_gui.synthetic.things.outdoors import OUTDOORS
from fashion_gui.synthetic.things.pastimes import PASTIMES
from fashion_gui.synthetic.things.scrawls import scrawl
from fashion_gui.synthetic.things.signs import SIGNS

_MORE = CREATURES | OUTDOORS | INDOORS | PASTIMES
NAMED: dict[str, tuple[Stroke, ...]] = {
    name: parse(text) for name, text in (LIVING | BUILT | OBJECTS | SIGNS | _MORE).items()
}
"""Things by name."""
HELD_OUT = (*(*LIVING, *BUILT, *OBJECTS)[4::8], *tuple(_MORE)[7::15])
"""Names of things that no network learns from: they show whether a network recognizes that
something is not clothing beyond the things in its training."""
_LEARNED = tuple(name for name in NAMED if name not in HELD_OUT)


def thing(chance: Chance) -> Figure:
    """Return something that nobody would call clothing."""
    return chance.choices(_KINDS, _SHARES)[0](chance)


def held_out_thing(chance: Chance) -> Figure:
    """Return a thing that no network learns from."""
    return draw_template(NAMED[chance.choice(HELD_OUT)], chance)


def _named(chance: Chance) -> Figure:
    return draw_template(NAMED[chance.choice(_LEARNED)], chance)


_KINDS: tuple[Callable[[Chance], Figure], ...] = (
    *(_named, put_together, closed_line, scrawl, badge),
)
_SHARES = (50, 18, 6, 16, 10)
