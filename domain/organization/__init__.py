"""The office itself: units, posts, persons, powers, working calendar, settings."""
