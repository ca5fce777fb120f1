"""`python -m studio compose "BRIEF"`: plan.json, music.wav, music.mid and stems, out of a
sentence. Exit status 0 for done, 1 where it could not be written, 2 where it cannot be meant."""

from __future__ import annotations

import argparse
import itertools
import json
import math
import sys
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from studio import brief as briefs
from studio import words
from studio.brief import Brief
from studio.planner import briefs as reading

SHORTEST, LONGEST = 1.0, 1200.0  # seconds
_FIRST, _LAST = 0.25, 0.5  # seconds at either end in which no drop can land
_APART = 1.0  # seconds between two drops, at least
_MOST = 10_000  # characters of a brief


class Refused(Exception):
    """What was asked cannot be meant: the sentence that says why."""


def main(argv: list[str]) -> int:
    """The exit status; the files lie in the folder afterwards."""
    lang = words.detect(" ".join(arg for arg in argv if not arg.startswith("-")))
    try:
        asked = _Parser(lang).parsed(argv)
        lang = words.detect(asked.brief or "", default=lang)
        brief = _again(asked.receipt, lang) if asked.receipt else _understood(asked, lang)
        _check(brief, lang)
        _ready(asked.out, lang)
    except Refused as error:
        print(error, file=sys.stderr)
        return 2
    print(reading.said_back(brief, lang))
    for line in _unread(asked.brief or "", lang):
        print(line, file=sys.stderr)
    try:
        return _written(brief, asked, lang)
    except OSError as error:
        reason = error.strerror or str(error)
        print(words.say("compose.failed", lang, folder=asked.out, reason=reason), file=sys.stderr)
        return 1


def _written(brief: Brief, asked: argparse.Namespace, lang: words.Lang) -> int:
    from studio import composer

    if asked.neural and _played(brief, asked.out, asked.neural, lang):
        return 0
    receipt = composer.write(brief, asked.out, stems=not asked.no_stems)
    if asked.receipt:
        wanted = json.loads(asked.receipt.read_text("utf-8")).get("score_sha256")
        if wanted != receipt["score_sha256"]:
            print(words.say("compose.differs", lang), file=sys.stderr)
            return 1
    measured = receipt["measured"]
    key = "written_no_stems" if asked.no_stems else "written"
    values = {"folder": asked.out, "loudness": measured["loudness_lufs"]}
    print(words.say(f"compose.{key}", lang, **values))
    return 0


def _played(brief: Brief, folder: Path, weights: Path, lang: words.Lang) -> bool:
    """Whether a neural engine played it; why not is said."""
    from studio.composer.neural import NoEngine
    from studio.service import performing

    try:
        receipt = performing.by_weights(brief, folder, weights.expanduser().resolve())
    except NoEngine as error:
        print(error.instead(lang), file=sys.stderr)
        return False
    loudness, engine = receipt["measured"]["loudness_lufs"], receipt["engine"]
    print(words.say("neural.written", lang, folder=folder, loudness=loudness, engine=engine))
    return True


# -- what is asked --------------------------------------------------------------------------------


def _understood(asked: argparse.Namespace, lang: words.Lang) -> Brief:
    """The brief in words, with what the options say put over it."""
    text = (asked.brief or "").strip()
    if not text:
        raise Refused(words.say("compose.no_brief", lang))
    if len(text) > _MOST:
        raise Refused(words.say("compose.too_long", lang, count=_MOST))
    brief = reading.understand(text, lang=lang) or Brief()
    values: dict[str, Any] = {
        "length_ms": None if asked.seconds is None else round(asked.seconds * 1000.0, 6),
        "drops": asked.drops, "hits": asked.hits, "seed": asked.seed, "genre": asked.genre,
        "energy": asked.energy, "loop": asked.loop or None,
    }  # fmt: skip
    brief = briefs.changed(brief, **{k: v for k, v in values.items() if v is not None})
    return briefs.changed(brief, drops=tuple(sorted(brief.drops)), hits=tuple(sorted(brief.hits)))


def _again(path: Path, lang: words.Lang) -> Brief:
    """The brief of a receipt, for the engine that made it."""
    from studio.composer import VERSION

    try:
        receipt = json.loads(path.read_text("utf-8"))
        brief = briefs.decode(receipt["brief"])
    except (OSError, ValueError, KeyError, TypeError, msgspec.ValidationError) as error:
        raise Refused(words.say("compose.no_receipt", lang, file=path)) from error
    if receipt.get("version") != VERSION:
        made = receipt.get("version")
        raise Refused(words.say("compose.other_version", lang, made=made, now=VERSION))
    return brief


def _check(brief: Brief, lang: words.Lang) -> None:
    """Nothing where all of it can be meant; the composer itself would leave out what cannot."""
    seconds = brief.length_ms / 1000
    if not SHORTEST <= seconds <= LONGEST:
        raise Refused(words.say("compose.length", lang, seconds=f"{seconds:g}"))
    if brief.energy is not None and not 0 <= brief.energy <= 1:
        raise Refused(words.say("compose.energy", lang, value=f"{brief.energy:g}"))
    drops = sorted(brief.drops)
    for drop in drops:
        if not _FIRST * 1000 <= drop <= brief.length_ms - _LAST * 1000:
            values = {"at": f"{drop / 1000:g}", "first": _FIRST, "last": f"{seconds - _LAST:g}"}
            raise Refused(words.say("compose.drop_outside", lang, **values))
    for early, later in itertools.pairwise(drops):
        if later - early < _APART * 1000:
            first, second = f"{early / 1000:g}", f"{later / 1000:g}"
            raise Refused(words.say("compose.drops_close", lang, first=first, second=second))
    for hit in brief.hits:
        if not 0 <= hit < brief.length_ms:
            at = f"{hit / 1000:g}"
            raise Refused(words.say("compose.hit_outside", lang, at=at, last=f"{seconds:g}"))


def _ready(folder: Path, lang: words.Lang) -> None:
    """The folder, without the stems of a piece that was written there before."""
    if folder.exists() and not folder.is_dir():
        raise Refused(words.say("compose.no_folder", lang, folder=folder))
    for old in (folder / "stems").glob("[0-9][0-9]-*.wav"):
        old.unlink()


def _unread(text: str, lang: words.Lang) -> tuple[str, ...]:
    """What is said of wishes that no music came of."""
    why = tuple(reading.refused(text, lang))
    left = reading.unread(text)
    comma = words.say("music.comma", lang)
    quoted = comma.join(words.say("music.quoted", lang, words=part) for part in left)
    return (*why, words.say("music.unread", lang, words=quoted)) if left else why


# -- the command line -----------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Arguments, refused in the user's language."""

    def __init__(self, lang: words.Lang) -> None:
        super().__init__(prog="python -m studio compose", description=__doc__)
        self.lang = lang
        self.add_argument("brief", nargs="?", help='what is wanted: "lo-fi, 80 bpm, no drums"')
        self.add_argument("--seconds", type=self._seconds, help="length, to the sample")
        self.add_argument("--drops", type=self._times, help="seconds, comma-separated")
        self.add_argument("--hits", type=self._times, help="seconds, comma-separated")
        self.add_argument("--seed", type=int)
        self.add_argument("--genre", choices=_genres(), help="whatever the sentence says")
        self.add_argument("--energy", type=self._seconds, help="0 calm to 1 driving")
        self.add_argument("--loop", action="store_true", help="the end joins the start")
        self.add_argument("--receipt", type=Path, metavar="FILE", help="the same track once more")
        self.add_argument(
            "--neural", type=Path, metavar="FOLDER",
            help="played by the neural engine whose weights lie there (docs/music.md)",
        )  # fmt: skip
        self.add_argument("--no-stems", action="store_true")
        self.add_argument("--out", type=Path, default=Path("music"))

    def parsed(self, argv: list[str]) -> argparse.Namespace:
        """What was asked; `--drops -3` is a value, not another option."""
        joined: list[str] = []
        rest = iter(argv)
        for arg in rest:
            takes = arg in ("--seconds", "--drops", "--hits", "--energy", "--seed")
            joined.append(f"{arg}={next(rest, '')}" if takes else arg)
        return self.parse_args(joined)

    def error(self, message: str) -> NoReturn:
        raise Refused(words.say("compose.argument", self.lang, message=message))

    def _seconds(self, text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise Refused(words.say("compose.no_number", self.lang, text=text))
        return value

    def _times(self, text: str) -> tuple[float, ...]:
        """Milliseconds out of comma-separated seconds."""
        parts = [part for part in text.replace("，", ",").split(",") if part.strip()]
        return tuple(round(self._seconds(part) * 1000.0, 6) for part in parts)


def _genres() -> tuple[str, ...]:
    from studio.composer import tables

    return tables.genre_names()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
