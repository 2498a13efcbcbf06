"""What was looked at is there again after a restart: query, image, and compared network."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Slot

from fashion_gui.evaluation.query_text import from_text, to_text
from fashion_gui.ui.session.model_entry import ModelEntry
from fashion_gui.ui.session.session import Session

_QUERY, _COMPARED, _PICKED = "window/query", "window/compared", "window/picked"


class LastQuestion(QObject):
    """Keeps them, and brings them back with the images; what is damaged is ignored.

    It is made before the pages, which then hear of the images with the query that is about them.

    Parameters
    ----------
    lasting_name, key_of
        Return by what a network is found again, "" for one that is not in a file; and the key of
        the network with such a name, which is read if it is not yet, or None.
    """

    def __init__(
        self,
        session: Session,
        settings: QSettings,
        lasting_name: Callable[[ModelEntry | None], str],
        key_of: Callable[[str], str | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._lasting_name, self._key_of = lasting_name, key_of
        self._is_restored = False
        session.dataset_changed.connect(self._restore)
        session.query_changed.connect(self._keep)
        session.compared_changed.connect(self._keep)
        session.picked_changed.connect(self._keep_picked)

    @Slot()
    def _restore(self) -> None:
        session = self._session
        if self._is_restored or session.dataset is None:
            return
        name = str(self._settings.value(_COMPARED, ""))
        text = str(self._settings.value(_QUERY, ""))
        key = self._key_of(name) if name else None
        if key and session.active_model and key != session.active_model.key:
            session.compare(key)
        try:
            question = from_text(text, session.dataset.class_names)
        except ValueError:
            question = session.query
        if session.compared is None:
            question = question.without("differs", "other_answer")
        picked = _number(str(self._settings.value(_PICKED, "")))
        if picked in session.dataset.numbers(question.part):
            session.pick(picked)
        session.set_query(question)
        self._is_restored = True

    @Slot()
    def _keep(self) -> None:
        """Keep them at once: a crash loses nothing."""
        session = self._session
        if self._is_restored and session.dataset:
            name = self._lasting_name(session.compared)
            self._settings.setValue(_COMPARED, name)
            self._settings.setValue(_QUERY, to_text(session.query, session.dataset.class_names))

    @Slot()
    def _keep_picked(self) -> None:
        picked = self._session.picked
        if self._is_restored and picked is not None:
            self._settings.setValue(_PICKED, int(picked))


def _number(text: str) -> int:
    """Return the number that a text is; -1, which no image has, for any other text."""
    try:
        return int(text)
    except ValueError:
        return -1
