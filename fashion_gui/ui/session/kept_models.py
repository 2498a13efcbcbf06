"""The networks of kept runs, which are read when they are chosen."""

from pathlib import Path
from typing import Any

from fashion_gui.shelf.run_names import network_of_run
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.ui.session.model_entry import OfferedModel, origin_of


class KeptModels:
    """Follows the list of kept runs: each that has a network offers it, the newest first.

    What is told of a run is made once, and again when its record changes.
    """

    def __init__(self, folder: Path) -> None:
        """Offer nothing yet; `folder` is that of the runs."""
        self._folder = folder.resolve()
        self._records: tuple[RunRecord, ...] | None = None
        self._models: dict[str, tuple[RunRecord, OfferedModel]] = {}

    @property
    def models(self) -> tuple[OfferedModel, ...]:
        """The networks."""
        return tuple(model for _, model in self._models.values())

    def key(self, run: str) -> str:
        """Return the key of a kept run's network."""
        return str(self._folder / run)

    def follow(self, records: tuple[RunRecord, ...]) -> bool:
        """Offer the networks of these runs; False if they are the ones of before."""
        if records is self._records:
            return False
        before, self._records = self._models, records
        self._models = {
            record.name: (record, self._model(record, before))
            for record in records
            if record.test_accuracy is not None or record.best_accuracy is not None
        }
        return True

    def drop(self, run: str) -> None:
        """Offer that of one run no longer."""
        self._models.pop(run, None)

    def _model(
        self, record: RunRecord, before: dict[str, tuple[RunRecord, OfferedModel]]
    ) -> OfferedModel:
        known, model = before.get(record.name, (None, None))
        if model and known == record:
            return model
        name = record.name
        label, origin = network_of_run(name), origin_of(record)
        return OfferedModel(self.key(name), label, _story_of(record), name, origin)


def _story_of(record: RunRecord) -> dict[str, Any]:
    """Return what the lists tell of a run's network, as in a model file."""
    recipe = {"drawings": record.recipe.drawings, "n_test": record.recipe.n_test}
    return {"recipe": recipe, "test_accuracy": record.test_accuracy}
