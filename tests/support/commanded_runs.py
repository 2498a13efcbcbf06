"""Runs that are sent commands after some of their steps."""

from typing import Any

from fashion_gui.data import Dataset
from fashion_gui.training.events import BatchMetrics, Plan, Record
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train


def run_with(
    recipe: Recipe, dataset: Dataset, commands: dict[int, Any], **options: Any
) -> list[Record]:
    """Run to the end, and send commands right after some steps, or at 0 after the plan."""
    run, told, command = train(recipe, dataset, **options), [], None
    while True:
        try:
            told.append(run.send(command))
        except StopIteration:
            return told
        last = told[-1]
        step = last.step if isinstance(last, BatchMetrics) else 0 if isinstance(last, Plan) else -1
        command = commands.get(step)
