"""``explain``: why a network predicts what it does for a picture."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_gui.cli.named_networks import load_named
from fashion_gui.cli.one_picture import class_named, read_one
from fashion_gui.cli.pictures import Images
from fashion_gui.cli.streams import one_line, tell_failure
from fashion_gui.data.idx import DataError
from fashion_gui.evaluation.verdict import verdict_on
from fashion_gui.explain import (
    Explanation,
    NotOfferedError,
    Score,
    explain,
    overlay,
    scale,
    why_not_offered,
)
from fashion_gui.files.atomic import check_file, write_texts
from fashion_gui.files.contact_sheet import draw_latin_name
from fashion_gui.files.images import PictureError, png_bytes, write_png
from fashion_gui.nn.network import Network
from fashion_gui.percent import plain, probability
from fashion_gui.reports.explanation_page import explanation_page

SUFFIXES = (".png", ".html")
_PIXEL = 16
"""Pixels of the PNG per pixel of the image."""
_GAP, _SCALE_WIDTH, _LABEL_WIDTH = 16, 24, 48


def run(arguments: Namespace) -> int:
    """Explain one picture; 1 when it cannot be read or explained."""
    if arguments.out and arguments.out.suffix.lower() not in SUFFIXES:
        arguments.parser.error(f"--out: expected a .png or .html file, found {arguments.out}")
    network = load_named(arguments.model).network
    target = class_named(arguments, network, "target", "--class")
    against = class_named(arguments, network, "against", "--against")
    if target is not None and target == against:
        arguments.parser.error("--against: expected another class than --class")
    if arguments.out:
        check_file(arguments.out)
    try:
        images, image = read_one(arguments, network, "to explain")
        explanation = _explain(network, image, target, against, arguments.method)
    except (DataError, PictureError, NotOfferedError) as error:
        tell_failure(one_line(error))
        return 1
    words = plain(_in_words(explanation))
    if arguments.out:
        _write(arguments.out, arguments.picture, words, explanation)
    if arguments.json:
        print(json.dumps(_result(arguments, images, explanation)))
    else:
        print(f"{arguments.picture}: {words}")
        if arguments.out:
            print(f"Written: {arguments.out}")
    return 0


def _explain(
    network: Network,
    image: NDArray[np.uint8],
    target: int | None,
    against: int | None,
    method: str,
) -> Explanation:
    if target is None:
        probabilities = network.predict_proba(image[np.newaxis])[0]
        ranked = np.argsort(-probabilities, kind="stable")
        target = next(int(index) for index in ranked if index != against)
    if reason := why_not_offered(network, method):
        raise NotOfferedError(reason)
    return explain(Score(network, target, against), image, method)


def _in_words(explanation: Explanation) -> str:
    """Return in words the verdict, what speaks for it, and what erasing that changes."""
    network = explanation.score.network
    before, after = (
        verdict_on(network, image) for image in (explanation.image, explanation.erased)
    )
    start = f"The answer is {before.words}"
    claim = _claim(explanation)
    if explanation.score.against is not None or before.classes != (explanation.score.target,):
        start = f"{start}. {claim}, {probability(explanation.probability)}"
    where = "nothing speaks for that"
    if explanation.region:
        where = f"the {explanation.region} of what is drawn speaks most for that"
    return (
        f"{start}: {where} ({explanation.method}). Without the fifth of the ink that does most, "
        f"the answer is {after.words} ({claim}: {probability(explanation.probability_erased)})."
    )


def _claim(explanation: Explanation) -> str:
    """Return what is explained, as in "Coat" or "Coat rather than Pullover"."""
    names, score = explanation.score.network.class_names, explanation.score
    name = names[score.target]
    return name if score.against is None else f"{name} rather than {names[score.against]}"


def _result(arguments: Namespace, images: Images, explanation: Explanation) -> dict[str, Any]:
    score, network = explanation.score, explanation.score.network
    both = np.stack([explanation.image, explanation.erased])
    before, after = network.predict_proba(both)
    names = network.class_names
    return {
        "source": arguments.picture,
        "fitted": bool(images.fitted[0]),
        "turned": images.side or None,
        "class": names[score.target],
        "against": None if score.against is None else names[score.against],
        "method": explanation.method,
        "explanation": plain(_in_words(explanation)),
        "region": explanation.region or None,
        "probability": explanation.probability,
        "probability_without_the_marked": explanation.probability_erased,
        "probabilities": dict(zip(names, before.tolist(), strict=True)),
        "probabilities_without_the_marked": dict(zip(names, after.tolist(), strict=True)),
        "deletion_area": explanation.deletion.area,
        "insertion_area": explanation.insertion.area,
        "attribution": explanation.attribution.tolist(),
        "files": [str(arguments.out)] if arguments.out else [],
    }


def _write(path: Path, source: str, words: str, explanation: Explanation) -> None:
    if path.suffix.lower() == ".png":
        write_png(path, _picture(explanation))
        return
    title = f"{Path(source).name}: why?"
    write_texts({path: explanation_page(title, words, explanation, png_bytes)})


def _picture(explanation: Explanation) -> NDArray[np.uint8]:
    """Return the enlarged overlay, with its colour scale on the right."""
    large = overlay(explanation.image, explanation.attribution)
    large = large.repeat(_PIXEL, axis=0).repeat(_PIXEL, axis=1)
    height, width = large.shape[:2]
    right = width + _GAP + _SCALE_WIDTH
    sheet = np.zeros((height + 2 * _GAP, right + _LABEL_WIDTH + _GAP, 3), np.uint8)
    sheet[_GAP : _GAP + height, _GAP : _GAP + width] = large
    sheet[_GAP : _GAP + height, 2 * _GAP + width :][:, :_SCALE_WIDTH] = scale(height, _SCALE_WIDTH)
    limit = float(np.abs(explanation.attribution).max())
    for top, value in ((0, limit), (height - _GAP, -limit), ((height - _GAP) // 2, 0.0)):
        label = draw_latin_name(f"{value:+.2g}" if value else "0", _LABEL_WIDTH, _GAP)
        sheet[_GAP + top :, right + _GAP // 2 :][:_GAP, :_LABEL_WIDTH] = label[..., np.newaxis]
    return sheet
