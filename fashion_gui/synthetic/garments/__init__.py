"""What a program draws: a line drawing of each class, and of what is no clothing."""
