"""Measurements side by side, in one run: ``python -m benchmarks``.

Each measurement is a module with a function that returns a ``Result`` and prints nothing.
"""
