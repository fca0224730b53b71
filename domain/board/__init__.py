"""The governing body: its seats, its meetings, its resolutions (R-G01 to R-G18)."""
