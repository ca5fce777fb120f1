"""What nobody made anything of: words of a wish that are no music, no measure, no small talk.

They are told to the user, so that a wish for bagpipes is not met with silence.
"""

from __future__ import annotations

import re

from studio.planner import music_words
from studio.planner.briefs import arcs, beyond, measures, slips, takes
from studio.planner.phrases import plain

_TAKES = re.compile(r"\d+|[#&/+*'\"“”‘’()（）《》【】…~-]+")
_PURPOSE = re.compile(  # what it is for is no wish about the sound of it
    r"\b(?:for|to go with|that (?:fits|matches|suits)|under|behind|over|of)\s+"
    r"(?:my|our|a|an|the|this|that|his|her|some|your|their)\s[^,，.;!?]*"
    r"|\bfor\s+[a-z]+ing\b[^,，.;!?]*"
    r"|\bfor\s+(?:\w+\s){0,3}(?:videos?|clips?|films?|vlogs?|games?|apps?|intros?|ads?|reels?)\b"
    r"|(?:给|为|适合|用于|用在|用来|配合?)[^,，。;；]{0,12}?"
    r"(?:用的?|时用?|视频|影片|短片|片子?|场景|的时候|时|播客|游戏)"
    r"|[^,，。;；]{0,4}(?:视频|影片|短片|片子|宣传片|vlog)(?:用的?|的|里|配乐)?"
)
_COUNTED = re.compile(  # the second drop, on the last beat
    r"\b(?:first|second|third|fourth|last|final|next) (?:big )?(?:drops?|hits?|accents?|beats?"
    r"|notes?|chords?|frames?|few|couple|seconds?|chorus|verse|part|half|section)\b"
    r"|\bhalf (?=[a-z -]{2,20}\bhalf\b)"
    r"|第.{1,2}(?:个|次|处|段)?(?:高潮|爆点|副歌|重音|鼓点|拍|爆发|段|部分)|最后(?:一|几)?(?:拍|帧|秒|段|小节)?"
)
_WORD = re.compile(r"[a-z0-9][a-z0-9'’-]*")
_HAN = re.compile(r"[㐀-鿿]+")
_MOST = 4  # that are told of


def unread(text: str, *, most: int = _MOST) -> tuple[str, ...]:
    """The words of a wish for music that nobody read, as they were said."""
    said = slips.mended(plain(text))
    if len(said) != len(text):
        text = said
    rest = list(said)
    for start, end in _read(said, text):
        rest[start:end] = "\x00" * (end - start)
    bare = "".join(rest)
    bare = _PURPOSE.sub(lambda m: "\x01" * len(m.group()), bare)
    found: list[str] = []
    for start, end in _runs(bare):
        words = text[start:end].strip(" '’-")
        if words and words not in found:
            found.append(words)
    return tuple(found[:most])


def share(text: str) -> float:
    """How much of a wish is about music, a measure of it, or small talk: 1 is all of it."""
    said = slips.mended(plain(text))
    total = _weight(said)
    left = sum(_weight(words) for words in unread(text, most=99))
    return 1.0 - left / total if total else 0.0


def hears(text: str, piece: str) -> bool:
    """Whether a piece of a wish is part of what is read as music: "half" in "half jazz"."""
    said, piece = plain(text), plain(piece).strip(" 《》\"“”「」『』'‘’")
    paced = [(c.start, c.end) for c in music_words.cues(said) if c.kind in ("half", "double")]
    spans = [span for span in _read(said) if span not in paced]  # "half speed": of a film, perhaps
    spans += [match.span() for match in _COUNTED.finditer(said)]
    at = said.find(piece)
    while piece and at >= 0:
        if any(start <= at and at + len(piece) <= end for start, end in spans):
            return True
        at = said.find(piece, at + 1)
    return False


def _weight(text: str) -> int:
    return len(_WORD.findall(text)) + sum(len(run) / 2 for run in _HAN.findall(text)).__ceil__()


def _read(said: str, raw: str = "") -> list[tuple[int, int]]:
    rows = [(w.start, w.end) for w in music_words.things(said)]
    rows += [(w.start, w.end) for w in music_words.cues(said)]
    rows += [(t.start, t.end) for t in music_words.times(said, total=1.0)]
    rows += arcs.heard(said).spans
    rows += beyond.spans(raw or said)
    rows += [m.span() for m in music_words.unsung().finditer(said)]
    return rows + measures.spans(said) + takes.spans(said)


def _runs(bare: str) -> list[tuple[int, int]]:
    """Neighbouring words that are neither read nor small talk, each run as one."""
    small = music_words.small_talk()
    runs: list[tuple[int, int]] = []
    for match in _WORD.finditer(bare):
        word = match.group().strip("'’-")
        bases = (word.removesuffix("ier") + "y", word.removesuffix("er"))
        if word.endswith("er") and any(
            found.kind == "moods" for base in bases for found in music_words.things(base)
        ):
            continue
        if not word or word.isdigit() or word in small or word.removesuffix("'s") in small:
            continue
        if runs and bare[runs[-1][1] : match.start()].strip(" -") == "":
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append(match.span())
    han = music_words.small_han().sub(_hushed, bare)
    runs += [m.span() for m in _HAN.finditer(han) if m.end() - m.start() > 1]
    return sorted(runs)


def _hushed(match: re.Match[str]) -> str:
    return match.group() if match["kept"] else "\x00" * len(match.group())
