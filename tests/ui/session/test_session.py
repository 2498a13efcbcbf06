"""What the pages share."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fashion_gui.data import Split
from fashion_gui.evaluation import kept_predictions
from fashion_gui.files import model_file
from fashion_gui.files.model_file import DEFAULT_MODEL
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layers import Dense, Flatten, Softmax
from fashion_gui.nn.network import Network
from fashion_gui.training.events import Snapshot
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session import prediction_service
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState


class Listener(QObject):
    """Counts what a session tells."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.n_networks = 0
        self.failures: list[str] = []
        session.network_changed.connect(self.on_network)
        session.failed.connect(self.failures.append)

    def on_network(self) -> None:
        self.n_networks += 1


def train(qtbot: QtBot, session: Session, recipe: Recipe) -> None:
    assert session.dataset
    session.run.start(recipe, session.dataset)
    qtbot.waitUntil(lambda: session.run.state is RunState.IDLE, timeout=20_000)


def test_the_shipped_network_answers_first(session: Session) -> None:
    assert session.active_model is not None
    assert session.active_model.key == DEFAULT_MODEL
    assert not session.is_live


def test_the_network_in_training_answers_while_it_learns(
    qtbot: QtBot, session: Session, endless_recipe: Recipe
) -> None:
    listener = Listener(session)
    assert session.dataset
    session.run.start(endless_recipe, session.dataset)
    qtbot.waitUntil(lambda: listener.n_networks > 3)
    assert session.is_live
    assert session.active_model is not None
    assert session.active_model.label == "Run 1 (custom), in training"


def test_a_choice_of_another_network_holds_while_one_learns(
    qtbot: QtBot, session: Session, endless_recipe: Recipe
) -> None:
    listener = Listener(session)
    assert session.dataset
    session.run.start(endless_recipe, session.dataset)
    qtbot.waitUntil(lambda: session.is_live)
    session.choose("mlp")
    shipped = session.network
    n_snapshots: list[object] = []
    session.run.snapshot_taken.connect(n_snapshots.append)
    qtbot.waitUntil(lambda: len(n_snapshots) > 3)
    assert session.network is shipped
    assert listener.failures == []


def test_every_finished_run_stays_among_the_choices(
    qtbot: QtBot, session: Session, quick_recipe: Recipe
) -> None:
    train(qtbot, session, quick_recipe)
    train(qtbot, session, quick_recipe)
    assert [choice.label for choice in session.models.values()] == [
        *model_file.shipped(),
        "Run 1 (custom)",
        "Run 2 (custom)",
    ]
    assert session.active_model is session.models["run 2"]


def test_answers_follow_the_network(qtbot: QtBot, session: Session, quick_recipe: Recipe) -> None:
    train(qtbot, session, quick_recipe)
    qtbot.waitUntil(
        lambda: (
            session.predictions.current is not None
            and session.predictions.current.network is session.network
        )
    )
    assert session.dataset
    assert session.network
    assert session.predictions.current
    expected = session.network.predict_proba(session.dataset.test.images)
    np.testing.assert_array_equal(session.predictions.current.probabilities, expected)
    is_right = expected.argmax(axis=1) == session.dataset.test.labels
    assert session.predictions.current.report.accuracy == is_right.mean()


def test_answers_of_another_network_are_dropped_at_once(
    qtbot: QtBot, session: Session, quick_recipe: Recipe
) -> None:
    train(qtbot, session, quick_recipe)
    qtbot.waitUntil(lambda: session.predictions.current is not None)
    session.choose("mlp")
    assert session.predictions.current is None
    qtbot.waitUntil(lambda: session.predictions.current is not None)
    assert session.predictions.current.network is session.models["mlp"].network


def test_a_saved_network_can_be_opened_with_its_story(
    qtbot: QtBot, session: Session, quick_recipe: Recipe, tmp_path: Path
) -> None:
    train(qtbot, session, quick_recipe)
    path = tmp_path / "mine.safetensors"
    assert session.save_network(path)
    assert session.open_network(path)
    assert session.active_model is not None
    assert session.active_model.label == "mine"
    assert session.active_model.training["recipe"]["hidden"] == [16]
    assert session.network is not None
    np.testing.assert_array_equal(
        session.network.parameters, session.models["run 1"].network.parameters
    )


@pytest.mark.parametrize("content", [None, b"", b"not a model"])
def test_a_bad_file_is_told_and_changes_nothing(
    session: Session, tmp_path: Path, content: bytes | None
) -> None:
    listener = Listener(session)
    path = tmp_path / "bad.safetensors"
    if content is not None:
        path.write_bytes(content)
    before = session.active_model
    assert not session.open_network(path)
    assert "bad.safetensors" in listener.failures[0]
    assert session.active_model is before
    assert str(path) not in session.models


def test_a_network_that_cannot_be_written_is_told(session: Session, tmp_path: Path) -> None:
    listener = Listener(session)
    assert not session.save_network(tmp_path / "nowhere" / "mine.safetensors")
    assert "nowhere" in listener.failures[0]


def test_opening_the_same_file_again_reads_it_again(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    assert session.network is not None
    model_file.save(path, session.network)
    assert session.open_network(path)
    first = session.network
    assert session.open_network(path)
    assert session.network is not first


def test_missing_images_are_told(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(tmp_path / "nothing")
    listener = Listener(session)
    session.start()
    qtbot.waitUntil(lambda: bool(listener.failures))
    assert "nothing" in listener.failures[0]
    assert session.dataset is None
    assert session.loading_error == listener.failures[0]
    session.close()


def test_closing_at_once_after_starting_leaves_no_thread(dataset_directory: Path) -> None:
    session = Session(dataset_directory)
    session.start()
    session.close()


@pytest.mark.parametrize("paused", [False, True])
def test_closing_during_a_run_leaves_no_thread(
    session: Session, endless_recipe: Recipe, paused: bool
) -> None:
    assert session.dataset
    session.run.start(endless_recipe, session.dataset, paused=paused)
    session.close()
    assert session.run.state is RunState.IDLE


def test_after_every_single_step_the_network_that_answers_has_learned(
    qtbot: QtBot, session: Session, endless_recipe: Recipe
) -> None:
    assert session.dataset
    snapshots: list[Snapshot] = []
    session.run.snapshot_taken.connect(snapshots.append)
    session.run.start(endless_recipe, session.dataset, paused=True)
    for n_steps in range(1, 6):
        session.run.step()
        qtbot.waitUntil(lambda n=n_steps: bool(snapshots) and snapshots[-1].step == n)
        assert session.network is snapshots[-1].network
    parameters = [snapshot.network.parameters for snapshot in snapshots]
    assert all(not np.array_equal(a, b) for a, b in pairwise(parameters))


def test_a_network_of_another_number_of_classes_is_refused(
    session: Session, tmp_path: Path
) -> None:
    listener = Listener(session)
    architecture = Architecture((Flatten(), Dense(3), Softmax()))
    parameters = architecture.initial_parameters(np.random.default_rng(0))
    path = tmp_path / "three.safetensors"
    model_file.save(path, Network(architecture, parameters, ("a", "b", "c")))
    before = session.active_model
    assert not session.open_network(path)
    assert "found one that was trained on a, b, c." in listener.failures[0]
    assert session.active_model is before


def test_a_later_start_shows_what_an_earlier_one_worked_out(
    qtbot: QtBot, dataset_directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accuracies = []
    for _ in range(2):
        session = Session(dataset_directory, cache=ResultCache(tmp_path / "cache"))
        session.want_neighbours(True)
        session.start()
        session.choose("mlp")  # the quick one, before there are images
        qtbot.waitUntil(lambda: has_features(session), timeout=20_000)  # noqa: B023
        qtbot.waitUntil(lambda: session.predictions.progress is None)  # noqa: B023
        assert session.predictions.current
        accuracies.append(session.predictions.current.report.accuracy)
        session.close()
        session.deleteLater()
        for module in (kept_predictions, prediction_service):  # the second start needs it no more
            monkeypatch.setattr(module, "predict_split", None)
    assert accuracies[0] == accuracies[1]


def has_features(session: Session) -> bool:
    training = session.predictions_on(Split.TRAINING)
    return training is not None and training.features is not None


def test_a_file_that_was_replaced_is_answered_anew(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "mine.safetensors"
    for name in ("convnet-best", "mlp"):
        network = session.models[name].network
        model_file.save(path, network)
        assert session.open_network(path)
        assert session.predictions.current is None
        qtbot.waitUntil(lambda: session.predictions.current is not None, timeout=20_000)
        assert session.predictions.current
        assert session.predictions.current.network is session.network
        assert session.dataset
        expected = network.predict_proba(session.dataset.test.images)
        np.testing.assert_allclose(session.predictions.current.probabilities, expected, atol=1e-6)


def test_the_history_of_every_run_is_kept(
    qtbot: QtBot, session: Session, quick_recipe: Recipe
) -> None:
    assert session.dataset
    for number, epochs in ((1, 2), (2, 3)):
        with qtbot.waitSignal(session.run.finished, timeout=20_000):
            session.run.start(replace(quick_recipe, epochs=epochs), session.dataset)
        assert list(session.runs.histories) == list(range(1, number + 1))
    assert [len(history.epochs) for history in session.runs.histories.values()] == [2, 3]
    assert session.run.history is session.runs.histories[2]
    assert session.runs.histories[1].loss.training.x[-1] == 2.0
