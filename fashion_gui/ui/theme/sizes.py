"""Distances, radii and sizes of the window's look, in pixels at a scale of 100 %."""

from typing import Final

SPACE_4: Final = 4
SPACE_8: Final = 8
SPACE_12: Final = 12
SPACE_16: Final = 16
SPACE_24: Final = 24
SPACE_32: Final = 32

CARD_RADIUS: Final = 10
CONTROL_RADIUS: Final = 6
EDGE: Final = 1
RING: Final = 2
"""Width of the ring around what has the focus, and of the gap before it."""
RING_ROOM: Final = 2 * RING
CONTROL: Final = 32
"""Height of buttons, boxes and fields."""
ICON: Final = 20
RAIL_ICON: Final = 24
SCALE: Final = 12
"""Height of a scale of colours."""
CHANGE_LINE: Final = 3
"""Width of the lines in bars that tell of a changed picture."""
PRIMARY: Final = 40
"""Height of the one filled button of a page."""

CAPTION: Final = 12
BODY: Final = 14
CARD_TITLE: Final = 16
PAGE_TITLE: Final = 22
ANSWER: Final = 28
HERO: Final = 36
"""Heights of type. All of them grow with the body, see ``style_sheet.text_scale``."""
