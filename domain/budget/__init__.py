"""The budget wing: years, lines, and transfers between lines. Money is whole satang (R-B23)."""
