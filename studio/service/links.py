"""Links to finished files that carry their own permission: signed, for one file, for a day.

A client downloads a result without its token (the token goes to the API only), and a player can
open it. The signature says nothing about anything else and ends by itself.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import quote

from studio.service import refusals
from studio.service.studio import Studio

LASTS = 86_400
GIVEN = "given:"  # before the key, so that no link is good for another kind of file


def signed(studio: Studio, key: str, name: str) -> str:
    """The path of a link to this export's file."""
    until = int(studio.clock()) + LASTS
    return f"/files/{key}/{until}/{_signature(studio, key, until)}/{quote(name, safe='')}"


def given(studio: Studio, key: str, name: str) -> str:
    """The path of a link to a file that a turn handed over."""
    until = int(studio.clock()) + LASTS
    signature = _signature(studio, GIVEN + key, until)
    return f"/given/{key}/{until}/{signature}/{quote(name, safe='')}"


def check(studio: Studio, key: str, until: str, signature: str) -> None:
    """Refuses a link that was not made here, or is no longer good."""
    good = until.isdecimal() and len(until) < 12 and int(until) > studio.clock()
    if not good or not hmac.compare_digest(_signature(studio, key, int(until)), signature):
        raise refusals.BadLink


def _signature(studio: Studio, key: str, until: int) -> str:
    said = f"{key}\0{until}".encode()
    return hmac.new(studio.secret, said, hashlib.sha256).hexdigest()
