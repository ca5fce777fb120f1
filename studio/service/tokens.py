"""Who is asking: tokens are given out, and recognised again.

One token per client id for seven days, ten clients per address for seven days: that is the
contract. Whoever shows the key of an embedded studio is the machine's own user, so for them a
second token for the same client id is given at any time: same person, same credits, same
sessions. So two skills that share a client id do not lock each other out.
"""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass

import msgspec

from studio.service import refusals
from studio.service.studio import Studio
from studio.store import Person, Token

_CLIENT = re.compile(r"[A-Za-z0-9._-]{8,128}")
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Issued:
    """A token in the clear, for the answer only: the store keeps its hash."""

    token: str
    person: Person
    expires: float

    def __repr__(self) -> str:
        return f"Issued(person={self.person.id!r})"


def digest(secret: str) -> str:
    """What the store keeps of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def issue(studio: Studio, client: str | None, *, address: str, trusted: bool) -> Issued:
    """A fresh token for this client id, or the refusal that it has one already."""
    if not client:
        raise refusals.NoClient
    if not _CLIENT.fullmatch(client):
        raise refusals.BadClient
    with studio.desk:
        return _issue(studio, client, address, trusted)


def _issue(studio: Studio, client: str, address: str, trusted: bool) -> Issued:
    now, store = studio.clock(), studio.store
    window = studio.contract.token_days * _DAY
    person = store.person_of_client(client)
    held = [] if person is None else store.tokens_of(person.id, since=now - window)
    if held and not trusted:
        raise refusals.TooManyTokens(hours=_hours(held[0].issued + window - now))
    if not trusted and (
        store.tokens_from(address, since=now - window) >= studio.settings.address_tokens
    ):
        raise refusals.CrowdedAddress(hours=_hours(window))
    if person is None:
        person = Person(
            id=studio.fresh("anon_"), client=client, created=now,
            granted=studio.contract.starter_credits,
        )  # fmt: skip
        store.keep_person(person)
    elif not held:  # the seven days are over: the credits begin again
        granted = person.spent + studio.contract.starter_credits
        person = msgspec.structs.replace(person, granted=granted)
        store.keep_person(person)
    secret = studio.fresh("nmv_usr_")
    token = Token(
        digest=digest(secret), person=person.id, issued=now, expires=now + window, address=address
    )
    store.keep_token(token)
    return Issued(secret, person, token.expires)


def _hours(seconds: float) -> int:
    return max(1, math.ceil(seconds / 3600))


def recognise(studio: Studio, authorization: str | None) -> Person:
    """The person a `Bearer` header stands for."""
    scheme, _, secret = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise refusals.BadToken
    token = studio.store.token(digest(secret.strip()))
    if token is None or token.expires <= studio.clock():
        raise refusals.BadToken
    person = studio.store.person(token.person)
    if person is None:
        raise refusals.BadToken
    return person
