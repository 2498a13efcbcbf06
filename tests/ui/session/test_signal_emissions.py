"""PySide6 6.12.0 on Python 3.11 aborts after a few hundred emissions: see pyproject.toml."""

import subprocess
import sys

_PROGRAM = """
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

class Counter(QObject):
    told = Signal(object)
    toggled = Signal(bool)
    def __init__(self):
        super().__init__()
        self.n = 0
    @Slot(object)
    def on_told(self, value):
        self.n += 1
    @Slot(bool)
    def on_toggled(self, value):
        self.n += value is True

application = QCoreApplication([])
counter = Counter()
counter.told.connect(counter.on_told)
counter.toggled.connect(counter.on_toggled)
for number in range(20_000):
    counter.told.emit(number)
    counter.toggled.emit(True)
print(counter.n)
"""


def test_twenty_thousand_emissions_do_not_abort_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "40000"
