"""Matters of the office: their list, their page, what is to be followed up."""
