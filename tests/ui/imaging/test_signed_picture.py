"""Numbers of either sign as colours."""

import numpy as np

from fashion_gui.ui.imaging.signed_picture import signed_picture


def test_zero_is_black_and_the_two_signs_have_colours_of_their_own() -> None:
    shares = np.array([[[0.0, 1.0, -1.0], [0.5, -0.5, 7.0]]])
    picture = signed_picture(shares)
    assert (picture.shape, picture.dtype) == ((1, 2, 3, 3), np.uint8)
    black, above, below = picture[0, 0].astype(int)
    assert not black.any()
    assert above[2] > above[0], "blue"
    assert below[0] > below[2], "orange"
    np.testing.assert_allclose(picture[0, 1, 0], above / 2, atol=1)
    np.testing.assert_allclose(picture[0, 1, 1], below / 2, atol=1)
    np.testing.assert_array_equal(picture[0, 1, 2], above)
