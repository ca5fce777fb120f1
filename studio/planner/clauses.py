"""A message as wishes, one after the other: cut at stops, at "then", and at "and" before a verb."""

from __future__ import annotations

import re

from studio.planner import asides, gapping, phrases, spotting
from studio.planner.sheet import Clause, Sheet
from studio.planner.tokens import kind_of

_STOP = re.compile(r"[;；。！!？?\n]+|\.(?=\s|$)|,|，|、")
_LISTED = re.compile(  # 1) … 2) …
    r"(?<!\S)[\ue500-\ue57f][)）]\s*|(?:^|(?<=\n))[\ue500-\ue57f]\.\s+|(?<!\S)[-–—•*·]\s+"
    r"|(?<![^\s;；,，。:：])[(（]\s*[\ue500-\ue57f\d一二三四五六七八九十]{1,2}\s*[)）]\s*"
    r"|(?<=\s)[\ue500-\ue57f]\.\s+(?=\S)"
)
_FIRST_OF_LIST = re.compile(r"\s*[\ue500-\ue57f]\.\s")
_THEN = re.compile(
    r"(?<![a-z])(?:and then|and also|as well as|then|afterwards|after that|plus|and|&|but|so)"
    r"(?![a-z])"
    r"|然后|接着|随后|跟住|并且|同时|同埋|而且|另外|还有|之后(?![的\ue000-\ue77f])|再(?=[^\s])|并(?!排)|以及"
    r"|(?<=[\s\ue000-\ue77f掉成了])最后(?=[加放把让写用做])"
)
_ANOTHER = re.compile(  # 'A' at 0:02 and another 'B' at 0:06: words after words are two wishes
    r"(?<=[\ue000-\ue07f])[^\ue000-\ue07f,，]{0,40}?"
    r"(?P<cut>\s+and(?: then)?\s+|\s+then\s+|和|、|然后|接着)"
    r"(?=(?:another |one |then |再加)?[\ue000-\ue07f])"
)
_EACH = re.compile(  # 3db up on the music and 3db down on the clip
    r"(?<![a-z])(?:on|for|to) (?:the |my )?[a-z]+(?: [a-z]+)?(?P<cut>\s*,?\s+and\s+)"
    r"(?=[\ue280-\ue3ff][^,;.]{0,14}(?<![a-z])(?:on|for|to) (?:the |my )?[a-z]+)"
)
_PAIRED = re.compile(  # song volume 40 clip volume 80
    r"\s+(?=(?:the |my )?(?:music|song|bgm|track|clip|video|original|voice|title|caption|photo)"
    r"(?![a-z]))"
)
_GOES_ON = re.compile(r"\s*,?\s*(?:at|in|on|for|from|until|till|as|over)(?![a-z])")
_OWN_VERB = re.compile(r"\s*(?:stays?|remains?|gets|goes|plays|keeps|should|needs|has to)(?![a-z])")
_AND = re.compile(r"^(?:and|then|再|然后|最后)\s*")
_HEAD = re.compile(  # a word before an article that is none of these is a verb
    r"(?!(?:at|in|on|from|for|with|during|after|before|over|until|till|between|by|as|when|while"
    r"|near|under|of|is|are|was|were|this|that|there|and|but|so|like|into|to|if|because|since)\b)"
    r"[a-z]+ (?:the|a|an|my|his|her|its|our|their|this|that|it|them|all)(?![a-z])"
)
MOST = 24  # parts of one message that are told apart; the rest of it is one part more


def clauses(sheet: Sheet) -> list[Clause]:
    """The wishes of a message in order."""
    cuts = [(0, 0)]
    for match in _STOP.finditer(sheet.text):
        if match[0] in ",，、" and _within_list(sheet.text, *match.span()):
            continue
        if match[0] in "!！" and _GOES_ON.match(sheet.text, match.end()):
            continue  # write Hooray! at the top
        if match[0] != "、" or begins(sheet.text[match.end() :]):
            cuts.append(match.span())
    cuts += [m.span("cut") for m in _ANOTHER.finditer(sheet.text)]
    cuts += [m.span("cut") for m in _EACH.finditer(sheet.text)]
    numbered = _FIRST_OF_LIST.match(sheet.text) is not None
    for match in _LISTED.finditer(sheet.text):
        inline = match[0].strip()[-1:] == "." and match.start() > 0
        if inline and not numbered and sheet.text[match.start() - 1] != "\n":
            continue  # "at 2. Then …"
        if begins(sheet.text[match.end() :]) or match[0][0] not in "-–—•*·":
            cuts.append(match.span())
    cuts += [m.span() for m in _PAIRED.finditer(sheet.text) if _paired(sheet.text, m.start())]
    last, stops = 0, [end for _, end in cuts]
    for match in _THEN.finditer(sheet.text):
        rest = sheet.text[match.end() :]
        last = max(last, *(end for end in stops if end <= match.start()))
        spared = match[0] in ("and", "but") and spotting.begins("leaving.not_those", rest.lstrip())
        if spared or begins(rest) or gapping.parallel(sheet.text[last : match.start()], rest):
            cuts.append(match.span())
            last = match.end()
    kept = []
    if spotting.said("clauses.together", sheet.text):
        kept = [m.span() for m in phrases.compiled("clauses.together").finditer(sheet.text)]
    cuts = [cut for cut in cuts if not any(a < cut[0] and cut[1] < b for a, b in kept)]
    cuts.sort()
    ends = [start for start, _ in cuts[1:]] + [len(sheet.text)]
    found = [
        sheet.clause(*asides.inner(sheet.text, start, end))
        for (_, start), end in zip(cuts, ends, strict=True)
        if end > start and sheet.text[start:end].strip()
    ]
    if len(found) > MOST:
        found[MOST:] = [joined(found[MOST], found[-1])]
    return found


def _paired(text: str, place: int) -> bool:
    """Whether a thing with its own value ends here, and another begins: "song 40 clip 80"."""
    start = max((text.rfind(stop, 0, place) for stop in ",;.!?\n"), default=-1) + 1
    return gapping.pairs(text[start:place], text[place:])


def _within_list(text: str, start: int, end: int) -> bool:
    """Whether a comma only parts one clip's number or name from the next."""
    before, after = text[:start].rstrip(), text[end : end + 12].lstrip()
    after = _AND.sub("", after)
    if before and after and _OWN_VERB.match(after[1:]):
        return False  # "keep 4s of city, night stays whole"
    kinds = {kind_of(before[-1]), kind_of(after[0])} if before and after else {None}
    return kinds <= {"ord", "file"} or kinds == {"range"}


def begins(text: str) -> bool:
    """Whether a wish of its own begins here."""
    rest = text[:60].lstrip(" ,，")
    if spotting.begins("clauses.alone", rest):
        return True
    for _ in range(4):
        end = spotting.opening("clauses.filler", rest) or spotting.opening("asides.head", rest)
        if not end:
            break
        rest = rest[end:].lstrip(" ,，")
    return spotting.begins("clauses.verb", rest)


def wishful(clause: Clause) -> bool:
    """Whether a part asks for something by itself, be it understood or not."""
    if chatter(clause):
        return False
    return begins(clause.text) or any(clause.all(kind) for kind in ("share", "db", "times"))


def own(clause: Clause) -> bool:
    """Whether a part sounds like an order of its own, though nobody knows its verb."""
    return wishful(clause) or _HEAD.match(clause.text) is not None


def only_times(clause: Clause, *, slack: int = 2) -> bool:
    """Whether a part says when, or for how long, and hardly anything else."""
    if not any(clause.all(kind) for kind in ("time", "range", "edge")):
        return False
    left = spotting.without("titles.when_words", clause.text)
    return len("".join(left.split())) - len(clause.tokens) <= slack


def joined(first: Clause, second: Clause) -> Clause:
    """Two neighbouring parts of a message as one wish."""
    return first.sheet.clause(first.at, second.at + len(second.text))


def chatter(clause: Clause) -> bool:
    """Whether a part that nobody could read says nothing to do anyway."""
    if asides.all_of(clause):
        return True
    if clause.says("clauses.conditional"):
        return False  # what it says may change all the rest
    words = re.findall(r"[a-z0-9']+|[一-龥]", clause.plain)
    if len(words) <= 1 and not (words and words[0] in phrases.words()):
        return True
    if clause.says("clauses.courtesy") and not _asks(clause):
        return True
    said = clause.says("clauses.chatter")
    said = said and (not _valued(clause) or clause.says("clauses.kept_so"))
    return said or asides.told(clause) or asides.stays(clause)


def _valued(clause: Clause) -> bool:
    """Whether a part has values that a wish has: times, loudness, words."""
    return any(token.kind not in ("num", "noise", "ord") for token in clause.tokens.values())


def _asks(clause: Clause) -> bool:
    """Whether a part names something to do, or something that is on a timeline, beside niceties."""
    valued = any(t.kind not in ("num", "noise", "ord") for t in clause.tokens.values())
    return valued or begins(clause.text) or clause.says("common.title", "common.music")
