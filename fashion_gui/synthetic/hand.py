"""The hand that draws a figure: its pen, its care, how much it draws, and how it fills."""

from dataclasses import dataclass, replace

from fashion_gui.synthetic.garments.figure import Chance

_FILLINGS = {
    "sketch": (("none", "filled", "both", "hatched", "blot"), (76, 8, 8, 4, 4)),
    "bold": (("none", "filled", "both", "hatched", "blot", "whole"), (56, 10, 8, 4, 11, 11)),
    "icon": (("none", "filled", "both", "blot", "whole", "edges"), (40, 39, 11, 3, 2, 5)),
}

_SKETCHING = 0.5
"""Share of the drawings that are made as most people sketch."""


@dataclass(frozen=True)
class Hand:
    """How a figure is drawn.

    Attributes
    ----------
    is_steady
        Whether lines are exactly straight and round, as in an icon or a sign.
    care
        Share of the details that are drawn.
    haste
        Probability that a line is left out, is too short or too long, or is drawn twice.
    finished
        Share of the figure that is drawn before the pen stops.
    filling
        "none", "filled" (with inner lines cut out), "both" (a grey fill under the lines),
        "hatched", "blot" (filled without inner lines), "whole" (all that lines enclose is filled,
        such as a handle) or "edges" (the outline of the fill only).
    pen, cut
        Width in pixels of the lines, and of lines that are cut out of a fill.
    grey
        Grey level of the lines, from 0 (black) to 1.
    is_mirrored
        Whether left and right are exchanged.
    turn
        Degrees by which the figure leans, in addition to the lean of every hand.
    side
        Pixels of the figure's longer side; a small figure is enlarged afterwards. None: nearly all
        of the image.
    """

    is_steady: bool = False
    care: float = 1.0
    haste: float = 0.0
    finished: float = 1.0
    filling: str = "none"
    pen: float = 2.0
    cut: float = 2.0
    grey: float = 1.0
    is_mirrored: bool = False
    turn: float = 0.0
    side: float | None = None

    @classmethod
    def of(cls, chance: Chance) -> "Hand":
        """Return a random hand, most often one that sketches with a usual pen."""
        if chance.maybe(_SKETCHING):
            return cls.sketching(chance, chance.choices(*_FILLINGS["sketch"])[0])
        return cls._special(chance)

    @classmethod
    def sketching(cls, chance: Chance, filling: str = "none") -> "Hand":
        """Return a hand that sketches with a usual pen, as most people do.

        It fills nothing unless told.
        """
        return cls(
            care=chance.uniform(0.5, 1.05),
            haste=chance.choice((0.0, 0.03, 0.1)) if filling == "none" else 0.0,
            filling=filling,
            pen=_usual_pen(chance),
            cut=chance.uniform(1.2, 2.5),
            grey=_grey(chance),
            is_mirrored=chance.maybe(0.5),
        )

    def with_inner_lines(self) -> "Hand":
        """Return this hand, but one that finishes and leaves no inner line out."""
        filling = "filled" if self.filling in ("blot", "whole") else self.filling
        return replace(self, finished=1.0, filling=filling)

    @classmethod
    def _special(cls, chance: Chance) -> "Hand":
        """Return a hand that is steady, leans, stops early, has a thick pen or draws small."""
        is_steady = chance.maybe(0.5)
        filling = chance.choices(*_FILLINGS["icon" if is_steady else "bold"])[0]
        is_plain = filling == "none"
        side = chance.uniform(8, 15) if is_plain and chance.maybe(0.22) else None
        may_stop = is_plain and not is_steady
        return cls(
            is_steady=is_steady,
            care=chance.uniform(0.8, 1.1) if is_steady else chance.uniform(0.5, 1.05),
            finished=chance.uniform(0.45, 0.95) if may_stop and chance.maybe(0.35) else 1.0,
            filling=filling,
            pen=chance.uniform(0.9, 2.1) if side else _pen(chance, is_plain=is_plain),
            cut=chance.uniform(0.8, 2.7),
            grey=_grey(chance),
            is_mirrored=chance.maybe(0.5),
            turn=chance.uniform(-40, 40) if chance.maybe(0.45) else 0.0,
            side=side,
        )


def _usual_pen(chance: Chance) -> float:
    """Return the width of a usual pen in pixels."""
    kind = chance.random()
    if kind < 0.15:
        return chance.uniform(0.9, 1.6)
    return chance.uniform(1.5, 2.7) if kind < 0.9 else chance.uniform(2.7, 4.3)


def _pen(chance: Chance, *, is_plain: bool) -> float:
    """Return the width of any pen in pixels: often a broad one if nothing is filled."""
    return chance.uniform(3.5, 6.2) if is_plain and chance.maybe(0.4) else _usual_pen(chance)


def _grey(chance: Chance) -> float:
    return 1.0 if chance.maybe(0.75) else chance.uniform(0.5, 1.0)
