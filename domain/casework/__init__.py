"""Matters of the office: processes as templates, and the cases that follow them."""
