"""One stored example of every event: ``<name>.json`` loads for ever (DESIGN §3).

``python -m tests.golden`` writes what is missing and never touches what is there: an example was
stored as the event stood when it was new, by the real mapper, with what is personal sealed. A field
added since has a default; none is ever dropped.
"""
