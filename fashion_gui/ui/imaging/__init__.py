"""Arrays as pictures of Qt."""
