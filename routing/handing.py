"""Clauses that want the result, now: sent, saved, published, linked to, or only named."""

from __future__ import annotations

from routing.delivering import delivering
from routing.signs import SIGN, pattern, signs
from routing.view import Verdict, View

_WANTING = signs(
    "idiom export", "watch", "broken", "dead", "publish", "upload", "deliver", "render",
    "delivering", "delivered",
    "download link", "link", "hand me", "handover", "want", "artefact", "finished",
    "deliver noun", "spec", "save", "naming",
    "result", "finish", "place",
)  # fmt: skip
_MADE = signs(
    "deliver", "deliver noun", "render", "delivering", "delivered", "link", "download link",
    "result",
    "finished", "save",
)  # fmt: skip
_GOODS = signs(
    "result",
    "finished",
    "spec",
    "link",
    "download link",
    "artefact",
    "deliver noun",
    "file",
    "path",
)
_SURE = signs("finished", "link", "download link", "artefact", "deliver noun", "spec")
_SMALL = "<definite><me><pronoun><article>"
_THING = "<result><finished><spec><link><download link><artefact><deliver noun>"
_PART_OF_IT = signs("edit", "part", "comparative")


def handing(v: View) -> Verdict | None:
    """Export, when the clause wants the result."""
    if not v.any(_WANTING):
        return None
    return (
        _said(v)
        or _fault(v)
        or _published(v)
        or delivering(v)
        or _handed(v)
        or _wanted(v)
        or _saved(v)
        or _bare(v)
    )


def _said(v: View) -> Verdict | None:
    """An idiom: ship it, 出片, let me see the finished film."""
    if (
        v.has("idiom export")
        and not v.edits_before(signs("idiom export"))
        and not v.match("<idiom export>(?:<to><definite>?)?[<part><neutral>]")
    ):  # send it to the background
        return Verdict("export", why="idiom")
    return Verdict("export", why="watch") if v.has("watch") and not v.has("edit") else None


def _fault(v: View) -> Verdict | None:
    """A dead link, a failed or broken file; for uploads, trouble with them."""
    if not v.has("broken", "dead"):
        return None
    if v.question and v.any(_MADE) and v.match("<particle>$|^<is>"):
        return Verdict("state", why="has it failed")
    if v.has("upload", "material", "idiom upload") or v.match("<project><broken>"):
        return Verdict("upload", why="upload fault")
    return Verdict("export", why="fault") if v.any(_MADE) and not v.has("edit", "part") else None


def _published(v: View) -> Verdict | None:
    if v.has("publish", "upload") and v.match(
        "<publish>.*<platform>|<platform>.*<publish>|<upload>.{0,4}<platform>"
    ):
        return Verdict("export", why="publish")
    if v.match("[<result><finished><pronoun>]<publish><path>"):
        return Verdict("export", why="put it there")
    if v.has("publish") and v.match(
        f"<publish>[{_SMALL}]*[<pronoun><result><finished>][<result><finished>]*$"
    ):
        return None if v.has("edit") else Verdict("export", why="publish")
    return None


_HAND_IT = (
    "^[<comparative><done><you>]?<handover>(?:<handover>+|<me><pronoun>$|<to>?<me>$|<article>$|$)"
    "|^(?:<word><me>)?<handover><me>?<pronoun>"
    "[<to><article><me><place><spec><definite><number><in time><again>]*$"
)
_EDIT_HAND = "[<edit><edited>].*<hand me>[<me><result><particle><article><finished><spec>]*$"


_TO_YOU = (
    "<handover><you>[<article><me><definite><pronoun><material><number>]"
    "|<handover>.{0,5}<to>?<you>$"
)
_HOW_TO_SEND = "^<what>.*<me><word>?<handover>(?:[<pronoun><material><you>]+|$)"


_HAND_SO = (  # deliver the result as a vertical MP4
    "^<handover>[<definite><me><article><pronoun>]*[<result><finished>]+<to><article>?<comparative>"
)


def _handed(v: View) -> Verdict | None:
    """Send, give, a link: with the result as its object, said or understood."""
    if v.has("download link") and not v.has("graphic", "on screen"):
        return Verdict("export", why="link")
    if (
        v.has("link")
        and not v.has("handover", "hand me")
        and v.has("done", "material", "upload", "offering", "url")
    ):
        return None
    if v.has("hand me"):
        return _hand_me(v)
    if not v.has("handover"):
        return None
    if v.has("what") and v.match(_HOW_TO_SEND):
        return Verdict("upload", why="what may be sent")
    if v.match(_TO_YOU) and v.has("amount"):
        return Verdict("state", why="how many were given")
    if v.match(_TO_YOU) and not v.has("part"):
        return Verdict("upload", why="hand it to you")
    if v.match(_HAND_IT):
        return Verdict("export", why="hand it over")
    if not v.question and v.match(_HAND_SO):
        return Verdict("edited export", why="hand it over in another shape")
    if v.match("<edit>.*<handover>$"):
        return Verdict("edited export", why="edit and hand over")
    return Verdict("export", why="hand over") if _hands_goods(v) else None


def _hand_me(v: View) -> Verdict | None:
    """发我: bare it means the film; behind an edit it means the film once it is edited."""
    if not v.has("edit", "edited") or v.match("[<result><finished><done>].*<hand me>"):
        something_else = v.has("graphic", "part", "material") and not v.has("done")
        return None if something_else else Verdict("export", why="hand me")
    if v.match("^<edited><hand me>$"):
        return Verdict("export", why="hand me when done")
    return Verdict("edited export", why="edit and hand me") if v.match(_EDIT_HAND) else None


_ALL_AS_ONE = "<pronoun><to><article>?<result>$"
_A_FILE = "^<me>?<article>(?:<spec><of>?)+<result>?[<to><me><place><in time><particle>]*$"
_TAIL = signs(
    "me", "definite", "article", "pronoun", "result", "finished", "spec", "link",
    "download link", "artefact",
    "deliver noun", "to", "number", "file", "path", "quote", "in time", "particle", "place",
    "of", "again",
    "word", "handover", "han", "material", "done", "done yet", "platform",
)  # fmt: skip


def _hands_goods(v: View) -> bool:
    """True when what is handed over is the result and nothing but it."""
    at = v.text.rfind(SIGN["handover"])
    before, after = v.text[:at], v.text[at + 1 :]
    said, goods = frozenset(before), frozenset(after)
    if SIGN["edit"] in said and SIGN["object"] not in said:
        return False
    if not goods <= _TAIL or after.count(SIGN["word"]) + after.count(SIGN["han"]) > 3:
        return False
    an = SIGN["article"] in goods
    if goods & _SURE and not (an and goods & _SURE == signs("spec")):
        return True
    if an and pattern(_A_FILE).search(after):
        return True
    if goods & signs("result", "file") and (not an or pattern(_ALL_AS_ONE).search(after)):
        return True
    if (
        SIGN["material"] in goods
        and SIGN["me"] in goods
        and not an
        and SIGN["definite"] not in goods
    ):
        return True
    closes = (
        not after
        or after == SIGN["han"]
        or bool(goods & signs("me", "particle", "again", "done yet"))
    )
    return closes and bool(said & _GOODS)


_WANTS = (
    f"<want>[{_SMALL}{_THING}<to><number><file><path><quote><in time><particle><place><of>]*"
    "[<finished><artefact><deliver noun><download link><spec><link>]"
    "|<want><is>?[<definite><me><pronoun>]+[<result><of>]*<result>"
    "[<in time><to><place><particle>]*$"
    "|<want><is>?<result><particle>?$"
    "|<want>.*<delivered>"
    f"|<want>[{_SMALL}]*[<result><finished>]+<word>?<spec>+$"
    "|<want><pronoun>[<to><definite><me>]*[<place><spec><in time>]+$"
)
_NAMES_RESULT = (
    f"^[<edit><word><me><handover><object><publish><save><you>]*[{_SMALL}]*[<finished>"
    f"<deliver noun>]"
    "[<result><spec><me><word><to><definite><place><in time><number><particle>]{0,4}$"
)


_MAKE_AN_MP4 = (
    "^<edit><definite><spec>+$|^<edit><me>*<article><spec>+<result>?(?:<word><pronoun>)?$"
    "|^<edit><pronoun><to><article><spec>+"
    "|^<edit><article>?<spec>+[<handover><hand me>]<me>?$"
)


def _whole(v: View) -> bool:
    """True when the result is got as it is, false when something is made of it."""
    return v.match("<place>$") or not v.match("<edit>.*<finished>.*[<word><to>]")


def _wanted(v: View) -> Verdict | None:
    """The finished thing named, with whatever verb of getting: toss me the final cut."""
    if v.has("want") and not v.any(_PART_OF_IT) and v.match(_WANTS):
        return Verdict("export", why="want")
    asked = v.has("request", "may i")
    plain = asked or v.has("handover", "hand me", "save") or len(v.text) <= 4
    if v.has("artefact") and not v.has("edit", "offering") and plain:
        return Verdict("export", why="artefact")
    if (
        not v.question
        and v.has("finished", "deliver noun")
        and v.match(_NAMES_RESULT)
        and _whole(v)
    ):
        return Verdict("export", why="the result")
    if v.match(_MAKE_AN_MP4):
        return Verdict("export", why="make me an mp4")
    if v.has("finished") and asked and not v.any(_PART_OF_IT):
        return Verdict("export", why="asks for the result")
    return None


_PUT_THERE = (
    "^<publish><place>|^<edit>[<definite><me><object>]*[<pronoun><result><spec><done>]+<to>[<me><definite>]*<place>"
    "|^<word>[<definite><me>]*[<pronoun><result><finished><spec>]+[<to><word>][<me><definite>]*[<place><path>]"
    "|^<edit>[<definite><me><object>]*[<finished><result>]+[<to><me><definite>]*<place>"
)
_SAVES = (
    f"<save><han>?<article>?<result>|<save>[{_SMALL}<result><finished><to><spec><object>]*(?:<quote>|<place>|$)|<save>.*<place>"
    f"|<save>[{_SMALL}]*[<result><finished><to><spec>]|[<result><finished>].*<save>|<save><pronoun>(?![<part><graphic>])"
)


def _saved(v: View) -> Verdict | None:
    if v.has("naming") and v.match("<naming>.*[<file><path>]"):
        return Verdict("export", why="save as")
    if not v.has("save"):
        put = v.has("place", "path") and v.match(_PUT_THERE)
        return Verdict("export", why="put the film there") if put else None
    if v.match("<save>.*[<file><path>]"):
        return Verdict("export", why="save as")
    return Verdict("export", why="save") if not v.has("edit") and v.match(_SAVES) else None


def _bare(v: View) -> Verdict | None:
    """Only the thing itself is named: '1080p mp4 please', 'final render'; or finishing, without
    a word of a file."""
    if v.has("edit"):
        return None
    if v.has("deliver noun") and len(v.text) <= 5 and not v.question:
        return Verdict("export", why="noun")
    if v.match("^[<finished><spec><link><result><to><definite><article><me><number><of><file>]+$"):
        if v.has("finished", "link"):
            return Verdict("export", why="bare result")
        if v.has("spec"):
            return Verdict("export", weak=True, why="bare spec")
    if v.has("filler") and not v.question and v.match("^[<definite><me>]?<result>$"):
        return Verdict("export", why="the video, please")
    if v.has("finish") and len(v.text) <= 4:
        return Verdict("export", weak=True, why="finish")
    return None
