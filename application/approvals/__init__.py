"""Approvals: opinions and decisions asked for, inside the office and outside it."""
