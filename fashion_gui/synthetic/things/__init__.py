"""Drawings of other things than clothes: named, randomly composed, or mere scrawls."""

from collections.abc import Callable, Iterable

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
from fashion_gui.synthetic.things.quick_creatures import QUICK_CREATURES
from fashion_gui.synthetic.things.quick_nature import QUICK_NATURE
from fashion_gui.synthetic.things.quick_objects import QUICK_OBJECTS
from fashion_gui.synthetic.things.quick_vehicles import QUICK_VEHICLES
from fashion_gui.synthetic.things.scrawls import scrawl
from fashion_gui.synthetic.things.signs import SIGNS

_MORE = CREATURES | OUTDOORS | INDOORS | PASTIMES
_QUICK = QUICK_CREATURES | QUICK_NATURE | QUICK_OBJECTS | QUICK_VEHICLES
_QUICK_HELD_OUT = (
    *("herd", "two eyes", "elbow", "dancer", "person on all fours", "stitches", "garden"),
    *("string bean", "mushroom cloud", "rain alone", "hurricane", "night sky", "curl"),
    *("sun in the corner", "aircraft carrier", "bulldozer", "iron tower", "water slide"),
    *("notepad", "portrait of a lady", "bottle cap", "drum kit", "hockey puck", "camouflage"),
    "sleeping bag",
)


def _numbered(words: Iterable[str]) -> dict[str, str]:
    """Return the ways to draw each word by a name of their own."""
    return {f"{word} ({k})": text for word in words for k, text in enumerate(_QUICK[word], 1)}


NAMED: dict[str, tuple[Stroke, ...]] = {
    name: parse(text)
    for name, text in (LIVING | BUILT | OBJECTS | SIGNS | _MORE | _numbered(_QUICK)).items()
}
"""Things by name; what is drawn in several ways has a number after it."""
HELD_OUT = (
    *((*LIVING, *BUILT, *OBJECTS)[4::8]),
    *tuple(_MORE)[7::15],
    *_numbered(_QUICK_HELD_OUT),
)
"""Names of things that no network learns from: they show whether a network recognizes that
something is not clothing beyond the things in its training."""
_LEARNED = tuple(name for name in NAMED if name not in HELD_OUT)


def thing(chance: Chance) -> Figure:
    """Return something that nobody would call clothing."""
    return chance.choices(_KINDS, _SHARES)[0](chance)


def held_out_thing(chance: Chance) -> Figure:
    """Return a thing that no network learns from."""
    return draw_template(NAMED[chance.choice(HELD_OUT)], chance)


def named_thing(chance: Chance) -> Figure:
    """Return a thing that has a name: nothing put together by chance, no scrawl and no badge."""
    return draw_template(NAMED[chance.choice(_LEARNED)], chance)


_KINDS: tuple[Callable[[Chance], Figure], ...] = (
    *(named_thing, put_together, closed_line, scrawl, badge),
)
_SHARES = (50, 18, 6, 16, 10)
