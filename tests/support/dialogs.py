"""Answering the dialogs that ask for files, as a person does who types a name."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog


def name_a_file(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str = "") -> None:
    """Let every dialog for a new file be answered: a name, and the kind that is chosen, if any."""

    def answer(dialog: QFileDialog) -> int:
        if kind:
            dialog.selectNameFilter(kind)
            dialog.filterSelected.emit(kind)
        return 1

    def selected(dialog: QFileDialog) -> list[str]:
        return [str(path if path.suffix else path.with_suffix(f".{dialog.defaultSuffix()}"))]

    monkeypatch.setattr(QFileDialog, "exec", answer)
    monkeypatch.setattr(QFileDialog, "selectedFiles", selected)
