"""Networks by the names that a command line gives them."""

from fashion_gui.files import model_file
from fashion_gui.files.model_file import ModelFileError, SavedNetwork
from fashion_gui.locations import runs_folder
from fashion_gui.shelf.run_names import run_of_network
from fashion_gui.shelf.shelf import Shelf


def load_named(name: str) -> SavedNetwork:
    """Return a network that comes with the program, else that of a file, else of a kept run.

    A run that has the name of a network that comes with the program is called as in the window:
    "mlp (mine)".

    Raises
    ------
    ModelFileError
        One sentence, when there is none of that name, or it cannot be read.
    """
    try:
        path = model_file.find(name)
    except ModelFileError as error:
        shelf, run = Shelf(runs_folder()), run_of_network(name)
        if run not in shelf.names():
            kept = f"Nor is there a run of that name in {shelf.path}."
            raise ModelFileError(f"{error} {kept}") from None
        path = shelf.folder(run).newest_network
    return model_file.load(path)
