"""The window: everything that knows Qt."""

from contextlib import suppress

# Qt for Python reads the source of every module that is imported after it, to see whether names in
# snake case are wanted there. They are not; without looking, the window is there 30 ms sooner.
with suppress(ImportError, AttributeError):
    import PySide6.QtCore  # noqa: F401  # makes the next one known
    from shibokensupport import feature  # type: ignore[import-not-found]

    feature._mod_uses_pyside = lambda module: True
