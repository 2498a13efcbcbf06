"""The command line: no command opens the window; the others work without a screen."""

import gc
import os

# One thread for each of NumPy's matrix products, set before NumPy is loaded. Small products are not
# faster with two threads, and many times slower as soon as a window uses a core.
for _variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[_variable] = "1"
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"

import sys  # noqa: E402  # after the threads are decided
from pathlib import Path  # noqa: E402
from typing import NoReturn  # noqa: E402

from fashion_gui.cli.streams import (  # noqa: E402
    one_line,
    prepare_streams,
    tell_failure,
)
from fashion_gui.memory_limit import too_little_memory  # noqa: E402

_TOUR_DIRECTORY = Path("tour")
_DEBUG_VARIABLE = "FASHION_GUI_DEBUG"


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status: 0, 1 (failed) or 2 (bad arguments)."""
    prepare_streams()
    try:
        try:
            status = _run(sys.argv[1:] if arguments is None else arguments)
        except SystemExit:
            sys.stdout.flush()
            raise
        sys.stdout.flush()  # here, where a failure can be reported, not when Python ends
    except KeyboardInterrupt:
        status = _fail("interrupted.")
    except BrokenPipeError:
        # The reader of our output is gone.
        _give_up_output()
        status = 1
    except Exception as error:
        if os.environ.get(_DEBUG_VARIABLE):
            raise
        status = _fail(_explain(error))
        _give_up_output()
    sys.exit(status)


def _give_up_output() -> None:
    """Send further output to the null device, so that writing fails only once."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> int:
    if problem := too_little_memory():  # even the options of ``train`` need NumPy
        return _fail(problem)
    from fashion_gui.cli.parser import make_parser

    parsed = make_parser().parse_args(arguments)
    if problem := too_little_memory(parsed.command or "window"):
        return _fail(problem)
    if parsed.command == "train":
        from fashion_gui.cli import train
        from fashion_gui.training.settings import RecipeError

        try:
            return train.run(parsed, train.recipe_from(parsed))
        except RecipeError as error:  # from the settings alone, or together with the images
            parsed.parser.error(str(error))
    if parsed.command == "evaluate":
        from fashion_gui.cli import evaluate

        return evaluate.run(parsed)
    if parsed.command == "predict":
        from fashion_gui.cli import predict

        return predict.run(parsed)
    if parsed.command == "explain":
        from fashion_gui.cli import explain

        return explain.run(parsed)
    if parsed.command == "flip":
        from fashion_gui.cli import flip

        return flip.run(parsed)
    if parsed.command == "robustness":
        from fashion_gui.cli import robustness

        return robustness.run(parsed)
    if parsed.command == "ablation":
        from fashion_gui.cli import ablation

        return ablation.run(parsed)
    if parsed.command == "runs" and parsed.act == "film":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from fashion_gui.ui.window import film_command

        return film_command.run(parsed)
    if parsed.command == "runs":
        from fashion_gui.cli import runs

        return runs.run(parsed)
    if parsed.command == "doodles":
        from fashion_gui.cli import doodles

        return doodles.run(parsed)
    if parsed.command == "tour":
        return _tour(parsed.directory, parsed.epochs, parsed.data)
    return _window(parsed.data)


def _window(data: Path | None) -> int:
    from fashion_gui.ui.window.platform_check import (
        forget_stale_wayland,
        libraries_wanted,
        missing_libraries,
        screen_problem,
    )

    if problem := screen_problem():
        print(f"{problem} Here is the tour instead: pictures of every page.", flush=True)
        return _tour(_TOUR_DIRECTORY, None, data)
    forget_stale_wayland()
    if missing := missing_libraries():
        return _fail(libraries_wanted(missing))
    # Nothing of what the start makes is garbage; looking for it would take 50 ms.
    gc.disable()
    from fashion_gui.ui.window.app import run

    return run(data)


def _tour(directory: Path, epochs: int | None, data: Path | None) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from fashion_gui.ui.window.tour import run

    return run(directory, epochs=epochs, data_directory=data)


def _fail(sentence: str) -> int:
    tell_failure(sentence)
    return 1


def _explain(error: Exception) -> str:
    """Return an error as one line. Our own errors are sentences; others get their type in front."""
    words = one_line(error)
    if type(error).__module__.startswith("fashion_gui."):
        return words
    if isinstance(error, MemoryError):
        return "out of memory."
    if isinstance(error, ImportError):
        from fashion_gui.ui.window.platform_check import libraries_wanted, library_in

        if library := library_in(error):
            return libraries_wanted([library])
    return f"{type(error).__name__}: {words} (set {_DEBUG_VARIABLE}=1 to see where)"


if __name__ == "__main__":
    main()
