"""A matter before the board: agreed to be proposed, and on the agenda of an open meeting."""

from __future__ import annotations

import pytest

from infrastructure.demo.matter import Matter
from tests.api.board.acts import numbers
from tests.hands import matter
from tests.served import ServedOffice


@pytest.fixture
def agreed(office: ServedOffice) -> Matter:
    """A matter that the area director agreed to propose."""
    played = matter(office, next(numbers))
    played.receive()
    played.open()
    played.prepare()
    played.check()
    return played


@pytest.fixture
def met(agreed: Matter) -> Matter:
    """The same on the agenda of an open meeting with everybody there."""
    agreed.meet()
    return agreed
