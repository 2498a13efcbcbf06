"""A campaign of damaged inputs, random events, sizes, closings and kills: ``make soak``.

Each part is a program of its own, ``python -m soak.<part> SEED N``, that tries something N times
and prints a line of JSON: how often it tried, what went against the rules, and how far it went.
"""
