"""What the pages share, and the threads that work for it."""
