"""The control register of the budget: its lines, its transfers, and their pages."""
