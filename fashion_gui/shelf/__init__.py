"""The shelf: every run is kept in a folder of its own until somebody deletes it."""
