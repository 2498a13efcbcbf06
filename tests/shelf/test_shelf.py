"""The shelf: listed, renamed, deleted and restored, by one program or two, whole or damaged."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fashion_gui.files.atomic import OutputError
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.shelf.run_names import RunNameError
from fashion_gui.shelf.run_record import RunRecord, RunRecordError, RunStatus
from fashion_gui.shelf.shelf import BrokenRun, Shelf, ShelfError, now
from fashion_gui.training.recipes import Recipe

Keep = Callable[..., RunFolder]
RECORD = RunRecord("a run", Recipe(), created="2026-01-02T03:04:05+00:00", n_steps=12)


def test_an_empty_shelf_is_no_folder(shelf: Shelf) -> None:
    assert list(shelf.records()) == []
    assert not shelf.path.exists()


def test_a_finished_run_is_listed_with_what_is_known_of_it(shelf: Shelf, keep: Keep) -> None:
    folder = keep("first")
    (record,) = shelf.records()
    assert isinstance(record, RunRecord)
    assert (record.name, record.status) == ("first", RunStatus.FINISHED)
    assert (record.step, record.n_steps, record.epoch) == (12, 12, 3)
    report = record.test_report()
    assert report is not None
    assert record.test_accuracy == record.story["test_accuracy"] == report.accuracy
    assert record.validation_accuracy is not None
    assert record.best_accuracy is not None
    assert record.seconds > 0
    assert folder.network.exists()
    assert folder.best.exists()


def test_what_is_known_survives_the_file(keep: Keep) -> None:
    record = keep().read_record()
    again = RunRecord.from_dict(record.name, json.loads(json.dumps(record.to_dict())))
    assert again == record


def test_a_name_that_is_taken_gets_a_number_or_is_refused(shelf: Shelf) -> None:
    assert shelf.begin(RECORD).name == "a run"
    assert shelf.begin(RECORD).name == "a run 2"
    with pytest.raises(ShelfError, match=r"Expected a new name for a run, found a run"):
        shelf.begin(RECORD, is_exact=True)


def test_a_run_that_is_being_learned_is_left_alone(shelf: Shelf) -> None:
    folder = shelf.begin(RECORD)
    folder.facts.write_text(json.dumps(RECORD.to_dict()), "utf-8")
    other = Shelf(shelf.path)
    assert other.record("a run").status is RunStatus.RUNNING
    for act in (other.delete, lambda name: other.rename(name, "b")):
        with pytest.raises(ShelfError, match="a run is being trained: stop it first"):
            act("a run")
    folder.unlock()
    assert other.record("a run").status is RunStatus.INTERRUPTED
    assert other.rename("a run", "b") == "b"


def test_a_run_that_begins_at_this_moment_is_not_broken(shelf: Shelf) -> None:
    folder = shelf.begin(RECORD)
    assert list(Shelf(shelf.path).records()) == []
    folder.unlock()
    (broken,) = Shelf(shelf.path).records()
    assert isinstance(broken, BrokenRun)


def test_a_deleted_run_comes_back(shelf: Shelf, keep: Keep) -> None:
    keep("first")
    before = shelf.record("first")
    shelf.delete("first")
    assert shelf.names() == []
    assert shelf.restore("first") == "first"
    assert shelf.record("first") == before
    with pytest.raises(ShelfError, match="deleted run, found 'first'"):
        shelf.restore("first")


@pytest.mark.parametrize("name", ["../first", "..", ".", "", "first/film", "/tmp"])
def test_no_name_leads_out_of_the_folder_of_deleted_runs(
    shelf: Shelf, keep: Keep, name: str
) -> None:
    keep("first")
    (shelf.path / ".deleted").mkdir()
    for act in (shelf.restore, shelf.delete, lambda name: shelf.rename(name, "x")):
        with pytest.raises(ShelfError):
            act(name)
    assert shelf.names() == ["first"]


def test_a_run_comes_back_beside_one_that_took_its_name(shelf: Shelf, keep: Keep) -> None:
    keep("first")
    shelf.delete("first")
    keep("first")
    assert shelf.restore("first") == "first 2"
    assert shelf.names() == ["first", "first 2"]


def test_a_name_is_changed_and_nothing_else(shelf: Shelf, keep: Keep) -> None:
    keep("first")
    keep("second")
    before = shelf.record("first")
    assert shelf.rename("first", " the best ") == "the best"
    assert shelf.record("the best") == replace(before, name="the best")
    with pytest.raises(ShelfError, match="found second, which exists"):
        shelf.rename("the best", "second")
    with pytest.raises(RunNameError):
        shelf.rename("the best", "../out")
    with pytest.raises(ShelfError, match="Expected the name of a run"):
        shelf.rename("nobody", "somebody")


def test_a_note_and_a_star_are_kept_apart_from_the_facts(shelf: Shelf, keep: Keep) -> None:
    folder = keep("first")
    facts = folder.facts.read_bytes()
    shelf.write_words("first", note="größer = besser")
    shelf.write_words("first", has_star=True)
    record = shelf.record("first")
    assert (record.note, record.has_star) == ("größer = besser", True)
    assert folder.facts.read_bytes() == facts
    folder.words.write_text("[", "utf-8")
    assert shelf.record("first").note == ""


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": "fashion-gui run"}', "\x00\x01", '{"a": ' * 5000,
     '{"format": "fashion-gui run", "format_version": 99}'],
)  # fmt: skip
def test_a_damaged_run_tells_so_and_the_others_are_there(
    shelf: Shelf, keep: Keep, text: str
) -> None:
    keep("good")
    folder = keep("bad")
    folder.facts.write_text(text, "utf-8")
    broken, good = shelf.records()
    assert isinstance(broken, BrokenRun)
    assert broken.name == "bad"
    assert str(folder.facts) in broken.problem
    assert isinstance(good, RunRecord)
    with pytest.raises(ShelfError):
        shelf.find("bad")
    shelf.delete("bad")


FACTS = [name for name in RECORD.to_dict() if not name.startswith("format")]


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("value", [[1], {"x": 1}, True, "many", 1e400])
def test_every_fact_that_is_of_another_kind_is_noticed(name: str, value: object) -> None:
    values = RECORD.to_dict() | {name: value}
    expected = pytest.raises(RunRecordError, match="expected the facts of a run, found: ")
    kinds = dict.fromkeys(("created", "dataset", "data", "group", "problem"), str)
    kinds |= dict.fromkeys(("report", "story"), dict) | {"ended_early": bool}
    if isinstance(value, kinds.get(name, ())):
        assert RunRecord.from_dict("x", values).to_dict()[name] == value
        return
    with expected:
        RunRecord.from_dict("x", values)


def test_files_and_hidden_folders_are_no_runs(shelf: Shelf, keep: Keep) -> None:
    keep("good")
    (shelf.path / "readme.txt").write_text("", "utf-8")
    (shelf.path / ".cache").mkdir()
    assert shelf.names() == ["good"]


def test_a_shelf_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OutputError, match="file"):
        Shelf(tmp_path / "file").begin(RECORD)


def test_room_is_made_by_checkpoints_of_the_oldest_finished_runs(shelf: Shelf, keep: Keep) -> None:
    for number in range(4):
        keep(f"run {number}", created=f"2026-01-0{number + 1}")
    shelf.write_words("run 0", has_star=True)
    size = shelf.n_bytes()
    assert shelf.give_up_checkpoints(size) == []
    assert shelf.give_up_checkpoints(size - 1) == ["run 1"]
    assert shelf.give_up_checkpoints(0) == ["run 2", "run 3"]
    for number in range(4):
        folder = shelf.folder(f"run {number}")
        assert folder.network.exists()
        assert folder.history.exists()
        assert folder.checkpoint.exists() == (number == 0)


def test_now_is_a_moment_with_its_zone() -> None:
    assert now()[10] == "T"
    assert now()[-6] in "+-"


def test_a_record_is_read_again_only_when_it_was_written(
    shelf: Shelf, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("first")
    other = Shelf(shelf.path)
    before = shelf.record("first")
    read: list[str] = []
    read_record = RunFolder.read_record
    monkeypatch.setattr(
        RunFolder, "read_record", lambda folder: read.append(folder.name) or read_record(folder)
    )
    assert list(shelf.records()) == [before]
    assert read == []
    other.write_words("first", note="new")
    assert shelf.record("first").note == "new"
    other.end_early("first")
    assert shelf.record("first").ended_early
    assert len(read) >= 2
    shelf.delete("first")
    keep("first", replace(before.recipe, dropout=0.5))
    assert shelf.record("first").recipe.dropout == 0.5


def test_the_size_of_a_run_is_that_of_all_its_files(keep: Keep) -> None:
    folder = keep("first")
    (folder.path / "more" / "deep").mkdir(parents=True)
    (folder.path / "more" / "deep" / "file").write_bytes(b"x" * 1000)
    files = [path for path in folder.path.rglob("*") if path.is_file()]
    assert folder.n_bytes() == sum(path.stat().st_size for path in files)


def test_on_a_shelf_that_cannot_be_written_nothing_is_said_to_be_in_training(
    shelf: Shelf, keep: Callable[..., RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep("a run")
    assert kept.lock()
    assert not RunFolder(kept.path).lock()
    kept.unlock()

    def refuse(lock: object, *arguments: object, **options: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    folder = shelf.folder("a run")
    assert not folder.lock()
    assert folder.why_not_locked() == f"{folder.path}: cannot be written: Read-only file system."
    assert not folder.is_in_use()
