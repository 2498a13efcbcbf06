"""``runs queue`` and ``runs film``: what waits is listed, reordered and trained in the terminal."""

import json
from pathlib import Path

import pytest
from PIL import Image
from program import start

from fashion_gui.cli import runs
from fashion_gui.cli.drained_run import DrainedRun
from fashion_gui.cli.parser import make_parser
from fashion_gui.shelf.run_queue import QueueError, QueueFile
from fashion_gui.shelf.run_record import RunStatus
from fashion_gui.shelf.shelf import Shelf

SMALL = ("--recipe", "custom", "--hidden", "8", "--batch-size", "100", "--n-train", "400")


def run(*arguments: object) -> int:
    """Run a command here, as the program does."""
    return runs.run(make_parser().parse_args([str(one) for one in arguments]))


def test_what_waits_is_listed_moved_removed_and_trained(
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shelf, where = Shelf(tmp_path / "runs"), ("--runs", tmp_path / "runs")
    add = ("runs", "queue", "add", *SMALL, "--data", data, *where)
    assert run("runs", "queue", *where) == 0
    assert capsys.readouterr().out == f"No run waits in {shelf.path}\n"

    assert run(*add, "--epochs", "4", "--name", "t", "--try", "learning_rate=1e-8,0.02,1e-9") == 0
    assert "3  t learning_rate=1e-09  waiting: custom with hidden 8" in capsys.readouterr().out
    assert run(*add, "--epochs", "2", "--name", "one", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows][-1] == "one"
    assert all(row["seconds"] > 0 and row["state"] == "waiting" for row in rows)
    assert run(*add, "--epochs", "2", "--name", "two") == 0
    assert run("runs", "queue", "move", "one", "1", *where) == 0
    assert run("runs", "queue", "remove", "5", *where) == 0
    out = capsys.readouterr().out
    assert "Together a few seconds of learning at most: begun now, they are done " in out
    with pytest.raises(QueueError, match="the name or the place of a run that waits, found 'two'"):
        run("runs", "queue", "remove", "two", *where)

    # A signal holds the run in training; the next time it goes on where it is.
    advance = DrainedRun.advance

    def interrupted(drained: DrainedRun, epoch: int | None = None) -> object:
        advance(drained, 1)
        drained._wish.is_made = True
        return advance(drained, epoch)

    with monkeypatch.context() as patch:
        patch.setattr(DrainedRun, "advance", interrupted)
        assert run("runs", "queue", "run", "--data", data, *where) == 0
    assert "Held" in capsys.readouterr().err
    assert shelf.record("one").status is RunStatus.INTERRUPTED
    assert shelf.record("one").step == 4
    other = QueueFile(shelf.path)
    assert other.take_work()
    with pytest.raises(QueueError, match="Another program trains"):
        run("runs", "queue", "run", "--data", data, *where)
    other.leave_work()
    assert run("runs", "queue", "run", "--data", data, *where) == 0
    told = capsys.readouterr().out
    assert "one: test accuracy" in told
    assert "fell behind" in told
    assert other.read() == ()
    records = {name: shelf.record(name) for name in shelf.names()}
    assert (records["one"].status, records["one"].step) == (RunStatus.FINISHED, 8)
    ended = {name for name, record in records.items() if record.ended_early}
    assert ended < {"t learning_rate=1e-08", "t learning_rate=1e-09"}
    assert len(ended) == 1

    # One that cannot be trained is told, and left alone.
    assert (
        run(*add, "--epochs", "2", "--optimizer", "sgd", "--learning-rate", "1e6", "--l2", 1) == 0
    )
    assert run("runs", "queue", "run", "--data", data, "--json", *where) == 1
    captured = capsys.readouterr()
    assert "no longer a finite number" in captured.err
    assert other.read()[0].problem

    # The film of a run, painted without a screen.
    done = start("runs", "film", "one", "--out", tmp_path / "film.gif", "--json", *where)
    assert json.loads(done.stdout) == {"run": "one", "out": str(tmp_path / "film.gif")}
    assert not done.stderr
    with Image.open(tmp_path / "film.gif") as film:
        assert film.n_frames == len(shelf.folder("one").read_film())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("settings", "words"),
    [(("--try", "epochs=3"), "two or more"), (("--dropout", "7"), "dropout is a number from 0")],
)
def test_impossible_runs_do_not_wait(
    settings: tuple[str, ...], words: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run("runs", "queue", "add", *settings, "--data", data)
    assert words in capsys.readouterr().err
