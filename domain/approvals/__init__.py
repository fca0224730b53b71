"""Approvals: opinions and decisions, inside the office and outside it, on one exact version."""
