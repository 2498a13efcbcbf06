"""The options of the commands that disturb pictures and change networks."""

import argparse
from pathlib import Path
from typing import Any

from fashion_gui.cli import argument_types as types
from fashion_gui.cli.common_options import add_data, add_fit, add_json, add_model


def add_robustness(commands: Any) -> None:
    """Add the command ``robustness``."""
    from fashion_gui.explain.robustness import DISTURBANCES, N_IMAGES

    kinds = [kind.replace(" ", "-") for kind in DISTURBANCES]
    parser = commands.add_parser(
        "robustness",
        help="disturb pictures more and more",
        description="Print how accuracy, or the answer for one picture, changes with disturbances.",
    )
    parser.set_defaults(parser=parser)
    parser.add_argument(
        "picture",
        nargs="?",
        metavar="PICTURE",
        help="one picture, as predict takes it (default: test images)",
    )
    parser.add_argument(
        "--kind",
        choices=kinds,
        metavar="NAME",
        help=f"one of {', '.join(kinds)} (default: all)",
    )
    parser.add_argument(
        "--n",
        type=types.positive,
        default=N_IMAGES,
        metavar="N",
        help=f"number of images, chosen at random (default: {N_IMAGES})",
    )
    images = parser.add_mutually_exclusive_group()
    images.add_argument(
        "--doodles", action="store_true", help="drawings made by the program, not photographs"
    )
    images.add_argument(
        "--drawings", type=Path, metavar="FILE.npz", help="drawings with their labels"
    )
    parser.set_defaults(split=None)
    models = parser.add_mutually_exclusive_group()
    add_model(models)
    models.add_argument(
        "--compare", nargs=2, metavar=("A", "B"), help="two networks, given as for --model"
    )
    add_data(parser, default=argparse.SUPPRESS)
    add_fit(parser)
    add_json(parser)


def add_ablation(commands: Any) -> None:
    """Add the command ``ablation``."""
    parser = commands.add_parser(
        "ablation",
        help="switch units off, add noise to weights, prune them",
        description="Print what a changed network loses on the test images. Without a change: "
        "what each class loses without each unit of a layer.",
    )
    parser.set_defaults(parser=parser)
    parser.add_argument(
        "--layer", metavar="NAME", help="the layer, such as 'ReLU 2' (default: the last hidden one)"
    )
    parser.add_argument(
        "--units", type=types.sizes, metavar="N,N", help="units or maps to switch off, from 0"
    )
    parser.add_argument(
        "--scale", type=float, metavar="X", help="multiply what those units give, instead"
    )
    parser.add_argument(
        "--noise",
        type=float,
        metavar="X",
        help="add normal noise to the weights (of --layer, or of all): its standard deviation, as "
        "a share of theirs",
    )
    parser.add_argument(
        "--prune",
        type=float,
        metavar="SHARE",
        help="set this share of the weights, the smallest, to 0 (of --layer, or of all)",
    )
    parser.add_argument(
        "--seed", type=types.seed, default=0, metavar="N", help="seed of the noise (default: 0)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="save the changed network there")
    add_model(parser)
    add_data(parser, default=argparse.SUPPRESS)
    add_json(parser)
