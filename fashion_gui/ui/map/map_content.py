"""What the page Map does: which map it asks for, and what it says of it and of the drawing."""

from dataclasses import replace
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from fashion_gui.data import Split
from fashion_gui.evaluation.query import ImageQuery
from fashion_gui.explain.image_map import ImageMap, Layout, Mapper
from fashion_gui.nn.threads import usable_cores
from fashion_gui.ui.map.colouring import Answers, ColourBy, Colouring
from fashion_gui.ui.map.map_frame import MapFrame
from fashion_gui.ui.map.map_maker import MapMaker, Star, StarFinder
from fashion_gui.ui.map.map_words import groups_of, lines_on, name_of, quality_of
from fashion_gui.ui.map.point_picture import FAR
from fashion_gui.ui.session.run_film import MOMENT
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.palette import colours

_PATIENCE_S = 0.8
"""How long a map stays before one that is not complete takes its place."""
_N_AROUND = 10
_NO_STAR, _STAR_COMES = "No star yet", "It appears as soon as the images have their places."
_FEWEST = 4
"""Least number of images on a map."""


class MapContent(MapFrame):
    """The map of the active network, in step with the session.

    Attributes
    ----------
    is_making
        Whether more images are to come onto the map.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked: tuple[object, ...] = ()
        self._asked_at = 0.0
        self._coming: NDArray[np.float32] | None = None
        self._is_coming_shown = self.is_making = False
        self._map: ImageMap | None = None
        self._star_map: ImageMap | None = None
        self._answers = Answers.none(0)
        self._colouring: Colouring
        self.maker = MapMaker(session.threads, self)
        self.finder = StarFinder(session.threads, self)
        self._connect()
        self._on_dataset()
        self._on_drawn()

    def _connect(self) -> None:
        session = self._session
        session.dataset_changed.connect(self._on_dataset)
        session.network_changed.connect(self._ask)
        session.models_changed.connect(self._ask)
        session.predictions.changed.connect(self._on_answers)
        session.drawn_changed.connect(self._on_drawn)
        session.picked_changed.connect(self._on_picked)
        self.layers.activated.connect(self._ask)
        self.layouts.activated.connect(self._ask)
        self.colour_by.activated.connect(self._recolour)
        self.legend.highlighted.connect(self.view.highlight)
        self.lasso.toggled.connect(self._on_lasso)
        self.whole.clicked.connect(self.view.fit)
        self.show_images.clicked.connect(self._browse)
        self.view.picked.connect(self._open)
        self.view.opened.connect(self._browse)
        self.view.selected.connect(self._show_caption)
        self.view.describe = self._describe
        self.drawing.changed.connect(self._find_star)
        self.maker.arrived.connect(self._show)
        self.finder.arrived.connect(self._show_star)
        for work in (self.maker, self.finder):
            work.failed.connect(session.failed)

    # What is asked for -------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.maker.set_paused(False)
        self._ask()
        self._recolour()
        self._find_star()  # of what was drawn meanwhile

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._session.want_all_predictions(False)
        self.maker.set_paused(True)  # so that nothing is lost, and nothing else made slower

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._session.dataset:
            self._recolour()

    @Slot()
    def _on_dataset(self) -> None:
        dataset = self._session.dataset
        if dataset:
            self.view.images = dataset.images
            self.view.show_points(_nowhere(len(dataset)), at_once=True)
            self._on_answers()
            self._recolour()
            self._ask()

    @property
    def _is_passing(self) -> bool:
        """Whether the network learns, or is one of a film: a quick map of few images is due."""
        active = self._session.active_model
        return self._session.is_live or (active is not None and active.key == MOMENT)

    @Slot()
    def _ask(self) -> None:
        """Make a map, if the page is visible and shows another one."""
        session, network = self._session, self._session.network
        if network is None or session.dataset is None or not self.isVisible():
            return
        if len(session.dataset) < _FEWEST:
            self.view.empty_text = "There are too few images for a map."
            self.view.update()
            return
        self.layers.show_layers(network.architecture)
        layout = Layout(self.layouts.currentText())
        self.layouts.setEnabled(not self._is_passing)
        mapper = Mapper(
            network,
            self.layers.layer,
            Layout.COMPONENTS if self._is_passing else layout,
            session.dataset,
            self._shown_map(),
            1 if session.run.state.is_active else usable_cores(),
            None if self._is_passing else session.cache,
        )
        if self._is_passing:
            self._asked = ()
            of_test = session.dataset.numbers(Split.TEST)
            numbers = of_test if len(of_test) >= _FEWEST else range(len(session.dataset))
            self.maker.ask_live(mapper, numbers, rests=session.run.state.is_active)
            return
        asked = network, self.layers.layer, layout
        if asked != self._asked:
            self._asked, self._asked_at = asked, monotonic()
            self._coming, self._is_coming_shown = None, False
            self.is_making = True
            self.view.empty_text = (
                f"Arranging {len(session.dataset):,} images: the first ones appear in a moment."
            )
            self.maker.ask(mapper)
            self._show_caption()

    def _shown_map(self) -> ImageMap | None:
        """Return the map as it is shown, which the next one is turned to."""
        points = self.view.points.there
        numbers = np.flatnonzero(points[:, 0] < FAR)
        return self._map and replace(self._map, numbers=numbers, points=points[numbers])

    # What is shown -----------------------------------------------------------------------

    @Slot(object)
    def _show(self, made: ImageMap) -> None:
        dataset = self._session.dataset
        if dataset is None:
            return
        is_passing = self._is_passing
        if not is_passing and made.network is not self._session.network:
            return  # it came after the run
        if is_passing or made.is_complete or not made.can_place:
            # A map of its own: of all images, or of those that are arranged first.
            points = _nowhere(len(dataset))
            points[made.numbers] = made.points
            is_unfolding = self._map is not None and not self._map.can_place and not is_passing
            self.view.show_points(
                points, at_once=is_unfolding and not made.is_complete, is_quick=is_passing
            )
            self.is_making = not is_passing and not made.is_complete
            self._is_coming_shown = not made.is_complete
            self._coming = points
        else:
            self._add(made, len(dataset))
        if is_passing or made.is_complete or self._map is None or self._is_coming_shown:
            self._map = made
        is_placeable = made.can_place and not made.has_axes_of(self._star_map)
        if is_passing or made.is_complete or is_placeable:
            self._find_star()
        self._show_legend()
        self._show_caption()

    def _add(self, made: ImageMap, n_images: int) -> None:
        """Add some images to a map that is not complete."""
        if self._coming is None:
            self._coming = _nowhere(n_images)
        self._coming[made.numbers] = made.points
        if self._is_coming_shown:
            self.view.add_points(made.numbers, made.points)
        elif self._map is None or monotonic() - self._asked_at > _PATIENCE_S:
            self.view.show_points(self._coming)
            self._is_coming_shown = True

    @Slot()
    def _on_answers(self) -> None:
        session, dataset = self._session, self._session.dataset
        if dataset is None:
            return
        answers = Answers.none(len(dataset))
        for part in dataset.pieces(Split.ALL):
            if found := session.predictions_on(part):
                place = slice(found.start, found.start + len(found))
                answers.predicted[place] = found.predicted
                answers.confidence[place] = found.confidence
        self._answers = answers
        if self.isVisible():
            self._recolour()

    @Slot()
    def _recolour(self) -> None:
        dataset = self._session.dataset
        if dataset is None:
            return
        by, shades = ColourBy(self.colour_by.currentText()), colours(self.palette())
        self._session.want_all_predictions(by is not ColourBy.TRUE_CLASS and self.isVisible())
        names = self._session.network.class_names if self._session.network else dataset.class_names
        if len(names) < len(dataset.class_names):
            names = dataset.class_names
        colouring = Colouring.of(by, dataset.labels, names, self._answers, shades)
        self._colouring = colouring
        self.view.set_colouring(colouring)
        self._show_legend()

    def _show_legend(self) -> None:
        is_shown = self.view.points.there[:, 0] < FAR
        counts = self._colouring.counts(is_shown)
        rows = zip(self._colouring.names, self._colouring.colours, counts, strict=True)
        self.legend.show_groups([(name, colour, int(n)) for name, colour, n in rows])

    @Slot()
    def _show_caption(self) -> None:
        dataset, made = self._session.dataset, self._map
        if dataset is None:
            return
        is_shown = self.view.points.there[:, 0] < FAR
        words = shorter = f"{np.count_nonzero(is_shown):,} images"
        if self.view.selection is not None:
            chosen = self.view.selection[is_shown[self.view.selection]]
            groups = groups_of(self._colouring, chosen, 3)
            words = f"{len(chosen):,} of {words} selected: {groups or 'none'} (Escape undoes it)"
            shorter = f"{len(chosen):,} selected"
        elif self._is_passing:
            words += (
                f" of the test file, at this moment of the run, by {name_of(self.layers.layer)}"
            )
        elif self.is_making and made and not made.can_place:
            words = f"Arranging {words} of {len(dataset):,} …"
        elif made is None or self.is_making:
            words += f" of {len(dataset):,} so far …"
        else:
            words += f" by {name_of(made.layer)}; {quality_of(made)}"
        self.caption.setText(words, shorter)
        self.view.summary = f"{words}. Colours: {self.colour_by.currentText()}."

    def _describe(self, number: int) -> tuple[str, ...]:
        dataset, network = self._session.dataset, self._session.network
        if dataset is None or network is None:
            return ()
        answer = int(self._answers.predicted[number]), float(self._answers.confidence[number])
        if answer[0] < 0 and not self._session.incompatibility():
            shares = network.predict_proba(dataset.image(number)[np.newaxis])[0]
            answer = int(shares.argmax()), float(shares.max())
        return lines_on(number, dataset, answer, network.class_names)

    # What a person does ------------------------------------------------------------------

    @Slot(bool)
    def _on_lasso(self, is_on: bool) -> None:
        self.view.is_lassoing = is_on

    @Slot(int)
    def _open(self, number: int) -> None:
        """Show an image on Browse."""
        self._session.show_image(number)

    @Slot()
    def _browse(self) -> None:
        """Show the selected images on Browse, or those in sight of the highlighted groups."""
        dataset, numbers = self._session.dataset, self.view.selection
        if dataset is None:
            return
        if numbers is None:
            numbers = self.view.in_sight
            if self.view.highlighted:
                group = self._colouring.group[numbers]
                numbers = numbers[np.isin(group, list(self.view.highlighted))]
        if not len(numbers):
            self._session.failed.emit("There are no images to show: select some on the map first.")
            return
        ends = {dataset.split_of(int(end)) for end in (numbers.min(), numbers.max())}
        part = ends.pop() if len(ends) == 1 else Split.ALL
        among = tuple(np.sort(numbers).tolist())
        self._session.browse(ImageQuery(part, among=among))

    @Slot()
    def _on_picked(self) -> None:
        self.view.mark(self._session.picked)

    @Slot()
    def _on_drawn(self) -> None:
        self.drawing.set_image(self._session.drawn)

    @Slot()
    def _find_star(self) -> None:
        image = self.drawing.image
        if image is None:
            self.finder.forget()
            self.view.star.go(None)
            self.drawing.say_nothing()
        elif self._map and self._map.can_place and self.isVisible():
            self.finder.ask(self._map, image)
        elif self._star_map is None:
            self.drawing.say(_NO_STAR, _STAR_COMES)

    @Slot(object)
    def _show_star(self, star: Star) -> None:
        if not star.image_map.has_axes_of(self._map) or self.drawing.image is None:
            return
        is_same = star.image_map.has_axes_of(self._star_map)
        self._star_map = star.image_map
        self.view.star.go(star.point, begins=not is_same)
        points = self.view.points.there
        gaps = np.square(points - star.point).sum(axis=1)
        n = min(_N_AROUND, len(gaps) - 1)
        nearest = np.argpartition(gaps, n)[:n]
        words = groups_of(self._colouring, nearest, 2)
        self.drawing.say(star.verdict.words, f"The {n} nearest on the map: {words}.")


def _nowhere(n_images: int) -> NDArray[np.float32]:
    return np.full((n_images, 2), FAR, np.float32)
