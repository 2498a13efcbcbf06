"""Names of boxes for screen readers where no label stands beside them."""

from PySide6.QtWidgets import QComboBox, QLabel, QWidget


def tell_names_of_boxes(root: QWidget) -> None:
    """Let the boxes under a widget say their names, too.

    On Linux Qt takes the chosen entry for the name of a box, and leaves its name to its label. One
    without a label says it at the start of its description.
    """
    labelled = {label.buddy() for label in root.findChildren(QLabel)}
    for box in root.findChildren(QComboBox):
        if box not in labelled and box.accessibleName() and not box.accessibleDescription():
            box.setAccessibleDescription(f"{box.accessibleName()}. {box.toolTip()}".strip())
