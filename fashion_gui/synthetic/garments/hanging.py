"""Long sleeves that hang down beside the body, as on signs and icons."""

from fashion_gui.synthetic.garments.cut import Cut
from fashion_gui.synthetic.garments.figure import Chance


def cut_hanging(chance: Chance, *, length: float) -> Cut:
    """Return a cut with hanging sleeves: about as long as the body, and close to it."""
    chest = chance.uniform(0.62, 0.95)
    return Cut(
        length=length,
        chest=chest,
        neck=chance.uniform(0.12, 0.24),
        slope=chance.uniform(0.02, 0.14),
        sleeve=length * chance.uniform(0.68, 1.0),
        sleeve_angle=chance.uniform(66, 88),
        sleeve_width=chance.uniform(0.18, 0.3),
        cuff=chance.uniform(0.7, 1.05),
        waist=chest * chance.uniform(0.9, 1.02),
        hem=chest * chance.uniform(0.9, 1.05),
    )
