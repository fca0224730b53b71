"""The board: its seats, its meetings, its resolutions."""
