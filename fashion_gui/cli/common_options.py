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


def add_runs(parser: Any) -> None:
    """Add the folder of the runs."""
    parser.add_argument(
        "--runs",
        type=Path,
        metavar="DIR",
        help="the folder of the runs (default: one in the user's data folder)",
    )


def add_model(parser: Any) -> None:
    """Add the network that answers."""
    from fashion_gui.files.model_file import DEFAULT_MODEL, shipped

    parser.add_argument(
        "--model",
        default=DEFAULT_MODEL,
        metavar="NAME|FILE",
        help=f"a network that comes with the program ({', '.join(shipped())}) or a file "
        f"(default: {DEFAULT_MODEL})",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add that output is for programs."""
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


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
