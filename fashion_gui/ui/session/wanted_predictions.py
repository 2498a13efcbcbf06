"""Which predictions the pages need: for the test images, and for what each of them shows."""

from dataclasses import dataclass, replace

from fashion_gui.data import Dataset, Split
from fashion_gui.ui.session.model_entry import ModelEntry
from fashion_gui.ui.session.prediction_service import PredictionRequest
from fashion_gui.ui.session.run_film import MOMENT


@dataclass
class WantedPredictions:
    """What pages want beyond the test images and the split of the query.

    Attributes
    ----------
    for_all
        A finished network's predictions for all images.
    with_features
        Those for the training images, with the features by which neighbours are found.
    """

    for_all: bool = False
    with_features: bool = False

    def requests(
        self,
        dataset: Dataset,
        part: Split,
        active: ModelEntry,
        compared: ModelEntry | None,
        *,
        learning: str | None,
        is_film_moving: bool,
    ) -> list[PredictionRequest]:
        """Return the requests, the most urgent first.

        Parameters
        ----------
        dataset
        part
            The split of the query.
        active, compared
        learning
            Key of the network in training; None for none.
        is_film_moving
            Whether the moment of a film is about to change again.
        """

        def request(entry: ModelEntry, part: Split) -> PredictionRequest:
            is_moment = entry.key == MOMENT
            return PredictionRequest(
                entry.key,
                entry.network,
                dataset,
                part,
                is_live=entry.key == learning,
                is_passing=is_moment and is_film_moving,
                is_cached=not is_moment,
            )

        asked = dataset.pieces(part)
        parts = [Split.TEST, *(piece for piece in asked if piece is not Split.TEST)]
        requests = [request(active, piece) for piece in parts]
        if compared:
            requests += [request(compared, piece) for piece in asked]
        if active.key == MOMENT:
            return requests
        if self.for_all and active.key != learning:
            requests += [request(active, piece) for piece in dataset.pieces(Split.ALL)]
        if self.with_features:
            requests += [
                replace(request(active, piece), with_features=True)
                for piece in dataset.pieces(Split.TRAINING)
            ]
        return requests
