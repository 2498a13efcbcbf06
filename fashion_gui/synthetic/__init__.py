"""Drawings made by a program: of clothes, of other things, and from photographs.

>>> import numpy as np
>>> from fashion_gui.synthetic.doodles import draw_doodles
>>> images, labels = draw_doodles(20, np.random.default_rng(0))
>>> images.shape, images.dtype, labels.shape
((20, 28, 28), dtype('uint8'), (20,))
"""
