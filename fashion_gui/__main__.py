"""The command line: no command opens the window; the others work without a screen."""

import os

# One thread for each of NumPy's matrix products, decided before NumPy is loaded. Small
# products are not faster with two, and many times slower as soon as a window uses a core.
for _variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[_variable] = "1"
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"

import argparse  # noqa: E402  # after the threads are decided
import sys  # noqa: E402
from dataclasses import Field  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any, NoReturn  # noqa: E402

from fashion_gui import __version__  # noqa: E402
from fashion_gui.cli.streams import (  # noqa: E402
    PROGRAM,
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
        sys.stdout.flush()  # here, where a failure can be told, and not when Python ends
    except KeyboardInterrupt:
        status = _fail("interrupted.")
    except BrokenPipeError:
        # The reader of our output is gone; nothing more can be said to it.
        _give_up_output()
        status = 1
    except Exception as error:
        if os.environ.get(_DEBUG_VARIABLE):
            raise
        status = _fail(_explain(error))
        _give_up_output()
    sys.exit(status)


def _give_up_output() -> None:
    """Let what could not be written go where nobody misses it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> int:
    if problem := too_little_memory():  # already the options of training need NumPy
        return _fail(problem)
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if problem := too_little_memory(parsed.command or "window"):
        return _fail(problem)
    if parsed.command == "train":
        from fashion_gui.cli import train
        from fashion_gui.training.settings import RecipeError

        try:
            return train.run(parsed, train.recipe_from(parsed))
        except RecipeError as error:  # of the settings alone, or of them with these images
            parsed.parser.error(str(error))
    if parsed.command == "evaluate":
        from fashion_gui.cli import evaluate

        return evaluate.run(parsed)
    if parsed.command == "predict":
        from fashion_gui.cli import predict

        return predict.run(parsed)
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
    """Return one line. Our own errors are sentences; others get their name in front."""
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description=(
            "Watch a neural network in plain NumPy learn clothes, then draw some for it. "
            "Without a command the window opens."
        ),
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    _add_data(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_train(commands)
    _add_evaluate(commands)
    _add_predict(commands)
    _add_doodles(commands)
    _add_tour(commands)
    return parser


def _add_train(commands: Any) -> None:
    from fashion_gui.training.presets import DEFAULT_RECIPE, RECIPES

    recipes = "\n".join(f"  {name}: {recipe.summary}" for name, recipe in RECIPES.items())
    parser = commands.add_parser(
        "train",
        help="train a network in the terminal",
        description="Train a network and say how good it is on the test images.",
        epilog=f"recipes:\n{recipes}\n\nCtrl-C stops the learning; what was learned is kept.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(parser=parser)
    parser.add_argument(
        "--recipe",
        choices=list(RECIPES),
        default=DEFAULT_RECIPE,
        metavar="NAME",
        help=f"one of {', '.join(RECIPES)} (default: {DEFAULT_RECIPE})",
    )
    _add_data(parser, default=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, metavar="FILE", help="save the network there")
    parser.add_argument(
        "--start",
        metavar="NETWORK",
        help="go on from a network, by its name or file, that has the layers of the recipe",
    )
    parser.add_argument(
        "--keep",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="share of the start in the weights at the end, from 0 to below 1: new images cost "
        "less of what it knew (default: 0)",
    )
    parser.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE",
        help="keep there where the run is, every 30 seconds and when it is told to end",
    )
    parser.add_argument(
        "--resume",
        type=Path,
        metavar="FILE",
        help="go on where a run was that kept a checkpoint, as if it had never ended; it goes on "
        "keeping it there",
    )
    _add_json(parser)
    _add_settings(parser)


def _add_settings(parser: argparse.ArgumentParser) -> None:
    """Add an option for each setting of a recipe; one that is not given stays as it is."""
    from fashion_gui.training.recipes import settings

    group = parser.add_argument_group(
        "settings",
        "Any but the epochs, the seed and drawings make the recipe a custom one.",
    )
    for setting in settings():
        values: dict[str, Any] = _SETTING_OPTIONS.get(setting.type, {"metavar": "NAME"})
        group.add_argument(
            f"--{setting.name.replace('_', '-')}",
            default=argparse.SUPPRESS,
            help=_setting_help(setting).replace("%", "%%"),
            **values,
        )


def _setting_help(setting: "Field[Any]") -> str:
    words, limits = setting.metadata["help"], setting.metadata["limits"]
    return f"{words} {str(limits).capitalize()}." if limits else words


def _add_evaluate(commands: Any) -> None:
    parser = commands.add_parser(
        "evaluate",
        help="test a network on the test images",
        description="Answer all test images, or others: accuracy, scores of each class, confusion "
        "matrix.",
    )
    _add_judged_images(parser.add_mutually_exclusive_group())
    networks = parser.add_mutually_exclusive_group()
    _add_model(networks)
    networks.add_argument(
        "--compare",
        nargs=2,
        metavar=("A", "B"),
        help="test two networks, each a name or a file, and say what differs and whether it may "
        "be chance",
    )
    _add_data(parser, default=argparse.SUPPRESS)
    parser.add_argument(
        "--report", type=Path, metavar="FILE.html", help="write a page for people to this file"
    )
    parser.add_argument(
        "--csv",
        type=Path,
        metavar="DIR",
        help="write report.csv, confusion.csv and their checksums, SHA256SUMS, into this "
        "directory, made if it is missing",
    )
    _add_json(parser)


def _add_judged_images(group: Any) -> None:
    group.add_argument(
        "--part",
        choices=["test", "validation", "training", "unused", "all"],
        help="which images of the data set to answer (default: test): those that the network did "
        "or did not learn from, as its file tells",
    )
    group.add_argument(
        "--drawings",
        type=Path,
        metavar="FILE",
        help="answer drawings of a .npz with images and labels instead, each fitted to the frame",
    )
    group.add_argument(
        "--doodles",
        action="store_true",
        help="answer 5,000 drawings made by the program instead, which no network learned from",
    )


def _add_predict(commands: Any) -> None:
    parser = commands.add_parser(
        "predict",
        help="ask a network about pictures",
        description="Say what a network thinks of pictures, one line an image.",
    )
    parser.add_argument(
        "pictures",
        nargs="+",
        metavar="PICTURE",
        help="a picture in a usual format, a .npy of uint8 (28, 28) or (n, 28, 28), or a .npz "
        "with such an array named images",
    )
    _add_model(parser)
    fitting = parser.add_mutually_exclusive_group()
    fitting.add_argument(
        "--fit",
        choices=["auto", "always", "never"],
        default="auto",
        help="find what a picture shows, light or dark, anywhere, of any size, as the canvas does; "
        "auto: unless it is an image of 28x28 pixels on black (default: auto)",
    )
    fitting.add_argument(
        "--drawing", dest="fit", action="store_const", const="always", help="short for --fit always"
    )
    _add_json(parser)


def _add_doodles(commands: Any) -> None:
    parser = commands.add_parser(
        "doodles",
        help="draw what networks learn drawings from",
        description="Draw clothes as the program does for networks to learn from, as one picture.",
    )
    parser.add_argument("picture", type=Path, metavar="OUT.png", help="the picture to write")
    parser.add_argument(
        "--n", type=_up_to_150, default=24, metavar="N", help="doodles a row (default: 24)"
    )
    parser.add_argument(
        "--seed", type=_seed, default=0, metavar="N", help="where chance begins (default: 0)"
    )


def _add_tour(commands: Any) -> None:
    parser = commands.add_parser(
        "tour",
        help="play the story without a screen and leave pictures",
        description="Train, browse and draw without a screen, and leave a picture of every page.",
    )
    parser.add_argument("directory", type=Path, metavar="DIR", help="where the pictures go")
    parser.add_argument(
        "--epochs", type=_positive, metavar="N", help="epochs of the run that is shown (default: 6)"
    )
    _add_data(parser, default=argparse.SUPPRESS)


def _add_data(parser: argparse.ArgumentParser, default: Any = None) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=default,
        help="a directory with four IDX files, gzipped or not (default: the Fashion-MNIST "
        "that comes with the program)",
    )


def _add_model(parser: Any) -> None:
    from fashion_gui.files.model_file import DEFAULT_MODEL, shipped

    parser.add_argument(
        "--model",
        default=DEFAULT_MODEL,
        metavar="NAME|FILE",
        help=f"a network that comes with the program ({', '.join(shipped())}) or a file "
        f"(default: {DEFAULT_MODEL})",
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a number of at least 1, found {number}")
    return number


def _up_to_150(text: str) -> int:
    if not 1 <= (number := int(text)) <= 150:
        raise argparse.ArgumentTypeError(f"expected a number from 1 to 150, found {number}")
    return number


def _seed(text: str) -> int:
    if (number := int(text)) < 0:
        raise argparse.ArgumentTypeError(f"expected a number of at least 0, found {number}")
    return number


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(word) for word in _words(text))


def _number_or_all(text: str) -> int | None:
    return None if text == "all" else int(text)


# argparse shows these names when a value is off.
_sizes.__name__, _number_or_all.__name__ = "list of sizes", "number or 'all'"
_positive.__name__, _up_to_150.__name__ = "number of at least 1", "number from 1 to 150"
_seed.__name__ = "number of at least 0"

_SETTING_OPTIONS: dict[Any, dict[str, Any]] = {
    tuple[int, ...]: {"type": _sizes, "metavar": "N,N"},
    tuple[str, ...]: {"type": _words, "metavar": "WORD,WORD"},
    bool: {"action": argparse.BooleanOptionalAction},
    int: {"type": int, "metavar": "N"},
    int | None: {"type": _number_or_all, "metavar": "N|all"},
    float: {"type": float, "metavar": "X"},
}


if __name__ == "__main__":
    main()
