"""Something is said to the backend, and its reply told as it comes: never twice, never silence.

A broken stream is never answered by sending again (it would be charged twice): the studio's is
resumed where it stopped, any other is left and the timeline is watched instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import words
from client import ApiError, Problem, clean, envelope
from client.events import Beat, Failed, Fold, Said, Shown
from client.live import Live
from client.stream import Frames
from handlers import aftermath, receiving
from handlers.followup import follow
from handlers.speaker import Speaker
from handlers.turn import Turn
from plan import Step

Ending = Literal["end", "cut", "timeout"]
_RESUMES = (0.0, 1.0, 2.0, 4.0, 8.0)  # waits before each try to go on with a stream that has ids


class Reply:
    """One reply being listened to, over one connection or, where it is resumed, several."""

    def __init__(self, turn: Turn) -> None:
        timings = turn.client.rules.timings
        self.turn, self.fold, self.speaker = turn, Fold(), Speaker(turn)
        self.last_id = ""
        self._quiet, self._word = float(timings["only_heartbeats"]), float(timings["still_working"])
        now = turn.clock()
        self._until = now + float(timings["stream"])
        self._last_sign = now  # of anything but a heartbeat
        self._next_word = now + self._word

    def listen(self, live: Live) -> Ending:
        """Takes the stream to its end; tells what it says and, every so often, that it goes on."""
        frames = Frames(most=int(self.turn.client.rules.limits["stream_event"]))
        while (patience := self._patience()) > 0:
            try:
                chunk = live.next(patience)
            except ApiError as error:
                if error.name in ("cut", "timeout"):  # the message may have arrived: not again
                    return "cut"
                raise
            if chunk == b"":
                return "cut" if frames.close() else "end"
            for frame in frames.feed(chunk or b""):
                self.last_id = frame.id or self.last_id
                for happening in self.fold.feed(frame):
                    self._take(happening)
        return "timeout"

    def finish(self) -> None:
        """Tells what was said in part and what waited for its line to end."""
        for happening in self.fold.close():
            self._take(happening)
        self.speaker.close()

    def _patience(self) -> float:
        """Seconds until something must be said or given up; 0 when it is time to give up."""
        now = self.turn.clock()
        if now >= self._next_word:
            self._next_word = now + self._word
            self.turn.tell.text(words.say("reply.working", self.turn.lang))
        end = min(self._until, self._last_sign + self._quiet)
        return max(0.0, min(end, self._next_word) - now) or (0.001 if now < end else 0.0)

    def _take(self, happening: object) -> None:
        match happening:
            case Said(text):
                self.speaker.say(text)
            case Shown(url, mime):
                receiving.show(url, mime, self.turn)
            case Failed(int(code), detail, refused=True):
                self._raise_if_curable(code, detail)
        if not isinstance(happening, Beat):
            self._last_sign = self.turn.clock()
            if isinstance(happening, Said):
                self._next_word = self._last_sign + self._word

    def _raise_if_curable(self, code: int, detail: str) -> None:
        """A refusal in the first event is one like any other: nothing has been done yet."""
        rules = self.turn.client.rules
        if rule := envelope.rule_for(code, 200, endpoint="say", rules=rules):
            raise ApiError(rule.name, code, status=200, endpoint="say", detail=detail)


def say(step: Step, turn: Turn) -> bool:
    """Whether the backend did what it was told, or answered."""
    before = aftermath.before(turn)
    begun = turn.client.reopened
    reply, ending = _said(step.text, turn)
    reply.finish()
    if turn.client.reopened != begun:
        before = aftermath.NOTHING
    done = aftermath.settle(reply.fold, reply.speaker, ending, before, turn)
    if done:
        follow(reply.speaker.actions, turn, say=say)
    return done


def _said(text: str, turn: Turn) -> tuple[Reply, Ending]:
    """The reply to a message, listened to as far as it can be."""
    message = clean.whole(text)

    def once() -> tuple[Reply, Ending]:
        reply = Reply(turn)
        ending = _heard(reply, turn, message)
        if ending == "cut" and reply.last_id:
            ending = _resumed(reply, turn)
        return reply, ending

    return turn.client.cured("say", once)


def _heard(
    reply: Reply, turn: Turn, message: str | None, extra: Mapping[str, str] | None = None
) -> Ending:
    service = turn.client.rules.service

    def body(session: Any) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "app_name": service["app"],
            "user_id": service["user"],
            "session_id": session.session_id,
        }
        if message is not None:
            asked["new_message"] = {"parts": [{"text": message}]}
        return asked

    live = turn.client.say(json=body, extra=extra)
    try:
        return reply.listen(live)
    finally:
        live.close()


def _resumed(reply: Reply, turn: Turn) -> Ending:
    """How a stream with ids ended after going on behind the last event that came whole."""
    waits = list(_RESUMES)
    while waits:
        if wait := waits.pop(0):
            turn.sleep(wait)
        heard = reply.last_id
        try:
            ending = _heard(reply, turn, None, {"Last-Event-ID": reply.last_id})
        except ApiError as error:
            if error.name not in ("unreachable", "server"):
                return "cut"
        except Problem:
            return "cut"
        else:
            if ending != "cut":
                return ending
        if reply.last_id != heard:  # it does go on, in pieces: as patient as at the beginning
            waits = list(_RESUMES)
    return "cut"
