"""The budget: years, lines, transfers between lines, and the table of transfer powers."""
