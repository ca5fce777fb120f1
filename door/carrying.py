"""A plan carried out in a session: first where the work happens, at the end the timeline."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import contract
import handlers
import plan
import prepare
import words
from client import Backend, Client, Identity, Problem, Store
from door import backend, drawing
from door.events import JsonLines
from door.output import Place
from door.terminal import Terminal
from handlers import drafts, failure


@dataclass(slots=True)
class House:
    """What all turns of a call share: the backend once reached, the store, who we are."""

    chosen: backend.Choice
    environ: Mapping[str, str]
    tell: JsonLines | Terminal
    place: Place
    force: bool
    identity: Identity = field(init=False)
    store: Store = field(init=False)
    clients: dict[str, Client] = field(default_factory=dict)  # by session, for conversations
    _reached: Backend | None = None
    _where_said: bool = False

    def __post_init__(self) -> None:
        self.identity = Identity.of(prepare.ROOT, sys.argv[0] or None, self.environ)
        self.store = Store(Path(contract.load().config_folder).expanduser())

    def done(
        self, wanted: plan.Plan, session: str, lang: words.Lang, *, message: str, fresh: bool
    ) -> bool:
        """Whether every step went well; what did not has been said."""
        if not wanted.steps:
            return True
        try:
            turn = self._turn(session, lang, fresh=fresh)
        except Problem as problem:
            said = words.say(f"errors.{problem.name}", lang, **problem.values)
            self.tell.error(problem.name, said)
            return False
        except prepare.CannotPrepare as problem:  # the studio's packages, on its first start
            self.tell.error("setup", str(problem))
            return False
        try:
            if turn.client.session is None or turn.fresh:
                self._say_where(turn)
                handlers.connect(turn, message=message)
                handlers.resume(turn)
        except Problem as problem:
            failure.told(problem, turn)
            return False
        before = turn.client.remembered_state()
        well = handlers.carry_out(wanted, turn)
        if isinstance(self.tell, Terminal) and self.tell.screen.terminal:
            self._draw(self.tell, wanted, before, turn)
        return well

    def _turn(self, session: str, lang: words.Lang, *, fresh: bool) -> handlers.Turn:
        client = self.clients.get(session)
        if client is None:
            if self._reached is None:
                self._reached = backend.reached(self.chosen, self.tell, lang)
            client = self.clients[session] = Client(
                self._reached, self.identity, self.store,
                lang=lang, tell=self.tell, environ=self.environ,
            )  # fmt: skip
        client.lang = lang
        skills = contract.load().skills
        return handlers.Turn(
            client=client,
            skill=skills.get(self.identity.name) or next(iter(skills.values())),
            lang=lang,
            tell=self.tell,
            out=self.place.path,
            session=session,
            out_is_file=self.place.is_file,
            force=self.force,
            fresh=fresh,
            environ=self.environ,
        )

    def _say_where(self, turn: handlers.Turn) -> None:
        """The first line of a session."""
        home = turn.client.backend
        kept = self.store.session(home.origin, self.identity.name, turn.session)
        if (kept is None or turn.fresh) and not self._where_said:
            self._where_said = True  # once is enough for all the works of a batch
            self.tell.text(backend.where(home, turn.lang))

    def _draw(
        self,
        tell: Terminal,
        wanted: plan.Plan,
        before: Mapping[str, Any] | None,
        turn: handlers.Turn,
    ) -> None:
        """The timeline, where it was asked for or has changed."""
        try:
            after = turn.read_state() if "sse" in wanted.intents else turn.state
        except Problem:
            return  # the answer stands; only its picture is missing
        shown = drafts.read(after or {}, rules=turn.client.rules)
        known = drafts.read(before or {}, rules=turn.client.rules)
        if "state" in wanted.intents or ("sse" in wanted.intents and shown != known):
            for line in drawing.draw(shown, turn.lang, tell.screen):
                tell.text(line)
