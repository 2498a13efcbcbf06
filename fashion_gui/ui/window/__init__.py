"""The window and what starts it."""
