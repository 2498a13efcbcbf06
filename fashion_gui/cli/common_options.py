"""Options that several commands share."""

import argparse
from dataclasses import Field
from pathlib import Path
from typing import Any

from fashion_gui.cli import argument_types as types


def add_data(parser: argparse.ArgumentParser, default: Any = None) -> None:
    """Add the folder of the images."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=default,
        help="a directory with four IDX files, gzipped or not (default: the Fashion-MNIST "
        "that comes with the program)",
    )


def add_runs(parser: Any, default: Any = None) -> None:
    """Add the folder of the runs."""
    parser.add_argument(
        "--runs",
        type=Path,
        metavar="DIR",
        default=default,
        help="the folder of the runs (default: one in the user's data folder)",
    )


def add_model(parser: Any) -> None:
    """Add the network that answers."""
    from fashion_gui.files.model_file import DEFAULT_MODEL, shipped

    parser.add_argument(
        "--model",
        default=DEFAULT_MODEL,
        metavar="NAME|FILE",
        help=f"a network that comes with the program ({', '.join(shipped())}), a file, or the name "
        f'of a kept run; "mlp (mine)" is the run mlp (default: {DEFAULT_MODEL})',
    )


def add_fit(parser: argparse.ArgumentParser) -> None:
    """Add how a picture is fitted to the frame of a network."""
    fitting = parser.add_mutually_exclusive_group()
    fitting.add_argument(
        "--fit",
        choices=["auto", "always", "never"],
        default="auto",
        help="find what a picture shows, light or dark, at any position and size, as the canvas "
        "does; auto: unless it is an image of 28x28 pixels on black with greys (default: auto)",
    )
    fitting.add_argument(
        "--drawing", dest="fit", action="store_const", const="always", help="short for --fit always"
    )
    parser.add_argument(
        "--turn",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="turn a fitted picture that lies on its side, if it is then recognized much "
        "better (default: yes)",
    )


def add_json(parser: argparse.ArgumentParser, default: Any = False) -> None:
    """Add that output is for programs."""
    words = "print JSON, for programs"
    parser.add_argument("--json", action="store_true", default=default, help=words)


def add_recipe(parser: argparse.ArgumentParser) -> None:
    """Add the ready recipe that settings change."""
    from fashion_gui.training.presets import DEFAULT_RECIPE, RECIPES

    parser.add_argument(
        "--recipe",
        choices=list(RECIPES),
        default=DEFAULT_RECIPE,
        metavar="NAME",
        help=f"one of {', '.join(RECIPES)} (default: {DEFAULT_RECIPE})",
    )


def add_several(group: Any) -> None:
    """Add what makes several runs of a recipe."""
    group.add_argument(
        "--seeds", type=types.positive, metavar="N", help="train N times, with different seeds"
    )
    group.add_argument(
        "--try",
        dest="try_values",
        type=types.tried_values,
        metavar="SETTING=A,B,C",
        help="train with each of these values; runs that fall behind end early",
    )
    group.add_argument(
        "--full", action="store_true", help="with --try: let every run go to its end"
    )


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add an option for each setting of a recipe; without it the recipe's value holds."""
    from fashion_gui.training.recipes import settings

    group = parser.add_argument_group(
        "settings",
        "Any but the epochs, the seed, drawings and a teacher make the recipe a custom one. mlp, "
        "convnet and convnet-best also learn from drawings where the images are those clothes; "
        "--no-drawings lets them learn from photographs alone.",
    )
    for setting in settings():
        values: dict[str, Any] = types.SETTING_OPTIONS.get(setting.type, {"metavar": "NAME"})
        group.add_argument(
            f"--{setting.name.replace('_', '-')}",
            default=argparse.SUPPRESS,
            help=_setting_help(setting).replace("%", "%%"),
            **values,
        )


def _setting_help(setting: "Field[Any]") -> str:
    words, limits = setting.metadata["help"], setting.metadata["limits"]
    return f"{words} {str(limits).capitalize()}." if limits else words
