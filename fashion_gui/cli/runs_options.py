"""The options of the command ``runs``."""

import argparse
from pathlib import Path
from typing import Any

from fashion_gui.cli.common_options import add_data, add_json, add_runs


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
