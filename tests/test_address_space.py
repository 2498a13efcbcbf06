"""A small address space: one sentence, and no library that ends the process."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run_within(megabytes: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 10**6,) * 2)

    return subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT,
        preexec_fn=limit,  # no other thread of the tests is in the child
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("megabytes", "arguments", "least"),
    [
        (60, ("predict", "nothing.png"), 150),
        (140, ("evaluate",), 150),
        (400, ("train", "--epochs", "1"), 450),
        (400, (), 600),
    ],
)
def test_far_too_little_memory_is_told_first(
    megabytes: int, arguments: tuple[str, ...], least: int
) -> None:
    done = run_within(megabytes, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"fashion-gui: out of memory: expected room for at least {least} MB, "
        f"found a limit of {megabytes} MB (ulimit -v).\n"
    )


def test_enough_is_enough() -> None:
    done = run_within(200, "predict", "nothing.png")
    assert done.stderr == "fashion-gui: nothing.png: expected a picture, found nothing there.\n"
