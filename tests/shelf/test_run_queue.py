"""Runs that wait: their order, their file, and which is next."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from fashion_gui.files.atomic import OutputError
from fashion_gui.shelf.queue_time import QueueTime, time_of
from fashion_gui.shelf.run_queue import (
    Judged,
    Queue,
    QueuedRun,
    QueueError,
    QueueFile,
    Turn,
    changed,
    moved,
    next_turn,
    queued,
    without,
)
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.sweep import variants

RECIPE = Recipe(epochs=8, hidden=(8, 4))


def names(queue: Queue) -> list[str]:
    return [run.name for run in queue]


def race(n_runs: int) -> Queue:
    values = [10.0**-place for place in range(n_runs)]
    tried = variants(RECIPE, "learning_rate", values)
    return queued(tried, "r", "d", group="g", is_race=True)


def enough(recipe: Recipe) -> int:
    return 10_000


def test_runs_wait_in_their_order_and_those_with_a_problem_are_left_alone() -> None:
    queue = queued(variants(RECIPE, n_seeds=3), "mine", "d")
    assert names(queue) == ["mine seed 0", "mine seed 1", "mine seed 2"]
    assert next_turn(queue, enough) == Turn(queue[0], None)
    queue = changed(queue, queue[0].key, problem="It cannot be.")
    assert next_turn(queue, enough) == Turn(queue[1], None)
    assert next_turn(queue[:1], enough) is None
    assert next_turn((), enough) is None


def test_a_run_is_moved_and_removed() -> None:
    queue = queued(variants(RECIPE, n_seeds=3), "s", "d")
    assert names(moved(queue, queue[2].key, 0)) == ["s seed 2", "s seed 0", "s seed 1"]
    assert names(moved(queue, queue[0].key, 99)) == ["s seed 1", "s seed 2", "s seed 0"]
    assert moved(queue, "gone", 0) == queue
    assert names(without(queue, queue[1].key)) == ["s seed 0", "s seed 2"]


def test_the_time_of_a_queue_is_that_of_what_is_left() -> None:
    queue = queued(variants(RECIPE, n_seeds=4), "s", "d", (60.0, 60.0, 60.0, 60.0))
    assert time_of(queue, {}) == QueueTime(4, 240.0, 0, is_most=False)
    queue = changed(queue, queue[3].key, problem="It cannot be.")
    assert time_of(queue, {queue[0].key: 10.0}) == QueueTime(3, 130.0, 0, is_most=False)
    assert [run.seconds for run in map(QueuedRun.from_dict, (queue[0].to_dict(),))] == [60.0]
    unknown = (*queue, *race(2))
    assert time_of(unknown, {}) == QueueTime(5, 180.0, 2, is_most=True)
    assert time_of(unknown, {unknown[4].key: 5.0}) == QueueTime(5, 185.0, 1, is_most=True)
    older = queue[0].to_dict()
    del older["seconds"]
    assert QueuedRun.from_dict(older).seconds == 0


def test_a_race_goes_on_side_by_side_and_what_falls_behind_leaves() -> None:
    queue, order = race(4), []
    accuracies = {"1": 0.5, "0.1": 0.8, "0.01": 0.7, "0.001": 0.6}
    ended: list[str] = []
    while turn := next_turn(queue, enough):
        if isinstance(turn, Judged):
            queue = turn.queue
            ended += names(turn.ended)
            continue
        value = turn.run.name.partition("=")[2]
        order.append((value, turn.until))
        if turn.until is None:
            queue = without(queue, turn.run.key)
        else:
            told = (*turn.run.accuracies, accuracies[value])
            queue = changed(queue, turn.run.key, accuracies=told)
    assert order == [
        *((value, 2) for value in accuracies),
        ("0.1", 4), ("0.01", 4), ("0.1", None),
    ]  # fmt: skip
    assert ended == ["r learning_rate=1", "r learning_rate=0.001", "r learning_rate=0.01"]


def test_what_failed_or_was_removed_does_not_hold_up_a_race() -> None:
    first, second, third = race(3)
    queue = (replace(first, problem="Diverged."), replace(second, accuracies=(0.5,)))
    judged = next_turn(queue, enough)
    assert isinstance(judged, Judged)
    assert judged.ended == ()
    assert next_turn(judged.queue, enough) == Turn(replace(queue[1], n_passed=1), None)
    assert next_turn((third,), enough) == Turn(third, 4)


def test_the_queue_is_in_a_file_that_programs_share(tmp_path: Path) -> None:
    first, second = QueueFile(tmp_path / "runs"), QueueFile(tmp_path / "runs")
    assert first.read() == ()
    runs = race(3)
    first.change(lambda queue: queue + runs)
    assert second.read() == runs
    second.change(lambda queue: changed(queue, runs[1].key, run="r 2", accuracies=(0.25,)))
    assert first.read()[1] == replace(runs[1], run="r 2", accuracies=(0.25,))
    assert first.take_work()
    assert first.take_work()
    assert not second.take_work()
    first.leave_work()
    assert second.take_work()
    second.leave_work()


def test_changes_of_two_programs_at_once_are_all_kept(tmp_path: Path) -> None:
    def add(name: str) -> None:
        file = QueueFile(tmp_path)
        for number in range(10):
            runs = queued(variants(RECIPE), f"{name}{number}", "d")
            file.change(lambda queue, runs=runs: queue + runs)  # type: ignore[misc]

    threads = [threading.Thread(target=add, args=[name]) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(names(QueueFile(tmp_path).read()))) == 20


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"format": "fashion-gui queue", "format_version": 1, "runs": [{}]}',
     '{"format": "x", "format_version": 1, "runs": []}', '{"a": ' * 5000],
)  # fmt: skip
def test_a_damaged_queue_is_told_and_set_aside(tmp_path: Path, text: str) -> None:
    file = QueueFile(tmp_path)
    file.path.write_text(text, "utf-8")
    with pytest.raises(QueueError, match=r"queue\.json"):
        file.read()
    runs = race(2)
    assert file.change(lambda queue: queue + runs) == runs
    assert (tmp_path / "queue-damaged.json").read_text("utf-8") == text
    assert json.loads(file.path.read_text("utf-8"))["runs"][0]["name"] == runs[0].name


def test_a_queue_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OutputError, match="queue"):
        QueueFile(tmp_path / "file").change(lambda queue: queue + race(2))
