"""What the settings mean, before and during a run: the network, images, and whether they fit."""

from PySide6.QtCore import QObject, Slot

from fashion_gui.shelf.differences import recipe_in_words
from fashion_gui.training.batch_preview import BatchPreview
from fashion_gui.training.plan import plan_of
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.batch_strip import N_IMAGES
from fashion_gui.ui.train.network_view import NetworkView
from fashion_gui.ui.train.recipe_form import RecipeForm


class SettingsShown(QObject):
    """Keeps what is shown of a form's settings current, as long as they are possible."""

    def __init__(self, session: Session, form: RecipeForm, network: NetworkView) -> None:
        super().__init__(form)
        self._session, self._form, self._network = session, form, network
        self._preview: BatchPreview | None = None
        form.check = self._check
        form.rates.requested.connect(self._find_rate)
        form.rates.given_up.connect(session.rates.forget)
        session.rates.arrived.connect(form.rates.show_search)
        session.rates.failed.connect(form.rates.close_search)
        session.dataset_changed.connect(self._on_dataset)

    def recipe(self) -> Recipe | None:
        """Return the recipe; None when it is impossible."""
        return None if self._form.error() else self._form.recipe()

    def recipe_words(self) -> str:
        """Return the recipe in words; "" when it is impossible."""
        recipe = self.recipe()
        return f"Recipe: {recipe_in_words(recipe)}" if recipe else ""

    def show_network(self) -> None:
        """Draw the network that the settings make."""
        recipe = self.recipe()
        if self._session.dataset and recipe:
            n_classes = len(self._session.dataset.class_names)
            self._network.show_architecture(recipe.architecture(n_classes))

    def show_batch(self) -> None:
        """Show some images as they are set now."""
        recipe = self.recipe()
        if self._preview and recipe:
            self._form.batch.show_images(self._preview.images(recipe))

    def _check(self, recipe: Recipe) -> None:
        """Raise RecipeError for a recipe that does not fit the loaded images."""
        if self._session.dataset:
            plan_of(recipe, self._session.dataset)

    @Slot()
    def _on_dataset(self) -> None:
        dataset = self._session.dataset
        self._preview = BatchPreview(dataset.train.images[:N_IMAGES]) if dataset else None
        if dataset:
            self._form.show_classes(dataset.class_names)
            self._network.show_image(to_qimage(dataset.image(0)))
        self.show_batch()
        self.show_network()

    @Slot()
    def _find_rate(self) -> None:
        """Try learning rates for a new run, or for the next steps of the paused one."""
        session, run = self._session, self._session.run
        recipe = self.recipe()
        if run.recipe and run.state is RunState.PAUSED:
            session.find_rate(run.recipe, is_of_run=True)
        elif recipe:
            session.find_rate(recipe)
