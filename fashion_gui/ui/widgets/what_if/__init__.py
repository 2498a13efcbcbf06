"""The switch "What if?": what becomes of the answer when the picture changes."""
