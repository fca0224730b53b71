"""Figures, each against a baseline of the same run: ``python -m bench NAME [--json] [--size large]``."""
