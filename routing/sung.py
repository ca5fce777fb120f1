"""Words that are to be seen, not told: "show the lyrics", 显示字幕. That is an edit of the film."""

from __future__ import annotations

from routing.clauses import Clause
from routing.reading import Reading
from routing.view import Verdict
from routing.wording import wording

_SUNG = r"\b(?:lyrics?|captions?|subtitles?)\b(?! tracks?)|歌词|歌詞|字幕(?![轨軌])"


def wished(verdict: Verdict, clause: Clause, reading: Reading) -> Verdict:
    """The verdict on this clause; an edit, where lyrics or captions are to be shown."""
    if verdict.act != "state" or verdict.why != "show" or clause.question:
        return verdict
    if not wording(_SUNG).search(reading.text(clause.first, clause.last)):
        return verdict
    return Verdict("sse", why="shown on the picture")
