"""The parser of the command line: all commands and their options."""

import argparse
from pathlib import Path
from typing import Any

from fashion_gui import __version__
from fashion_gui.cli import argument_types as types
from fashion_gui.cli.common_options import add_data, add_fit, add_json, add_model
from fashion_gui.cli.experiment_options import add_ablation, add_robustness
from fashion_gui.cli.runs_options import add_runs_command
from fashion_gui.cli.streams import PROGRAM
from fashion_gui.cli.train_options import add_train


def make_parser() -> argparse.ArgumentParser:
    """Return the parser, which exits with status 2 for bad arguments."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description=(
            "Watch a neural network in plain NumPy learn clothes, then draw some for it. "
            "Without a command the window opens."
        ),
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    add_data(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    add_train(commands)
    _add_evaluate(commands)
    _add_predict(commands)
    _add_explain(commands)
    _add_flip(commands)
    add_robustness(commands)
    add_ablation(commands)
    add_runs_command(commands)
    _add_doodles(commands)
    _add_tour(commands)
    return parser


def _add_evaluate(commands: Any) -> None:
    parser = commands.add_parser(
        "evaluate",
        help="test a network on the test images",
        description="Evaluate on the test images, or others: accuracy, scores of each class, "
        "confusion matrix.",
    )
    _add_judged_images(parser.add_mutually_exclusive_group())
    networks = parser.add_mutually_exclusive_group()
    add_model(networks)
    networks.add_argument(
        "--compare",
        nargs=2,
        metavar=("A", "B"),
        help="test two networks, each a name or a file, and print what differs and whether it may "
        "be chance",
    )
    add_data(parser, default=argparse.SUPPRESS)
    parser.add_argument(
        "--report", type=Path, metavar="FILE.html", help="write a page for people to this file"
    )
    parser.add_argument(
        "--csv",
        type=Path,
        metavar="DIR",
        help="write report.csv, confusion.csv and their checksums, SHA256SUMS, into this "
        "directory, made if it is missing",
    )
    add_json(parser)


def _add_judged_images(group: Any) -> None:
    group.add_argument(
        "--split",
        "--part",
        dest="split",
        choices=["test", "validation", "training", "unused", "all"],
        help="which images of the data set to use (default: test): those that the network did "
        "or did not learn from, as its file tells",
    )
    group.add_argument(
        "--drawings",
        type=Path,
        metavar="FILE",
        help="use drawings of a .npz with images and labels instead, each fitted to the frame",
    )
    group.add_argument(
        "--doodles",
        action="store_true",
        help="use 5,000 drawings made by the program instead, which no network learned from",
    )


def _add_predict(commands: Any) -> None:
    parser = commands.add_parser(
        "predict",
        help="classify pictures",
        description="Print what a network predicts for pictures, one line per image.",
    )
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="PICTURE",
        help="a picture in a usual format, a .npy of uint8 (28, 28) or (n, 28, 28), or a .npz "
        "with such an array named images",
    )
    parser.set_defaults(parser=parser)
    parser.add_argument(
        "--pictures",
        dest="folders",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="all pictures of a folder, sorted by name; may be given more than once",
    )
    add_model(parser)
    add_fit(parser)
    add_json(parser)


def _add_explain(commands: Any) -> None:
    from fashion_gui.explain import DEFAULT_METHOD, OFFERED_METHODS

    parser = commands.add_parser(
        "explain",
        help="explain a prediction",
        description="Print what in a picture speaks for a class, and what erasing that changes.",
    )
    parser.set_defaults(parser=parser)
    parser.add_argument("picture", metavar="PICTURE", help="one picture, as for predict")
    parser.add_argument(
        "--class",
        dest="target",
        metavar="NAME",
        help="the class to explain (default: the most probable one)",
    )
    parser.add_argument(
        "--against", metavar="NAME", help="explain why that class rather than this one"
    )
    parser.add_argument(
        "--method",
        choices=OFFERED_METHODS,
        default=DEFAULT_METHOD,
        metavar="M",
        help=f"one of {', '.join(OFFERED_METHODS)} (default: {DEFAULT_METHOD})",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="write the picture with the attribution marked: a .png, or a page as .html",
    )
    add_model(parser)
    add_fit(parser)
    add_json(parser)


def _add_flip(commands: Any) -> None:
    parser = commands.add_parser(
        "flip",
        help="find the least ink that changes the answer",
        description="Find the least ink and the smallest change that get a picture another answer.",
    )
    parser.set_defaults(parser=parser)
    parser.add_argument("picture", metavar="PICTURE", help="one picture, as predict takes it")
    parser.add_argument(
        "--to",
        dest="target",
        metavar="NAME",
        help="the class that it is to be called (default: the second most probable one)",
    )
    parser.add_argument(
        "--judge", metavar="NAME|FILE", help="another network that is asked about the result"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE.png", help="draw the picture, the change and the result"
    )
    add_model(parser)
    add_fit(parser)
    add_json(parser)


def _add_doodles(commands: Any) -> None:
    parser = commands.add_parser(
        "doodles",
        help="show the drawings that networks learn from",
        description="Draw clothes as the program does for networks to learn from, in one picture.",
    )
    parser.add_argument("picture", type=Path, metavar="OUT.png", help="the picture to write")
    parser.add_argument(
        "--n",
        type=types.up_to_150,
        default=24,
        metavar="N",
        help="doodles per row (default: 24)",
    )
    parser.add_argument(
        "--seed",
        type=types.seed,
        default=0,
        metavar="N",
        help="seed of the random numbers (default: 0)",
    )


def _add_tour(commands: Any) -> None:
    parser = commands.add_parser(
        "tour",
        help="use the program without a screen and save pictures of it",
        description="Train, browse and draw without a screen, and save a picture of every page.",
    )
    parser.add_argument("directory", type=Path, metavar="DIR", help="where the pictures go")
    parser.add_argument(
        "--epochs",
        type=types.positive,
        metavar="N",
        help="epochs of the run that is shown (default: 6)",
    )
    add_data(parser, default=argparse.SUPPRESS)
