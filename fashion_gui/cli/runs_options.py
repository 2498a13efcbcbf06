"""The options of the command ``runs``."""

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


def add_runs_command(commands: Any) -> None:
    """Add the command ``runs`` with its acts."""
    parser = commands.add_parser(
        "runs",
        help="list, show and export the runs that are kept",
        description="Every run is kept: list them, show, export or delete one.",
    )
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    for name, takes, words in (
        ("list", "[NAME]", "list all runs, the newest last, or one of them"),
        ("show", "NAME", "show all details of a run"),
        ("note", "NAME", "write a note about a run, or mark it with a star"),
        ("rename", "NAME NEW", "rename a run"),
        ("delete", "NAME", "delete a run"),
        ("restore", "NAME", "restore a deleted run, within a week"),
        ("compare", "NAME OTHER", "say how two runs differ, and whether by more than chance"),
        ("export", "[NAME]", "write a run's curves, report and network, or the table of all runs"),
    ):
        act = acts.add_parser(name, help=words, description=f"{words.capitalize()}.")
        if takes:
            act.add_argument(
                "name",
                nargs="?" if takes == "[NAME]" else None,
                metavar="NAME",
                help="name of the run",
            )
        if name == "note":
            act.add_argument("text", nargs="?", metavar="TEXT", help="the note; empty for none")
            act.add_argument("--star", action=argparse.BooleanOptionalAction, help="mark it")
        if name == "rename":
            act.add_argument("new_name", metavar="NEW", help="its new name")
        if name == "compare":
            act.add_argument("other", metavar="OTHER", help="name of the other run")
            add_data(act)
        if name == "export":
            act.add_argument(
                "--out",
                type=Path,
                metavar="PATH",
                help="a directory for a run (default: its name), a file for the table (default: "
                "runs.csv)",
            )
        add_json(act)
        add_runs(act)
    _add_film(acts)
    _add_queue(acts)


def _add_film(acts: Any) -> None:
    words = "write the film of a run as an animated GIF, or as a strip of pictures (PNG)"
    act = acts.add_parser("film", help=words, description=f"{words.capitalize()}.")
    act.set_defaults(parser=act)
    act.add_argument("name", metavar="NAME", help="name of the run")
    act.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="a .gif or a .png (default: the run's name, as a .gif)",
    )
    add_json(act)
    add_runs(act)


def _add_queue(acts: Any) -> None:
    words = "list, add, move, remove or train the runs that wait"
    queue = acts.add_parser("queue", help=words, description=f"{words.capitalize()}.")
    queue.set_defaults(not_kept=False)
    add_json(queue)
    add_runs(queue)
    what = queue.add_subparsers(dest="queue_act", metavar="WHAT")
    for name, words in (
        ("list", "list the runs that wait, and how long they take together"),
        ("add", "add runs of a recipe behind the others, with settings as for train"),
        ("move", "move a run to another place"),
        ("remove", "remove a run that waits"),
        ("run", "train what waits, one run after another; Ctrl-C holds it"),
    ):
        act = what.add_parser(name, help=words, description=f"{words.capitalize()}.")
        act.set_defaults(parser=act)
        if name in ("move", "remove"):
            act.add_argument("name", metavar="NAME", help="name of a run that waits, or its place")
        if name == "move":
            act.add_argument("place", type=types.positive, metavar="PLACE", help="place, from 1")
        if name in ("add", "run"):
            add_data(act)
        add_json(act, default=argparse.SUPPRESS)
        add_runs(act, default=argparse.SUPPRESS)
        if name == "add":
            act.add_argument("--name", metavar="NAME", help="name of the runs on the shelf")
            add_recipe(act)
            add_several(act)
            add_settings(act)
