"""What leaves the program about an evaluation: a page for people, tables for programs."""
