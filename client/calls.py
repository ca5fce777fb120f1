"""An endpoint's name in, its data or an ApiError out: token, headers, session and cures inside."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import requests

import contract
import words
from client import clean, envelope, headers, wire
from client.credentials import Credentials, Token
from client.identity import Identity
from client.live import Live
from client.store import Store
from client.values import ApiError, Backend, Problem, Session
from tell import Tell

T = TypeVar("T")
Json = Mapping[str, Any]
Payload = Json | Callable[[Session], Json]  # a function where the session's id stands inside
_ANSWER = 64 * 1024 * 1024  # bytes of one answer that is not a stream
_IN_SESSION = ("say", "state", "upload", "export")  # a lost session is theirs to notice
_SENDING = 60.0  # seconds a receiver may pause in a file: urllib3 takes "connect" for that, too
_LONGEST_WAIT = 120.0  # seconds a "too many requests" may ask for and be obeyed


class Client:
    """Speaks the contract to one backend, in one session. Cures what the error table can cure."""

    def __init__(
        self,
        backend: Backend,
        identity: Identity,
        store: Store,
        *,
        lang: words.Lang,
        tell: Tell,
        environ: Mapping[str, str] = os.environ,
        rules: contract.Contract | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.backend, self.identity, self.store = backend, identity, store
        self.rules = rules or contract.load()
        self.lang, self.tell, self.environ, self.sleep = lang, tell, environ, sleep
        self.credentials = Credentials(backend, store, environ=environ, rules=self.rules)
        self.http: requests.Session = wire.new_session()
        self.name = "default"  # of the session, as the user calls it
        self.session: Session | None = None
        self.touched = False  # whether anything was ever said or sent in the session
        self.reopened = 0  # how often a session was found gone; then the old timeline is gone, too
        self._token: Token | None = None
        self._language: str | None = None

    # -- sessions -------------------------------------------------------------------------------

    def open(self, name: str, *, language: str | None, fresh: bool = False) -> bool:
        """True when a session was begun, False when the one kept under this name goes on."""
        self.name, self._language = name, language
        kept = self.store.session(self.backend.origin, self.identity.name, name)
        if kept is None and self.backend.kind == "local":
            kept = self.store.session_at_home(self.identity.name, name)
        if kept and not fresh:
            self.session = Session(kept["session_id"], str(kept.get("task_id") or ""))
            self.touched = kept.get("touched") is not False
            if kept.get("origin") != self.backend.origin:
                self.remember_state(kept.get("state"))
            return False
        self._begin()
        return True

    def _begin(self) -> None:
        asked: dict[str, Any] = {"task_name": "project"}
        if self._language:
            asked["language"] = self._language
        answer = self.call("session", json=asked)
        session_id, task_id = answer.get("session_id"), answer.get("task_id")
        if not isinstance(session_id, str) or not session_id:
            raise ApiError("bad_answer", endpoint="session")
        self.session = Session(session_id, task_id if isinstance(task_id, str) else "")
        self.touched = False
        self.remember_state(None)

    def remember_state(self, state: Json | None) -> None:
        """Keeps the session with its state as last seen, for the next turn to compare with."""
        if self.session:
            record = {
                "session_id": self.session.session_id,
                "task_id": self.session.task_id,
                "state": state,
                "touched": self.touched,
                "kind": self.backend.kind,
            }
            self.store.keep_session(self.backend.origin, self.identity.name, self.name, record)

    def touch(self) -> None:
        """From now on the session holds something; until then a service may not know its state."""
        if not self.touched:
            self.touched = True
            self.remember_state(self.remembered_state())

    def remembered_state(self) -> Json | None:
        kept = self.store.session(self.backend.origin, self.identity.name, self.name) or {}
        state = kept.get("state")
        return state if isinstance(state, dict) else None

    def state(self) -> dict[str, Any]:
        """The session's state, remembered; nothing for a new session the service has not filled."""
        if self.touched:
            found = self.call("state")
        else:
            try:
                found = self.once("state")
            except ApiError as error:
                if error.name == "session_gone":
                    return {}
                found = self.call("state")
        self.remember_state(found)
        return found

    # -- calls ----------------------------------------------------------------------------------

    def call(
        self,
        endpoint: str,
        *,
        json: Payload | None = None,
        places: Mapping[str, str] | None = None,
        body: Callable[[], wire.Body] | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """The data of the answer, after whatever cure the error table knows."""
        return self.cured(
            endpoint,
            lambda: self.once(endpoint, json=json, places=places, body=body, extra=extra),
        )

    def once(self, endpoint: str, **sent: Any) -> dict[str, Any]:
        """The data of the answer to one exchange, uncured: for what may as well not be had."""
        call = self.prepared(endpoint, **sent)
        if endpoint == "upload":
            self.touch()
        with wire.exchange(self.http, call) as response:
            raw = wire.body_of(response, most=_ANSWER, endpoint=endpoint)
            return envelope.data(
                response.status_code,
                raw,
                endpoint=endpoint,
                headers={name.lower(): value for name, value in response.headers.items()},
                rules=self.rules,
            )

    def say(self, *, json: Payload, extra: Mapping[str, str] | None = None) -> Live:
        """The answer of `say`, being listened to.

        Uncured: whoever listens knows whether the message may be sent again.
        """
        accept = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
        call = self.prepared("say", json=json, extra={**accept, **(extra or {})})
        self.touch()
        return Live(lambda: wire.exchange(self.http, call), self._raise_unless_stream)

    def _raise_unless_stream(self, response: requests.Response) -> None:
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        if response.status_code == 200 and kind in ("text/event-stream", ""):
            return
        most = int(self.rules.limits["error_body"])
        body = wire.body_of(response, most=most, endpoint="say")
        envelope.data(
            response.status_code,
            body,
            endpoint="say",
            headers={name.lower(): value for name, value in response.headers.items()},
            rules=self.rules,
        )
        raise ApiError("bad_answer", status=response.status_code, endpoint="say")

    def prepared(
        self,
        endpoint: str,
        *,
        json: Payload | None = None,
        places: Mapping[str, str] | None = None,
        body: Callable[[], wire.Body] | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> wire.Call:
        """A call as it will be sent: address, headers, token, with the session as it is now."""
        row = self.rules.endpoints[endpoint]
        sent = headers.attribution(self.identity, self.rules)
        sent["Accept-Language"] = self.lang  # so that the studio's own sentences can be shown
        if self.backend.key:
            sent[self.rules.headers["key"]] = headers.secret(
                self.backend.key, problem="key_malformed"
            )
        sent.update(extra or {})
        return wire.Call(
            row.method,
            self.address(endpoint, places=places),
            sent,
            (_SENDING if body else float(self.rules.timings["connect"]), row.timeout),
            endpoint=endpoint,
            json=json(self.opened_session()) if callable(json) else json,
            body=body,
            auth=wire.Bearer(self.rules.headers["auth"], self.token().value) if row.auth else None,
        )

    def address(self, endpoint: str, *, places: Mapping[str, str] | None = None) -> str:
        """The URL of an endpoint, every place in it filled and quoted."""
        row = self.rules.endpoints[endpoint]
        fill = {"app": self.rules.service["app"], "user": self.rules.service["user"]}
        if "{session}" in row.path:
            fill["session"] = self.opened_session().session_id
        fill.update(places or {})
        path = row.at(**{name: quote(value, safe="") for name, value in fill.items()})
        return self.backend.url.rstrip("/") + path

    def opened_session(self) -> Session:
        if self.session is None:
            raise Problem("session_gone")
        return self.session

    # -- tokens ---------------------------------------------------------------------------------

    def token(self) -> Token:
        if self._token is None:
            self._token = self.credentials.token(self._ask_for_token)
        return self._token

    def _ask_for_token(self, client_id: str) -> Mapping[str, Any]:
        return self.call("token", extra={self.rules.headers["client"]: client_id})

    def safe(self, raw: str) -> str:
        """Text from outside as it may be shown: no control characters, none of our secrets."""
        return clean.text(raw, self.secrets())

    def secrets(self) -> list[str]:
        own = self.environ.get(self.rules.environment["token"], "").strip()
        held = self._token.value if self._token else ""
        return [value for value in (held, own, self.backend.key) if value]

    # -- cures ----------------------------------------------------------------------------------

    def cured(self, endpoint: str, attempt: Callable[[], T]) -> T:
        """The attempt's result; where the table names a cure, it is tried once, then repeated."""
        tried: set[str] = set()
        while True:
            try:
                return attempt()
            except ApiError as error:
                rule = envelope.rule_for(
                    error.code, error.status, endpoint=endpoint, rules=self.rules
                )
                if rule is None or rule.do in tried or not self._cure(rule.do, error):
                    raise
                tried.add(rule.do)

    def _cure(self, do: str, error: ApiError) -> bool:
        """Whether there is sense in trying the call again."""
        match do:
            case "renew" if error.endpoint != "token":
                refused = self.token()
                self._token = self.credentials.renewed(
                    self._ask_for_token, instead_of=refused.value
                )
                return True
            case "reopen" if error.endpoint in _IN_SESSION:
                self.reopened += 1
                self._begin()
                self.tell.text(words.say("connect.reopened", self.lang))
                return True
            case "wait":
                hint = error.wait
                if hint is not None and hint > _LONGEST_WAIT:
                    return False
                seconds = float(self.rules.timings["retry_after"]) if hint is None else hint
                label = words.say("connect.waiting", self.lang, seconds=round(seconds))
                self.tell.progress(label, None)
                self.sleep(seconds)
                return True
        return False

    # -- what sentences and links need ----------------------------------------------------------

    def own_token(self) -> bool:
        """Whether the user brought the token: then no anonymous account is involved."""
        return self.credentials.own() is not None

    def web(self) -> str:
        said = self.environ.get(self.rules.environment["web"], "").strip().rstrip("/")
        return said if said.startswith(("https://", "http://")) else self.rules.service["web"]

    def bind_id(self) -> str:
        """The id that a registration link binds: that of the session's task. Never a token."""
        found = self.session.task_id or self.session.session_id if self.session else ""
        return "" if clean.scrubbed(found, self.secrets()) != found else found
