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
from fashion_gui.ui.train.shown_run import ShownRun


class SettingsShown(QObject):
    """Keeps what is shown of a form's settings current, as long as they are possible."""

    def __init__(self, session: Session, form: RecipeForm, network: NetworkView) -> None:
        super().__init__(form)
        self._session, self._form, self._network = session, form, network
        self._preview: BatchPreview | None = None
        self._run: ShownRun | None = None
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

    @Slot()
    def show_network(self) -> None:
        """Draw the network that the settings make."""
        recipe = self.recipe()
        if self._session.dataset and recipe:
            n_classes = len(self._session.dataset.class_names)
            self._network.show_architecture(recipe.architecture(n_classes))
            self._network.show_owner(self._owner(recipe, n_classes))

    def follow(self, shown: ShownRun) -> None:
        """Say whether the network is that of the run that the page is about, too."""
        self._run = shown
        shown.changed.connect(self.show_network)
        self._session.run.state_changed.connect(self.show_network)

    def _owner(self, recipe: Recipe, n_classes: int) -> str:
        """Return whose network is drawn; "" before there is a run, whose could be meant."""
        run, name = self._session.run, self._run.name if self._run else ""
        record = self._run.known_record() if self._run else None
        learned = record.recipe if record else run.recipe if run.state.is_active else None
        if learned is None or not name:
            return ""
        if learned.architecture(n_classes) == recipe.architecture(n_classes):
            return f"Network of {name}"
        return f"Network of the settings for a new run ({recipe.name}), not of {name}"

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
