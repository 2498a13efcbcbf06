"""Help, made of what the window itself says: its tooltips, actions, settings and changelog."""
