"""The cut of clothes with sleeves: proportions, and the corner points that follow."""

from dataclasses import dataclass
from math import cos, radians, sin

from fashion_gui.sketch.curves import Line, between
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.figure import Chance


@dataclass(frozen=True)
class Side:
    """One half of a top, as the right half: x grows away from the middle.

    The points in order: neck, shoulder, both ends of the cuff, armpit, waist, hem.
    """

    neck: Point
    shoulder: Point
    cuff_out: Point
    cuff_in: Point
    armpit: Point
    waist: Point
    hem: Point
    elbow: Point | None = None
    """Where the outer edge of a bent sleeve bends."""

    @property
    def over(self) -> Line:
        """The outer edge of the sleeve: from the shoulder to the cuff."""
        return [self.shoulder, *([self.elbow] if self.elbow else []), self.cuff_out]

    @property
    def line(self) -> Line:
        """From the neck around the sleeve down to the hem."""
        sleeve = [*self.over, self.cuff_in, self.armpit]
        return [self.neck, *sleeve, self.waist, self.hem]


@dataclass(frozen=True)
class Cut:
    """The cut of a top; lengths in units of the width of a usual chest."""

    length: float
    chest: float
    neck: float
    slope: float
    sleeve: float
    sleeve_angle: float
    sleeve_width: float
    cuff: float
    waist: float
    hem: float
    bend: float = 0.0
    """Degrees by which the sleeves are steeper below the elbow."""
    elbow: float = 0.5
    """Share of a bent sleeve that is above the elbow."""

    @property
    def size(self) -> float:
        """Mean of the body's length and width, with which sleeves look short or long."""
        return (self.length + self.chest) / 2

    def side(self, chance: Chance) -> Side:
        """Return one side, with small random differences."""
        angle = radians(self.sleeve_angle + chance.around(0, 4))
        along, across = (cos(angle), sin(angle)), (-sin(angle), cos(angle))
        width = self.sleeve_width * chance.around(1, 0.06)
        back = chance.uniform(0.0, 0.12)
        # The armpit is at the edge of the chest; the shoulder is a sleeve's width from it.
        x = self.chest / 2 - width * across[0] - back * along[0]
        shoulder = (max(x, self.neck + 0.05), self.slope + chance.around(0, 0.015))
        armpit = off(off(shoulder, across, width), along, back)
        sleeve = self.sleeve * chance.around(1, 0.06)
        elbow = None
        if self.bend:
            elbow = off(shoulder, along, sleeve * self.elbow)
            sleeve *= 1 - self.elbow
            angle = min(angle + radians(self.bend + chance.around(0, 4)), radians(95))
            along, across = (cos(angle), sin(angle)), (-sin(angle), cos(angle))
        cuff_out = off(elbow or shoulder, along, sleeve)
        cuff_in = off(cuff_out, across, width * self.cuff)
        if elbow and (into_body := armpit[0] + 0.02 - cuff_in[0]) > 0:
            elbow, cuff_out, cuff_in = ((x + into_body, y) for x, y in (elbow, cuff_out, cuff_in))
        middle = between(armpit, (0, self.length), 0.5)[1]
        return Side(
            neck=(self.neck * chance.around(1, 0.1), chance.around(0, 0.01)),
            shoulder=shoulder,
            cuff_out=cuff_out,
            cuff_in=cuff_in,
            armpit=armpit,
            waist=(self.waist / 2 * chance.around(1, 0.05), middle),
            hem=(self.hem / 2 * chance.around(1, 0.05), self.length + chance.around(0, 0.02)),
            elbow=elbow,
        )


def cut_top(
    chance: Chance, *, length: float, sleeve: float, angle: float, sleeve_width: float, cuff: float
) -> Cut:
    """Return a cut; `angle` is that of the sleeves, in degrees below the horizontal."""
    chest = 1.0 if chance.maybe(0.4) else chance.uniform(0.5, 1.0)
    waist = chest * chance.around(1.0, 0.07)
    return Cut(
        length=length,
        chest=chest,
        neck=min(chance.uniform(0.1, 0.3), chest * 0.38),
        slope=chance.uniform(0.0, 0.18),
        sleeve=sleeve,
        sleeve_angle=angle,
        sleeve_width=sleeve_width,
        cuff=cuff,
        waist=waist,
        hem=waist * chance.around(1.05, 0.1),
    )


def cut_long_sleeved(chance: Chance, *, length: float, shortest: float = 0.53) -> Cut:
    """Return a cut with long sleeves: stretched out, slanting or hanging."""
    kind = chance.random()
    angle = chance.uniform(-5, 25) if kind < 0.2 else chance.uniform(15, 60)
    if kind > 0.7:
        angle = chance.uniform(50, 90)
    return cut_top(
        chance,
        length=length,
        sleeve=chance.uniform(shortest, 1.05)
        * (0.85 if angle < 20 else max(0.8, min(1.3, length))),
        angle=angle,
        sleeve_width=chance.choice((chance.uniform(0.16, 0.36), chance.uniform(0.25, 0.55))),
        cuff=chance.uniform(0.5, 1.1),
    )


def off(point: Point, direction: Point, distance: float) -> Point:
    """Return the point at a distance in a direction."""
    return point[0] + distance * direction[0], point[1] + distance * direction[1]
