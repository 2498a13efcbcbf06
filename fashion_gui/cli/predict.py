"""``predict``: what a network predicts for pictures."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from fashion_gui.cli.named_networks import load_named
from fashion_gui.cli.pictures import Images, pictures_in, read_images
from fashion_gui.cli.streams import one_line, tell_failure
from fashion_gui.data.idx import DataError
from fashion_gui.evaluation.verdict import NOTHING_FOUND, verdicts
from fashion_gui.files.images import PictureError
from fashion_gui.nn.network import Network
from fashion_gui.percent import plain


def run(arguments: Namespace) -> int:
    """Predict every picture, one line per image; return 1 when one could not be read."""
    if not arguments.sources and not arguments.folders:
        arguments.parser.error("expected a PICTURE, or --pictures with a folder of pictures")
    network = load_named(arguments.model).network
    turns = network if arguments.turn else None
    status = 0
    for source in _sources(arguments):
        try:
            if isinstance(source, PictureError):
                raise source
            images = read_images(Path(source), arguments.fit, turns)
        except (DataError, PictureError) as error:
            tell_failure(one_line(error))
            status = 1
        else:
            _print_answers(network, source, images, as_json=arguments.json)
    return status


def _sources(arguments: Namespace) -> Iterator[str | PictureError]:
    """Yield all files to predict, or why a folder has none."""
    yield from arguments.sources
    for folder in arguments.folders:
        try:
            yield from map(str, pictures_in(folder))
        except PictureError as error:
            yield error


def _print_answers(network: Network, source: str, images: Images, *, as_json: bool) -> None:
    if images.remark:
        print(f"{source}: {images.remark}", file=sys.stderr)
    turn = f" (on its side: turned to the {images.side})" if images.side else ""
    for index, verdict in enumerate(verdicts(network, images.pixels)):
        probabilities = verdict.probabilities
        is_fitted = bool(images.fitted[index])
        is_empty = is_fitted and not images.pixels[index].any()
        answer = NOTHING_FOUND if is_empty else plain(verdict.words)
        if as_json:
            named = zip(network.class_names, probabilities, strict=True)
            result = {
                "source": source,
                "index": index,
                "fitted": is_fitted,
                "turned": images.side or None,
                "class": network.class_names[int(probabilities.argmax())],
                "answer": answer,
                "probabilities": {name: float(share) for name, share in named},
            }
            print(json.dumps(result))
        else:
            place = f"{source} [{index}]" if len(images.pixels) > 1 else source
            print(f"{place}: {answer}{turn}")
