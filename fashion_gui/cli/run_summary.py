"""The summary of a run as values for ``--json``."""

from pathlib import Path
from typing import Any

from fashion_gui.training.events import Finished


def summary(finished: Finished, out: Path | None, name: str = "") -> dict[str, Any]:
    """Return what ``--json`` prints of a run."""
    plan, last = finished.plan, finished.history[-1] if finished.history else None
    return {
        "run": name or None,
        "recipe": plan.recipe.name,
        "layers": list(plan.sizes),
        "threads": plan.n_threads,
        "epochs": len(finished.history),
        "steps": finished.step,
        "batch_size": plan.batch_size,
        "seconds": round(finished.seconds, 3),
        "test_accuracy": finished.report.accuracy,
        "parameters": plan.n_parameters,
        "completed": finished.completed,
        "seed": plan.recipe.seed,
        "n_train": plan.n_train,
        "n_validation": plan.n_validation,
        "n_test": plan.n_test,
        "validation_accuracy": last.validation_accuracy if last else None,
        "report": finished.report.to_dict(),
        "out": None if out is None else str(out),
    }
