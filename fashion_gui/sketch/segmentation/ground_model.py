"""Models of a picture's background ("ground"): a smooth surface, or a few colours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.segmentation.colors import ColorImage, commonest_color, distances, smoothed
from fashion_gui.sketch.segmentation.components import Mask

_N_SAMPLES = 150
"""Samples along the longer side to which a surface is fitted."""
_ROUNDS = 8
_TOLERANCE = 0.012
"""Colour distance that an even ground may have from its surface, beyond its noise."""
_ROUGHEST = 0.06
"""Median distance from the surface above which a ground is not smooth."""
_SHARE_OF_RIM = 0.55
"""Share of the rim that has to be ground."""
_LEAST_REST = 0.04
"""Share of the rim that has to be left for the ground around a garment that touches the border."""
_MORE_AT_RIM = 0.05
"""How much more of the rim than of the middle is ground around a garment, as a share."""
_FEWEST_STRIPES, _NARROWEST_STRIPE = 14, 3
"""A ground is striped if something else interrupts it in that many places around the rim, each as
many samples wide: a garment touches the rim in fewer places, and lines of paper are narrower."""
_RIM = 0.07
"""Width of the rim, as a share of the side."""
_N_COLORS = 10
_N_FOR_COLORS = 6000
_MEANS_ROUNDS = 12
_RAREST = 0.015
"""Smallest share of the rim that a colour of the ground has."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The ground of a picture.

    Attributes
    ----------
    distance : ndarray of float32, shape (height, width)
        Distance of each pixel's colour from the ground's colour there.
    noise
        Median of the distance where there is ground.
    level
        Its mean intensity, from 0 to 1.
    """

    distance: NDArray[np.float32]
    noise: float
    level: float


def rim_mask(shape: tuple[int, ...], share: float = _RIM) -> Mask:
    """Return a mask of the outer pixels of a picture: a share of each side."""
    is_rim = np.ones(shape[:2], bool)
    rows, columns = _rim_widths(shape, share)
    is_rim[rows : shape[0] - rows, columns : shape[1] - columns] = False
    return is_rim


def _rim_widths(shape: tuple[int, ...], share: float = _RIM) -> tuple[int, int]:
    """Return how many rows and how many columns of each side belong to the rim."""
    return max(1, round(shape[0] * share)), max(1, round(shape[1] * share))


def smooth_ground(colors: ColorImage) -> Ground | None:
    """Fit a quadratic surface to the ground of a picture; None when it is not smooth.

    It is fitted to the part of the rim that fits it best, then to all pixels near it, so that
    neither lines nor shapes, however large, count as ground. What covers more of the middle than of
    the rim is a garment that touches the border; the ground is then in the rest of the rim. Where
    the ground is light, as paper is, distances are divided by its brightness: a shadow takes a
    share of the light.
    """
    height, width = colors.shape[:2]
    step = max(1, max(height, width) // _N_SAMPLES)
    y, x = (np.linspace(-1, 1, side, dtype=np.float32) for side in (height, width))
    samples = colors[::step, ::step]
    terms = _terms(y[::step], x[::step])
    is_rim = rim_mask(samples.shape)
    fit = _fit(samples, terms, is_rim, _SHARE_OF_RIM)
    if fit.noise > _ROUGHEST or fit.is_ground[is_rim].mean() < _SHARE_OF_RIM:
        return None
    if _is_striped(fit.is_ground):
        return None
    if _more_at(is_rim, fit.is_ground) < 0:
        fit = _fit_around(samples, terms, is_rim & ~fit.is_ground) or fit
    surface = _terms(y, x) @ fit.weights
    level = float(np.clip(surface[..., 0].mean(), 0, 1))
    distance = distances(colors, surface)
    if level > 0.4:
        distance /= np.clip(surface[..., 0] / level, 0.3, 2)
    return Ground(distance, fit.noise, level=level)


@dataclass(frozen=True, eq=False)
class _Fit:
    """A surface: its weights, which samples are near it, and their median distance from it."""

    weights: NDArray[np.float32]
    is_ground: Mask
    noise: float


def _fit(samples: ColorImage, terms: NDArray[np.float32], start: Mask, share: float) -> _Fit:
    """Fit a surface to a share of the samples to start with, then to all near it."""
    is_ground = start
    for number in range(_ROUNDS):
        weights = np.linalg.lstsq(terms[is_ground], samples[is_ground], rcond=None)[0]
        distance = distances(samples, terms @ weights)
        if number < _ROUNDS // 2:
            is_ground = start & (distance <= np.quantile(distance[start], share))
        else:
            noise = float(np.median(distance[is_ground]))
            is_ground = distance <= 4 * noise + _TOLERANCE
    return _Fit(weights, is_ground, noise)


def _more_at(is_rim: Mask, is_ground: Mask) -> float:
    """Return how much more of the rim is ground than of the middle, as a difference of shares."""
    return float(is_ground[is_rim].mean() - is_ground[~is_rim].mean())


def _is_striped(is_ground: Mask) -> bool:
    """Tell whether stripes of another colour reach the rim in many places."""
    rows, columns = _rim_widths(is_ground.shape)
    sides = (is_ground[:rows], is_ground[:, -columns:].T, is_ground[-rows:, ::-1])
    around = np.concatenate([side.mean(axis=0) for side in (*sides, is_ground[::-1, :columns].T)])
    is_other = around < 0.5
    n_stripes = int((is_other & ~np.roll(is_other, 1)).sum())
    return n_stripes >= _FEWEST_STRIPES and is_other.sum() >= _NARROWEST_STRIPE * n_stripes


def _fit_around(samples: ColorImage, terms: NDArray[np.float32], rest: Mask) -> _Fit | None:
    """Fit a plane to the commonest colour of a part of the rim; None when that is no ground."""
    is_rim = rim_mask(samples.shape)
    if rest.sum() < _LEAST_REST * is_rim.sum():
        return None
    weights = np.zeros((terms.shape[-1], 3), np.float32)
    weights[0] = commonest_color(samples[rest])
    noise, is_ground = _TOLERANCE, rest
    for _ in range(_ROUNDS // 2):
        distance = distances(samples, terms @ weights)
        is_ground = is_rim & (distance <= 4 * noise + _TOLERANCE)
        if is_ground.sum() < _LEAST_REST * is_rim.sum():
            return None
        noise = min(_TOLERANCE, float(np.median(distance[is_ground])))
        plane = np.linalg.lstsq(terms[is_ground][:, :3], samples[is_ground], rcond=None)[0]
        weights[:3] = plane
    distance = distances(samples, terms @ weights)
    fit = _Fit(weights, distance <= 4 * noise + _TOLERANCE, noise)
    return fit if _more_at(is_rim, fit.is_ground) > _MORE_AT_RIM else None


def patterned_ground(colors: ColorImage) -> Ground | None:
    """Take as the ground all colours that are more frequent at the rim than in the middle.

    Colours between two of them, as where light and dark grain meet, are ground, too.

    Returns
    -------
    Ground or None
        None when no colour, or every colour, belongs to the ground.
    """
    soft = smoothed(colors, max(1, max(colors.shape) // 200))
    is_rim = rim_mask(colors.shape)
    step = max(1, int(np.sqrt(is_rim.size / _N_FOR_COLORS)))
    palette = _palette(soft[::step, ::step].reshape(-1, 3))
    nearest = _nearest(soft, palette)
    inner = ~rim_mask(colors.shape, 2 * _RIM)
    of_rim, of_inner = (
        np.bincount(nearest[where], minlength=len(palette)) / max(1, where.sum())
        for where in (is_rim, inner)
    )
    is_ground = (of_rim >= of_inner) & (of_rim >= _RAREST)
    if not is_ground.any() or is_ground.all():
        return None
    distance = _from_lines_between(soft, palette[is_ground])
    is_seen = is_ground[nearest]
    noise = float(np.median(distance[is_seen]))
    other = np.full(distance.shape, np.inf, np.float32)
    for color in palette[~is_ground]:
        np.minimum(other, distances(soft, color), out=other)
    distance[distance < 0.5 * other] *= np.float32(0.3)
    return Ground(distance, noise, level=float(palette[is_ground, 0].mean()))


def _terms(y: NDArray[np.float32], x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the terms of a quadratic surface, shape (height, width, 6)."""
    y, x = y[:, np.newaxis], x[np.newaxis, :]
    one = np.ones((1, 1), np.float32)
    shape = (len(y), x.shape[1])
    parts = (one, x, y, x * x, x * y, y * y)
    return np.stack([np.broadcast_to(part, shape) for part in parts], axis=-1)


def _palette(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the k-means centres of colours, float32 (n_colors, 3).

    Source: Lloyd, "Least squares quantization in PCM", 1982; each initial centre is a colour far
    from those before, as in Gonzalez, "Clustering to minimize the maximum intercluster distance",
    1985.
    """
    means = [samples.mean(axis=0)]
    distance = distances(samples, means[0])
    while len(means) < _N_COLORS and (distance > 0.08).sum() > len(samples) / 200:
        far = distance >= np.partition(distance, -len(samples) // 200)[-len(samples) // 200]
        means.append(samples[np.flatnonzero(far)[far.sum() // 2]])
        np.minimum(distance, distances(samples, means[-1]), out=distance)
    palette = np.array(means, np.float32)
    for _ in range(_MEANS_ROUNDS):
        nearest = _nearest(samples, palette)
        counts = np.bincount(nearest, minlength=len(palette))
        sums = [np.bincount(nearest, samples[:, axis], len(palette)) for axis in range(3)]
        kept = counts > 0
        palette = (np.stack(sums, axis=1)[kept] / counts[kept, np.newaxis]).astype(np.float32)
    return palette


def _nearest(colors: NDArray[np.float32], palette: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the index of the palette's colour nearest to each colour."""
    products = colors @ palette.T
    products *= 2
    products -= (palette * palette).sum(axis=1)
    nearest: NDArray[np.intp] = products.argmax(axis=-1)
    return nearest


def _from_lines_between(colors: ColorImage, palette: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the distance of colours from the nearest segment between two of a palette."""
    found = distances(colors, palette[0])
    for number, start in enumerate(palette):
        for stop in palette[number + 1 :]:
            way = stop - start
            share = (colors - start) @ (way / max(float(way @ way), 1e-9))
            np.clip(share, 0, 1, out=share)
            np.minimum(found, distances(colors - start, share[..., np.newaxis] * way), out=found)
    return found
