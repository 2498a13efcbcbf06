"""Sleeves that hang down beside the body, or go out and then down, as on people and signs.

Short ones end in the upper half of the body, long ones below it or far away from it.
"""

from dataclasses import replace

from fashion_gui.synthetic.garments.cut import Cut, cut_top
from fashion_gui.synthetic.garments.figure import Chance


def cut_hanging(chance: Chance, *, length: float, sleeve: tuple[float, float] = (0.68, 1.0)) -> Cut:
    """Return a cut with hanging sleeves, close to the body: a share of it long."""
    chest = chance.uniform(0.62, 0.95)
    return Cut(
        length=length,
        chest=chest,
        neck=chance.uniform(0.12, 0.24),
        slope=chance.uniform(0.02, 0.14),
        sleeve=length * chance.uniform(*sleeve),
        sleeve_angle=chance.uniform(66, 88),
        sleeve_width=chance.uniform(0.18, 0.3),
        cuff=chance.uniform(0.7, 1.05),
        waist=chest * chance.uniform(0.9, 1.02),
        hem=chest * chance.uniform(0.9, 1.05),
    )


def cut_bent(chance: Chance, *, length: float, sleeve: tuple[float, float], cuff: float) -> Cut:
    """Return a cut with bent sleeves: a share of the mean of the body's length and width long."""
    angle = chance.uniform(-15, 50)
    cut = cut_top(
        chance,
        length=length,
        sleeve=chance.uniform(*sleeve),
        angle=angle,
        sleeve_width=chance.choice((chance.uniform(0.15, 0.3), chance.uniform(0.2, 0.45))),
        cuff=cuff,
    )
    return replace(
        cut,
        sleeve=cut.sleeve * cut.size,
        bend=chance.uniform(20, 88 - angle),
        elbow=chance.uniform(0.3, 0.8),
    )
