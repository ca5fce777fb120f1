"""A token for a backend: the user's own, else the one kept, else a fresh anonymous one."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import contract
from client import headers
from client.store import Store
from client.values import ApiError, Backend, Problem

_SOON = 60.0  # seconds: a token that ends within the call is as good as ended
Ask = Callable[[str], Mapping[str, Any]]  # client id in, the answer to "anonymous token" out


@dataclass(frozen=True, slots=True)
class Token:
    value: str = field(repr=False)
    own: bool  # the user set it: it is never replaced silently
    starter: int | None = None  # free credits, when it was made just now


class Credentials:
    """Who we are to one backend. Never asks twice where two processes could ask once."""

    def __init__(
        self,
        backend: Backend,
        store: Store,
        *,
        environ: Mapping[str, str],
        rules: contract.Contract,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._backend, self._store, self._rules, self._now = backend, store, rules, now
        self._environ = environ

    def own(self) -> Token | None:
        """The token that the user set, where it belongs: never toward the studio at home."""
        value = self._environ.get(self._rules.environment["token"], "").strip()
        if not value or self._backend.kind == "local":
            return None
        return Token(headers.secret(value, problem="token_malformed"), own=True)

    def token(self, ask: Ask) -> Token:
        if own := self.own():
            return own
        if kept := self._kept():
            return kept
        with self._store.locked("token"):
            return self._kept() or self._fresh(ask)

    def renewed(self, ask: Ask, *, instead_of: str) -> Token:
        """Another token than the one that was refused; perhaps another process has it already."""
        if self.own():
            raise Problem("token_own", variable=self._rules.environment["token"])
        with self._store.locked("token"):
            kept = self._kept()
            if kept and kept.value != instead_of:
                return kept
            self._store.keep_token(self._backend.origin, None)
            return self._fresh(ask)

    def client_id(self) -> str:
        said = self._environ.get(self._rules.environment["client"], "").strip()
        if not said:
            return self._store.client_id()
        try:
            return str(UUID(said))
        except ValueError:
            return headers.secret(said, problem="client_malformed")

    def _kept(self) -> Token | None:
        record = self._store.token(self._backend.origin)
        if record is None or record.get("client") != self.client_id():
            return None
        ends = record.get("expires_at")
        if isinstance(ends, int | float) and ends - _SOON <= self._now():
            return None
        return Token(record["token"], own=False)

    def _fresh(self, ask: Ask) -> Token:
        client = self.client_id()
        try:
            answer = ask(client)
        except ApiError as error:
            if error.name != "no_client" or self._environ.get(self._rules.environment["client"]):
                raise
            client = self._store.new_client_id()  # the service has no use for ours: a new one, once
            answer = ask(client)
        value = answer.get("token")
        if not isinstance(value, str):
            raise ApiError("bad_answer", endpoint="token")
        value = headers.secret(value, problem="bad_answer")
        record = {"token": value, "client": client, "expires_at": self._end(answer)}
        self._store.keep_token(self._backend.origin, record)
        credits = answer.get("credits")
        return Token(value, own=False, starter=credits if isinstance(credits, int) else None)

    def _end(self, answer: Mapping[str, Any]) -> float:
        """When the token ends, in seconds: it may be said as a date, in seconds or in ms."""
        default = self._now() + float(self._rules.timings["token_days"]) * 86400
        match answer.get("expires_at", answer.get("expiresAt")):
            case bool():
                return default
            case int(ends) | float(ends):
                return ends / 1000 if ends > 1e11 else float(ends)
            case str(text):
                try:
                    return datetime.fromisoformat(text.strip()).timestamp()
                except ValueError:
                    return default
        return default
