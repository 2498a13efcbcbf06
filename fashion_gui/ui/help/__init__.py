"""Help, taken from the window's own tooltips, actions, settings and from the changelog."""
