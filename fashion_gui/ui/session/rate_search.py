"""The learning-rate finder in the background: before a run, or on a copy of one in a pause."""

from collections.abc import Generator

from fashion_gui.data import Dataset
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.training.rate_curve import RateSearch
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.latest_work import LatestWork


class RateFinder(LatestWork):
    """Tries learning rates; ``arrived`` carries each ``RateSearch`` so far."""

    failure = "The learning rates could not be tried. {}"

    def find(self, recipe: Recipe, dataset: Dataset, folder: RunFolder | None = None) -> None:
        """Search for a new run of a recipe, or for the next steps of a paused one.

        Parameters
        ----------
        recipe
            The recipe, as it is turned now.
        dataset
            The images.
        folder
            The paused run, whose checkpoint is read and not changed; None for a new run.
        """

        def searching() -> Generator[RateSearch, None, None]:
            from fashion_gui.training.rate_finder import find_rate

            if folder is None:
                yield from find_rate(recipe, dataset)
            else:
                found = folder.read_checkpoint()
                yield from find_rate(found.recipe, dataset, found, now=recipe)

        self.do(searching)
