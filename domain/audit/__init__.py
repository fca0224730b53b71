"""The audit wing: who read what, what was exported, when the glass was broken."""
