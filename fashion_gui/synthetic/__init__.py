"""Drawings that a program makes: of clothes, of other things, and of photographs."""
