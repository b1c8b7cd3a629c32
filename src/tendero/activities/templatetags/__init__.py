"""Template tags of the activities room."""
