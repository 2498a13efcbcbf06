import json

import pytest

from benchmarks import __main__ as command
from benchmarks.result import Result


@pytest.fixture
def measured(monkeypatch):
    """Replace all measurements by quick ones; return the names of those that ran."""
    names = []

    def quick(name):
        def measure():
            names.append(name)
            return Result(f"Title of {name}", ("what", "value"), ((name, 1.5),))

        return measure

    for name in list(command.MEASUREMENTS):
        monkeypatch.setitem(command.MEASUREMENTS, name, quick(name))
    return names


def test_an_unknown_name_is_one_sentence_and_exit_status_2(measured, capsys):
    assert command.main(["machine", "wheather"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Expected some of machine, browse, ")
    assert err.endswith("found wheather.\n")
    assert err.count("\n") == 1
    assert measured == []


def test_without_names_all_runs_but_what_takes_long(measured, capsys):
    assert command.main([]) == 0
    assert measured == [name for name in command.MEASUREMENTS if name not in command.ONLY_BY_NAME]
    assert set(command.MEASUREMENTS) > command.ONLY_BY_NAME
    out, err = capsys.readouterr()
    assert "Title of epoch" in out
    assert "epoch …" in err


def test_named_ones_run_in_the_order_given_and_once(measured):
    assert command.main(["start", "accuracy", "start"]) == 0
    assert measured == ["start", "accuracy"]


def test_json_is_one_object_on_standard_output(measured, capsys):
    assert command.main(["machine", "epoch", "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert list(values) == ["machine", "epoch"]
    assert values["epoch"]["rows"] == [{"what": "epoch", "value": 1.5}]


def test_markdown_begins_with_the_command(measured, capsys):
    assert command.main(["epoch", "--markdown"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "python -m benchmarks epoch --markdown" in lines[0]
    assert "| epoch | 1.500 |" in lines
