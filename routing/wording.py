"""Patterns over a message's own words, compiled when first asked for: most messages ask for few."""

from __future__ import annotations

import re
from functools import cache


@cache
def wording(text: str) -> re.Pattern[str]:
    """The pattern, blind to capitals."""
    return re.compile(text, re.IGNORECASE)
