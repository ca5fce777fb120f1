"""What GUI talk in a reply leads to: reading at once, everything else only as far as it was asked.

The guard against a backend that steers: each kind once a turn, an export only when the user's own
plan has one (and then that one runs, not another), an edit by itself only where it costs nothing.
See docs/decisions/what-gui-talk-may-do.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import words
from handlers import credits, show
from handlers.turn import Turn
from plan import Action, Step

Say = Callable[[Step, Turn], bool]


def follow(actions: Iterable[Action], turn: Turn, *, say: Say) -> None:
    """Carries out what a reply's actions allow, as steps by the same handlers; offers the rest."""
    for action in actions:
        kind = turn.client.rules.gui.get(action.kind, "")
        if kind in turn.followed:
            continue
        turn.followed.add(kind)
        match kind:
            case "state" if "state" not in turn.planned:
                show.summary(Step("state"), turn)
            case "credits" if "credits" not in turn.planned:
                credits.balance(Step("credits"), turn)
            case "export" if "export" not in turn.planned:
                turn.tell.offer("export", words.say("reply.offer_export", turn.lang))
            case "sse":
                _edit(action, turn, say)


def _edit(action: Action, turn: Turn, say: Say) -> None:
    """The backend is told to do it itself, once, at home; elsewhere that is the user's to pay."""
    if action.confidence == "do" and turn.client.backend.kind == "local":
        say(Step("sse", words.say("reply.go_on", turn.lang)), turn)
        return
    turn.tell.offer("edit", words.say("reply.offer_edit", turn.lang))
