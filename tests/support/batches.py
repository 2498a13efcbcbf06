"""Where the samples of a batch lie: first, except between layers that work on images."""

from fashion_gui.nn.layer import FloatArray, Shape


def batch_shape(sample_shape: Shape, n_samples: int) -> Shape:
    """Return the shape of a batch: (height, width, n_samples, channels) for images."""
    if len(sample_shape) == 3:
        return (*sample_shape[:2], n_samples, sample_shape[2])
    return (n_samples, *sample_shape)


def first_samples(batch: FloatArray, n_samples: int) -> FloatArray:
    """Return a smaller batch: the first samples, in an array of their own."""
    return (batch[:, :, :n_samples] if batch.ndim == 4 else batch[:n_samples]).copy()
