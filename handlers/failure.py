"""A Problem becomes the sentence that says what to do about it, in the user's language."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import words
from client import ApiError, Problem
from handlers.turn import Turn

_LOCAL = ("backend", "bad_request", "refused", "conflict", "render_failed")


def told(problem: Problem, turn: Turn) -> None:
    """Tells what failed, with its code."""
    turn.tell.error(problem.name, sentence(problem, turn))


def sentence(problem: Problem, turn: Turn) -> str:
    if turn.client.backend.kind == "local" and isinstance(problem, ApiError) and problem.detail:
        return turn.client.safe(problem.detail)  # the studio's sentences are made for the user
    key = _key(problem, turn)
    if key not in words.sentences("errors", turn.lang):
        key = "backend"
    values = {**_values(problem, turn), **problem.values}
    text = words.say(f"errors.{key}", turn.lang, **values)
    detail = problem.detail if isinstance(problem, ApiError) else str(values.get("detail") or "")
    if detail and (key in _LOCAL or key == "backend_failed"):
        shown = turn.client.safe(detail)
        text = words.say("errors.says", turn.lang, text=text, detail=shown)
    return text


def _key(problem: Problem, turn: Turn) -> str:
    """The sentence's key: some failures mean another thing for another backend or account."""
    match problem.name:
        case "unreachable" if turn.client.backend.kind == "local":
            return "unreachable_local"
        case "unreachable" if turn.client.backend.kind == "custom":
            return "unreachable_custom"
        case "no_credits" if turn.client.own_token():
            return "no_credits_own"
    return problem.name


def _values(problem: Problem, turn: Turn) -> dict[str, object]:
    """What the sentences may name: links, formats, limits."""
    rules = turn.client.rules
    return {
        "link": _link(problem, turn),
        "formats": formats(turn),
        "limit": turn.skill.limit_mb,
        "host": urlsplit(turn.client.backend.url).netloc.rpartition("@")[2],
        "minutes": round(float(rules.timings["stream"]) / 60),
        "folder": turn.out,
        "name": "",
        "detail": "",
        "kind": "",
        "variable": rules.environment["token"],
    }


def formats(turn: Turn) -> str:
    """The suffixes that this backend takes, the skill's best ones first."""
    rules = turn.client.rules
    hosted = turn.client.backend.kind == "hosted"
    known = [name for name, row in rules.formats.items() if row.hosted or not hosted]
    best = [name for name in turn.skill.best if name in known]
    return ", ".join(dict.fromkeys([*best, *known]))


def _link(problem: Problem, turn: Turn) -> str:
    """Where to register (with the id that binds this anonymous user), or where to top up."""
    service = turn.client.rules.service
    base = turn.client.web()
    if problem.name == "no_credits" and turn.client.own_token():
        return base + service["topup_page"]
    bind = turn.client.bind_id()
    query = f"?bind={quote(bind, safe='')}" if bind else ""
    return base + service["register_page"] + query
