"""Drawings made by a program: of clothes, of other things, and from photographs."""
