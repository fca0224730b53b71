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
    return matter(office, next(numbers)).play("check")


@pytest.fixture
def met(agreed: Matter) -> Matter:
    """The same on the agenda of an open meeting with everybody there."""
    agreed.meet()
    return agreed
