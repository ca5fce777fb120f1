"""How a visual's colours are to be: warmer, darker, more vivid; heard, and made of those it has.

A shift keeps what words need to be read: lights stay light, grounds dark, unless that is asked for.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Sequence
from typing import Literal

from studio.planner import music_words, phrases
from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.timeline import facts

Tint = Literal["vivid", "muted", "warm", "cold", "dark", "bright", "contrast"]
Rgb = tuple[float, float, float]
Shift = Callable[[Rgb, bool, float], Rgb]  # a colour, whether it is a ground, how much
TINTS: tuple[Tint, ...] = ("vivid", "muted", "warm", "cold", "dark", "bright", "contrast")
OPPOSITE: dict[Tint, Tint] = {
    "vivid": "muted", "muted": "vivid", "warm": "cold", "cold": "warm", "dark": "bright",
    "bright": "dark", "contrast": "muted",
}  # fmt: skip
WHOLE = 4  # colours of a whole palette: two grounds, then two lights
USUAL = ("#0c0e20", "#1e1e4a", "#d6d8ff", "#786eff")  # where nothing was decided yet
_LESS = re.compile(
    r"(?:\b(?:too|less|overly|not (?:so|as|that|too|quite so))(?: (?:very|much|damn|bloody))?\s+"
    r"|(?:太|过于|过分|别太|没那么|不那么|不要那么|别那么|(?:不要|不用|别|唔好|唔使|冇)(?:咁|这么|那么|太)?|少)(?:过)?)$"
)
_BLACK, _WHITE = 6.0, 250.0  # lumas that nothing goes beyond
_READ = 100.0  # of a light, below which none is brought
_WORDS = 9  # of a wish about "it" that is nothing but a tint
_WARM, _COLD = (255.0, 140.0, 50.0), (60.0, 150.0, 255.0)


def wished(clause: Clause, scene: Scene) -> tuple[Tint, ...]:
    """What the colours of the visual are to become; nothing where something else is meant."""
    row = _found(clause.plain)
    found = tuple(dict.fromkeys(tint for _, _, tint in row))
    if not found or clause.all("text") or clause.says("common.title", "common.caption"):
        return ()
    if clause.says("visuals.colours", "visuals.picture", "visuals.strong"):
        return found
    if clause.says("common.music", "common.voice", "common.original", "volume.volume"):
        return ()
    players = {"instruments", "families", "genres"}
    rest = clause.plain
    for start, end, _ in row:  # "make it pop more" names no genre
        rest = rest[:start] + " " * (end - start) + rest[end:]
    if any(word.kind in players for word in music_words.things(rest)):
        return ()
    latin = len(re.findall(r"[a-z0-9']+", clause.plain))
    han = len(re.findall(r"[一-龥]", clause.plain))
    if latin > _WORDS or han > 2 * _WORDS:
        return ()
    touched = scene.memory.kind == "music"  # "it" is the music that was just composed
    composed = any(facts.brief(sound) is not None for sound in scene.music)
    return () if touched and composed else found


def _found(plain: str) -> list[tuple[int, int, Tint]]:
    """The tints that are named, with their places; a "too dark" is a wish for bright."""
    every: list[tuple[int, int, Tint]] = []
    for tint in TINTS:
        for match in phrases.compiled(f"visuals.tint_{tint}").finditer(plain):
            less = _LESS.search(plain[: match.start()])
            every.append((match.start(), match.end(), OPPOSITE[tint] if less else tint))
    row: list[tuple[int, int, Tint]] = []
    for start, end, tint in sorted(every, key=lambda one: (one[0], -one[1])):
        if not row or start >= row[-1][1]:
            row.append((start, end, tint))
    return row


def amount(clause: Clause) -> float:
    """How much of it: a touch, as usual, a lot."""
    if clause.says("visuals.touch"):
        return 0.6
    return 1.6 if clause.says("visuals.much") else 1.0


def shifted(colours: Sequence[str], tints: Sequence[Tint], much: float = 1.0) -> tuple[str, ...]:
    """A whole palette that is so much more vivid, warmer, darker …"""
    row = [_parsed(colour) for colour in whole(colours)]
    for tint in tints:
        row = [_SHIFTS[tint](colour, place < 2, much) for place, colour in enumerate(row)]
    return tuple(_hex(colour) for colour in row)


def turned(colours: Sequence[str], by: float = 0.31) -> tuple[str, ...]:
    """Colours of another hue, as dark and as strong as these."""
    made = []
    for colour in colours:
        rgb = _parsed(colour)
        hue, luma, strong = colorsys.rgb_to_hls(*(part / 255 for part in rgb))
        other = colorsys.hls_to_rgb((hue + by) % 1.0, luma, max(strong, 0.35))
        red, green, blue = (part * 255 for part in other)
        made.append(_hex(_at((red, green, blue), _luma(rgb))))
    return tuple(made)


def whole(colours: Sequence[str]) -> tuple[str, ...]:
    """Two grounds and two lights of the colours there are, as the visual shows those."""
    if not colours or len(colours) >= WHOLE:
        return tuple(colours[:WHOLE]) or USUAL
    row = [_parsed(colour) for colour in colours]
    lead = row[-1] if _luma(row[0]) < 24 else row[0]
    dark = min(row, key=_luma)
    light = max(row[1:] or row, key=_luma)
    pale = (light[0] * 0.7 + 76, light[1] * 0.7 + 76, light[2] * 0.7 + 76)
    made = (_at(dark, 13), _at(lead, 40), _at(pale, 218), _at(lead, _held(_luma(lead), 105, 170)))
    return tuple(_hex(colour) for colour in made)


def _vivid(colour: Rgb, ground: bool, much: float) -> Rgb:
    """Away from grey, and from white, where lights have no room for colour; grey gets a hue."""
    if max(colour) - min(colour) < 4:
        return _mixed(colour, _COLD if ground else _WARM, 0.3 * much)
    if not ground:
        colour = _at(colour, _floored(_luma(colour), 0.88**much))
    return _chroma(colour, 1 + 0.6 * much)


def _muted(colour: Rgb, ground: bool, much: float) -> Rgb:
    return _chroma(colour, max(0.0, 1 - 0.45 * much))


def _warm(colour: Rgb, ground: bool, much: float) -> Rgb:
    return _mixed(colour, _WARM, min(0.9, 0.62 * much))


def _cold(colour: Rgb, ground: bool, much: float) -> Rgb:
    return _mixed(colour, _COLD, min(0.9, 0.5 * much))


def _dark(colour: Rgb, ground: bool, much: float) -> Rgb:
    luma = _luma(colour)
    return _at(colour, luma * 0.55**much if ground else _floored(luma, 0.78**much))


def _bright(colour: Rgb, ground: bool, much: float) -> Rgb:
    """Grounds are lifted, lights go toward white; grounds stay dark enough for words on them."""
    luma = _luma(colour)
    aim = luma + (22 + 0.35 * luma) * much if ground else luma + (255 - luma) * 0.35 * much
    return _at(colour, min(aim, max(luma, 110.0)) if ground else aim)


def _contrast(colour: Rgb, ground: bool, much: float) -> Rgb:
    luma = _luma(colour)
    return _at(colour, luma * 0.6**much if ground else luma + (255 - luma) * 0.4 * much)


_SHIFTS: dict[Tint, Shift] = {
    "vivid": _vivid, "muted": _muted, "warm": _warm, "cold": _cold, "dark": _dark,
    "bright": _bright, "contrast": _contrast,
}  # fmt: skip


def _mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    """Nearer to another hue, as light and as colourful as before, or more so."""
    luma, aim = _luma(colour), _at(other, _luma(colour))
    mix = tuple(a + (b - a) * share for a, b in zip(colour, aim, strict=True))
    made = (mix[0], mix[1], mix[2])
    spread, was = max(made) - min(made), max(colour) - min(colour)
    return _at(_chroma(made, min(was / spread, 1.6)) if 1 < spread < was else made, luma)


def _chroma(colour: Rgb, times: float) -> Rgb:
    """So many times as far from its grey, as far as there is room; as light as before."""
    grey = _luma(colour)
    for part in colour:  # no part beyond black or white, so that the hue stays
        if part != grey:
            room = (255 - grey if part > grey else grey) / abs(part - grey)
            times = min(times, max(room, 1.0)) if times > 1 else times
    red, green, blue = (grey + (part - grey) * times for part in colour)
    return red, green, blue


def _at(colour: Rgb, luma: float) -> Rgb:
    """The colour as light as asked: darker by less of it, lighter by white where it is full."""
    luma, now = _held(luma, _BLACK, _WHITE), _luma(colour)
    if now < 1:
        return luma, luma, luma
    scale = min(luma / now, 255 / max(colour))
    red, green, blue = (part * scale for part in colour)
    reached = now * scale
    if luma - reached > 0.5:
        white = (luma - reached) / (255 - reached)
        red, green, blue = (part + (255 - part) * white for part in (red, green, blue))
    return red, green, blue


def _floored(luma: float, times: float) -> float:
    """A light made darker, as long as it can still be read on its ground."""
    return max(luma * times, min(luma, _READ))


def _held(value: float, low: float, high: float) -> float:
    return max(low, min(value, high))


def _luma(colour: Rgb) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def _parsed(colour: str) -> Rgb:
    value = int(colour.lstrip("#")[:6] or "0", 16)
    return float(value >> 16), float(value >> 8 & 255), float(value & 255)


def _hex(colour: Rgb) -> str:
    red, green, blue = (round(_held(part, 0, 255)) for part in colour)
    return f"#{red:02x}{green:02x}{blue:02x}"
