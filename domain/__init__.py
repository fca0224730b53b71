"""The rules of the office: immutable data and pure functions. No I/O, no clock, no random ids."""
