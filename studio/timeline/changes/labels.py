"""What things are called in a sentence, one or many of them."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from studio.timeline import facts
from studio.timeline.model import Segment, Timeline
from studio.timeline.summary import called, kind, short
from studio.words import Lang, say

NAMED = 3  # things named in one sentence


class Labels:
    """What each segment is called, told apart where two clips have one name; made when asked."""

    def __init__(self, timeline: Timeline, lang: Lang) -> None:
        self.lang = lang
        self.segments = {segment.id: segment for _, segment in facts.every(timeline)}
        self.clips = {clip.id: n for n, clip in enumerate(facts.clips(timeline), 1)}

    def __getitem__(self, id: str) -> str:
        name = plain(self.segments[id], self.lang)
        if id in self.clips and self._names[name] > 1:
            return say("timeline.numbered", self.lang, name=name, number=self.clips[id])
        return say("timeline.quoted", self.lang, name=name)

    @cached_property
    def _names(self) -> Counter[str]:
        return Counter(plain(self.segments[id], self.lang) for id in self.clips)

    @cached_property
    def kinds(self) -> Counter[str]:
        """How many of each kind there are."""
        return Counter(kind((segment,)) for segment in self.segments.values())

    def listed(self, words: list[str]) -> str:
        """`1, 2 and 3`"""
        head = say("timeline.comma", self.lang).join(words[:-1])
        return say("timeline.and_last", self.lang).join(filter(None, [head, *words[-1:]]))

    def many(self, names: list[str], kinds: list[str], *, new: bool = False) -> str:
        """These things in a sentence: by name, or counted where they are too many."""
        if len(names) <= NAMED:
            return say("timeline.comma", self.lang).join(names)
        one = kinds[0] if len(set(kinds)) == 1 else ""
        if one and self.kinds[one] == len(names) and not new:
            return say(f"timeline.all_{one}", self.lang, count=len(names))
        return say(f"timeline.count_{one or 'any'}", self.lang, count=len(names))


def plain(segment: Segment, lang: Lang) -> str:
    """The segment's name as it is, on one line."""
    return short(called(segment, lang))
