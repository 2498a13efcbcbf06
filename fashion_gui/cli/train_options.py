"""The options of the command ``train``: its files, the shelf, and every setting of a recipe."""

import argparse
from pathlib import Path
from typing import Any

from fashion_gui.cli import argument_types as types
from fashion_gui.cli.common_options import (
    add_data,
    add_json,
    add_recipe,
    add_runs,
    add_settings,
    add_several,
)


def add_train(commands: Any) -> None:
    """Add the command ``train``."""
    from fashion_gui.training.presets import RECIPES

    recipes = "\n".join(f"  {name}: {recipe.summary}" for name, recipe in RECIPES.items())
    parser = commands.add_parser(
        "train",
        help="train a network in the terminal",
        description="Train a network and print how good it is on the test images.",
        epilog=f"recipes:\n{recipes}\n\nCtrl-C stops the training; what was learned is kept.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(parser=parser)
    add_recipe(parser)
    add_data(parser, default=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, metavar="FILE", help="save the network there")
    parser.add_argument(
        "--start",
        metavar="NETWORK",
        help="start from a network, by its name or file, that has the layers of the recipe",
    )
    parser.add_argument(
        "--keep",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="share of the start in the final weights, from 0 to below 1: new images then cost "
        "less of what it knew (default: 0)",
    )
    parser.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE",
        help="write a checkpoint there every 30 seconds and when the run is told to end",
    )
    parser.add_argument(
        "--find-rate",
        action="store_true",
        help="train nothing: try a hundred batches with a growing learning rate and print which "
        "rates are good; with --resume those for the next steps of that run",
    )
    _add_shelf(parser)
    add_json(parser)
    add_settings(parser)


def _add_shelf(parser: argparse.ArgumentParser) -> None:
    """Add the options for kept runs."""
    group = parser.add_argument_group(
        "runs", "Every run is kept on a shelf, to be compared, repeated or resumed."
    )
    add_runs(group)
    group.add_argument("--name", metavar="NAME", help="name of the run on the shelf")
    group.add_argument("--not-kept", action="store_true", help="do not keep the run on the shelf")
    group.add_argument(
        "--resume",
        nargs="?",
        const="",
        metavar="NAME|FILE",
        help="resume a run exactly, as if it had never ended: one on the shelf, by default the "
        "newest that was interrupted, or one in a file of --checkpoint, which is kept up to date",
    )
    group.add_argument(
        "--more",
        type=types.positive,
        metavar="N",
        help="with --resume: train for N epochs more than planned, also after the end",
    )
    group.add_argument(
        "--undo",
        action="store_true",
        help="with --resume: go back to before the last change of a setting, as if it had not been",
    )
    group.add_argument(
        "--replay",
        metavar="NAME|FILE",
        help="repeat the run of a network exactly, with all changes of settings, and print "
        "whether the weights are the same",
    )
    add_several(group)
