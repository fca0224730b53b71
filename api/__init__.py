"""HTTP in, refusals out: the programs' interface under /api/v1, and the pages people work on."""
