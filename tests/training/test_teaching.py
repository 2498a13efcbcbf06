"""Learning from another network: what is asked of it, how often, and that runs go on exactly."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from teachers import write_teacher

from fashion_gui.data import CLASS_NAMES, Dataset, Subset
from fashion_gui.files.model_file import names_in
from fashion_gui.nn.network import Network
from fashion_gui.nn.state import StateError
from fashion_gui.nn.threads import Threads
from fashion_gui.synthetic.doodles import NO_CLOTHING
from fashion_gui.training import checkpoint as checkpoints
from fashion_gui.training import drawings
from fashion_gui.training.checkpoint import CheckpointError
from fashion_gui.training.drawings import DrawingPool
from fashion_gui.training.events import BatchMetrics, CheckpointTaken, Command, Finished, Record
from fashion_gui.training.learner import GradientLearner
from fashion_gui.training.plan import plan_of
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.teaching import Teachers, TeachersAnswers, told_digests
from fashion_gui.training.timing import n_asked_of_a_teacher
from fashion_gui.training.trainer import train

SHARE, TEMPERATURE = 0.6, 3.0
BATCH = np.array([5, 300, 17, 17, 333, 4, 0, 399])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("teacher") / "teacher.safetensors"


@pytest.fixture(scope="module")
def teacher(path: Path) -> Network:
    return write_teacher(path)


@pytest.fixture(scope="module")
def recipe(teacher: Network, path: Path) -> Recipe:
    return Recipe(
        hidden=(16,),
        batch_size=64,
        n_train=300,
        n_validation=0,
        n_test=50,
        epochs=2,
        teacher=str(path),
        teacher_share=SHARE,
        teacher_temperature=TEMPERATURE,
    )


def expected_loss(pupil: Network, teacher: Network, part: Subset) -> float:
    """Compute the loss from probabilities in double precision: powers of them are softened."""
    p, q = (n.predict_proba(part.images).astype(float) for n in (pupil, teacher))
    p_soft, q_soft = (a ** (1 / TEMPERATURE) for a in (p, q))
    p_soft, q_soft = (a / a.sum(axis=1, keepdims=True) for a in (p_soft, q_soft))
    taught = TEMPERATURE**2 * np.sum(q_soft * np.log(q_soft / p_soft))
    right = -np.log(p[np.arange(len(part)), part.labels]).sum()
    return float(SHARE * taught + (1 - SHARE) * right) / len(part)


@pytest.mark.parametrize("indices", [BATCH, None], ids=["a batch", "all images"])
def test_a_step_tells_the_loss_with_the_teachers_answers(
    small_dataset: Dataset, recipe: Recipe, teacher: Network, indices: NDArray[np.intp] | None
) -> None:
    photos = small_dataset.train[:400]
    ours = GradientLearner(recipe, photos, CLASS_NAMES, 2)
    part = photos if indices is None else Subset(photos.images[indices], photos.labels[indices])
    for _ in range(2):
        expected = expected_loss(ours.network(), teacher, part)
        assert ours.step(indices, 0.0)[0] == pytest.approx(expected, rel=1e-4)
    softer = replace(recipe, teacher_temperature=1.0, teacher_share=0.0)
    ours.turn_to(softer)  # nothing is left of the teacher
    p = ours.network().predict_proba(part.images)
    right = -np.log(p[np.arange(len(part)), part.labels]).mean()
    assert ours.step(indices, 0.0)[0] == pytest.approx(right, rel=1e-4)
    ours.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the images that the teacher, a network of 12 units, is asked about."""
    counts: list[int] = []
    map_answers = Network.map_answers

    def counted(network: Network, function, images, threads, passes=()):  # type: ignore[no-untyped-def]
        if network.architecture.sizes[1] == 12:
            counts.append(len(images))
        return map_answers(network, function, images, threads, passes)

    monkeypatch.setattr(Network, "map_answers", counted)
    return counts


def test_photographs_that_do_not_change_are_asked_about_once(
    small_dataset: Dataset, recipe: Recipe, asked: list[int]
) -> None:
    list(train(replace(recipe, epochs=3), small_dataset))
    assert sum(asked) == recipe.n_train == n_asked_of_a_teacher(plan_of(recipe, small_dataset))


def test_changed_photographs_are_asked_about_as_they_are_shown(
    small_dataset: Dataset, recipe: Recipe, asked: list[int]
) -> None:
    recipe = replace(recipe, shift=2)
    list(train(recipe, small_dataset))
    assert sum(asked) == 2 * 300 == n_asked_of_a_teacher(plan_of(recipe, small_dataset))
    asked.clear()
    recipe = replace(recipe, teacher_once=True)
    list(train(recipe, small_dataset))
    assert sum(asked) == 300 == n_asked_of_a_teacher(plan_of(recipe, small_dataset))


@pytest.mark.parametrize("mirror", [False, True])
def test_drawings_come_with_the_answers_to_them_as_they_are_shown(
    small_dataset: Dataset,
    recipe: Recipe,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[int],
    mirror: bool,
) -> None:
    path = tmp_path / "other"
    network = write_teacher(path, mirror=mirror)
    monkeypatch.setattr(drawings, "_AT_FIRST", 64)
    recipe = replace(recipe, teacher=str(path), drawings=True)
    ours = GradientLearner(recipe, small_dataset.train[:300], CLASS_NAMES, 1)
    pool = ours._batches._drawings
    assert isinstance(pool, DrawingPool)
    images, labels = pool.draw(300)
    shows_clothes = labels != NO_CLOTHING
    n_clothes = np.count_nonzero(pool._labels[: pool._n_made] != NO_CLOTHING)
    assert sum(asked) == n_clothes * (1 if mirror else 2)
    expected = network.predict_proba(images[shows_clothes])
    np.testing.assert_allclose(pool.taught()[shows_clothes], expected, atol=1e-5)
    assert 20 < np.count_nonzero(shows_clothes) < 300
    np.testing.assert_allclose(pool.taught()[~shows_clothes], 0.1)
    ours.close()


def test_several_teachers_teach_their_mean_answer(
    small_dataset: Dataset, recipe: Recipe, tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("a", "b")]
    networks = [write_teacher(path, seed=seed) for seed, path in enumerate(paths)]
    photos = small_dataset.train[:300]
    with closing(Threads(2)) as threads:
        answers = TeachersAnswers(networks, photos.images, threads)
        mean = sum(network.predict_proba(photos.images) for network in networks) / 2
        np.testing.assert_allclose(answers.to(photos.images), mean, atol=1e-6)
        np.testing.assert_allclose(answers.to_photos(BATCH % 300), mean[BATCH % 300], atol=1e-6)
        with pytest.raises(StateError, match="not the same"):
            TeachersAnswers(networks[:1], photos.images, threads).load_state_dict(
                answers.state_dict()
            )
    assert names_in(f" {paths[0]},mlp ") == (str(paths[0]), "mlp")
    paths[1].rename(tmp_path / "b, c")  # a file may have a comma in its name
    assert names_in(str(tmp_path / "b, c")) == (str(tmp_path / "b, c"),)
    (tmp_path / "b, c").rename(paths[1])
    several = replace(recipe, teacher=f"{paths[0]}, {paths[1]}")
    last = end(list(train(replace(several, epochs=1), small_dataset)))
    told = last.story()["teacher"]
    assert told_digests(told) == [network.digest for network in networks]
    with pytest.raises(RecipeError, match="names each network once, found one twice"):
        plan_of(replace(recipe, teacher=f"{recipe.teacher},{recipe.teacher}"), small_dataset)
    with pytest.raises(RecipeError, match="names 1 to 8 networks, separated by commas, found 0"):
        plan_of(replace(recipe, teacher=" , "), small_dataset)


# Runs ---------------------------------------------------------------------------------------


def interrupted(recipe: Recipe, dataset: Dataset, n_steps: int, path: Path) -> None:
    run, command = train(recipe, dataset), None
    while True:
        record = run.send(command)
        is_there = isinstance(record, BatchMetrics) and record.step == n_steps
        command = Command.CHECKPOINT if is_there else None
        if isinstance(record, CheckpointTaken):
            run.close()
            checkpoints.save(path, record.checkpoint)
            return


def end(records: list[Record]) -> Finished:
    assert isinstance(records[-1], Finished)
    return records[-1]


@pytest.mark.parametrize(
    "changes", [{"drawings": True}, {"shift": 1, "mirror": True}, {"batch_size": None}], ids=str
)
def test_a_run_with_a_teacher_goes_on_bit_for_bit(
    small_dataset: Dataset,
    recipe: Recipe,
    teacher: Network,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, object],
) -> None:
    monkeypatch.setattr(drawings, "_AT_FIRST", 64)
    recipe = replace(recipe, **changes)  # type: ignore[arg-type]
    monkeypatch.setattr("fashion_gui.nn.data_parallel.usable_cores", lambda: 1)
    whole = end(list(train(recipe, small_dataset)))
    interrupted(recipe, small_dataset, 1 if recipe.batch_size is None else 3, tmp_path / "run")
    loaded = checkpoints.load(tmp_path / "run")
    monkeypatch.setattr("fashion_gui.nn.data_parallel.usable_cores", lambda: 2)
    rest = end(list(train(loaded.recipe, small_dataset, start=loaded)))
    assert rest.network.digest == whole.network.digest
    assert rest.story()["teacher"]["digest"] == teacher.digest


def test_a_run_does_not_go_on_with_another_teacher(
    small_dataset: Dataset, recipe: Recipe, tmp_path: Path
) -> None:
    recipe = replace(recipe, teacher=str(tmp_path / "mine"))
    write_teacher(tmp_path / "mine")
    interrupted(recipe, small_dataset, 2, tmp_path / "run")
    write_teacher(tmp_path / "mine", training={"other": "length"}, seed=6)
    with pytest.raises(CheckpointError, match="the teacher is not the same network as before"):
        train(recipe, small_dataset, start=checkpoints.load(tmp_path / "run"))


def test_nothing_that_the_teacher_learned_from_counts_as_held_out(
    small_dataset: Dataset, recipe: Recipe, tmp_path: Path
) -> None:
    recipe = replace(recipe, n_validation=100)
    splits = plan_of(replace(recipe, teacher=""), small_dataset).splits
    assert len(splits.validation) == 100
    story = {"dataset": small_dataset.digest, "splits": splits.to_dict()}
    write_teacher(tmp_path / "same", training=story)
    write_teacher(tmp_path / "silent")
    for name, n_held_out in (("same", 100), ("silent", 0)):
        plan = plan_of(replace(recipe, teacher=str(tmp_path / name)), small_dataset)
        assert plan.n_validation == len(plan.splits.validation) == n_held_out


# What cannot teach ---------------------------------------------------------------------------


def test_a_teacher_that_does_not_fit_is_refused_in_one_sentence(
    small_dataset: Dataset, recipe: Recipe, tmp_path: Path
) -> None:
    write_teacher(tmp_path / "letters", class_names=("a", "b"))
    (tmp_path / "text").write_text("no network")
    for name, said in (
        ("letters", "teacher knows the classes that are learned, T-shirt.*; found a, b."),
        ("text", "teacher cannot teach: .*text: expected a safetensors file"),
        ("nothing", "teacher cannot teach: .*nothing: expected a model file or the name"),
    ):
        with pytest.raises(RecipeError, match=said) as error:
            plan_of(replace(recipe, teacher=str(tmp_path / name)), small_dataset)
        assert "\n" not in str(error.value)
        assert error.value.setting == "teacher"
    with pytest.raises(RecipeError, match="images of 16x16 pixels, found one of 28x28"):
        Teachers.of(recipe, CLASS_NAMES, (16, 16))


def test_a_teacher_asks_for_cross_entropy() -> None:
    with pytest.raises(RecipeError, match="teacher works with the loss cross-entropy only"):
        Recipe(teacher="mlp", loss="squared-error")
