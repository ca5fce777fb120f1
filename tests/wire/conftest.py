"""The fake service and a user of it, for every test that goes over the wire."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wire.fake import DRAFT, Fake
from tests.wire.stage import Stage


@pytest.fixture
def fake() -> Iterator[Fake]:
    with Fake() as service:
        yield service


@pytest.fixture
def stage(fake: Fake, tmp_path: Path) -> Stage:
    return Stage(fake, tmp_path)


@pytest.fixture
def ready(stage: Stage, fake: Fake) -> Stage:
    """A user with a timeline."""
    stage.do("credits")
    fake.session["draft"] = DRAFT
    return stage
