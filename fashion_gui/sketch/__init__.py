"""Drawings: strokes, pictures of drawings, and the 28x28 pixels that a network takes.

A ``Drawing`` is a document of operations with undo; ``fitting.fit_picture`` takes any grey picture.

>>> from fashion_gui.sketch.drawing import Drawing
>>> from fashion_gui.sketch.operations import Brush
>>> drawing = Drawing()
>>> drawing.begin_stroke(Brush(), (5.0, 5.0))
>>> drawing.extend_stroke((20.0, 20.0))
>>> drawing.end_stroke()
>>> drawing.fitted_image.shape, drawing.can_undo
((28, 28), True)
"""
