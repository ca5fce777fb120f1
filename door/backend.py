"""Where the work is done: what was asked for, else what the environment says, else this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import contract
import words
from door import arguments
from tell import Tell

if TYPE_CHECKING:
    from client import Backend


@dataclass(frozen=True, slots=True)
class Choice:
    """`url` is None for this machine."""

    url: str | None
    hosted: bool = False


def choice(asked: str | None, environ: Mapping[str, str]) -> Choice:
    """The option, then NEMO_API_URL, then whether a token is set; arguments.Usage for nonsense."""
    rules = contract.load()
    hosted = rules.service["url"]
    match asked:
        case "local":
            return Choice(None)
        case "hosted":
            return Choice(hosted, hosted=True)
        case str(url):
            return Choice(url, hosted=url == hosted)
    if said := environ.get(rules.environment["url"], "").strip():
        url = arguments.backend(said) if said not in arguments.BACKENDS else ""
        if not url:
            raise arguments.Usage("bad_backend")
        return Choice(url, hosted=url == hosted)
    if environ.get(rules.environment["token"], "").strip():
        return Choice(hosted, hosted=True)
    return Choice(None)


def reached(chosen: Choice, tell: Tell, lang: words.Lang) -> Backend:
    """The backend itself; the studio on this machine is found or started."""
    if chosen.url is None:
        import home  # starts processes, and most calls to other backends never need it

        return home.find_or_start(tell, lang)
    from client import Backend

    return Backend(chosen.url, "hosted" if chosen.hosted else "custom")


def where(backend: Backend, lang: words.Lang) -> str:
    """The first line of a session: on this machine, or to whom files and messages go."""
    if backend.kind == "local":
        return words.say("door.where_local", lang)
    return words.say("door.where_away", lang, url=backend.url)
