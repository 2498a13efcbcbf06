"""Reports on an evaluation: an HTML page for people, CSV tables for programs."""
