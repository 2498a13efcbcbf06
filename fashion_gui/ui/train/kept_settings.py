"""What Train looks like from one start to the next: form, hints, heights, and the shown run."""

from contextlib import suppress

from PySide6.QtCore import QSettings

from fashion_gui.training.hints import explanation
from fashion_gui.ui.train.train_page import TrainPage


def restore(page: TrainPage, settings: QSettings) -> None:
    """Show what was kept; what is damaged is ignored."""
    form = page.form
    if own := str(settings.value("train/own", "")):
        form.show_own(own)
    form.select(str(settings.value("train/recipe", "")))
    form.show_open_groups(str(settings.value("train/open_groups", "")).split(","))
    page.log_loss.setChecked(str(settings.value("train/log_loss")) == "1")
    with suppress(ValueError):
        share = float(str(settings.value("train/results_share", "")))
        page.parts.by_hand = share if 0 < share < 1 else None
    muted = str(settings.value("train/muted_hints", "")).split(",")
    page.hints.set_muted({rule for rule in muted if explanation(rule)})
    if page.kept:
        page.kept.bring_back(str(settings.value("train/shown", "")))


def keep(page: TrainPage, settings: QSettings) -> None:
    """Keep it for the next start."""
    form = page.form
    settings.setValue("train/recipe", form.recipes.current())
    settings.setValue("train/own", form.own_settings())
    settings.setValue("train/open_groups", ",".join(form.open_groups()))
    settings.setValue("train/log_loss", int(page.log_loss.isChecked()))
    settings.setValue("train/results_share", str(page.parts.by_hand or ""))
    settings.setValue("train/muted_hints", ",".join(sorted(page.hints.muted)))
    if page.kept:
        settings.setValue("train/shown", page.kept.shown.name)
