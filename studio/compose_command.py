"""`python -m studio compose "BRIEF"`: plan.json, music.wav, music.mid and stems, out of a
sentence."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from studio import brief as briefs
from studio import words
from studio.planner import briefs as reading


def main(argv: list[str]) -> int:
    """The exit status; the files lie in the folder afterwards."""
    asked = _parser().parse_args(argv)
    lang = words.detect(asked.brief)
    brief = reading.understand(asked.brief, lang=lang) or briefs.Brief()
    values: dict[str, object] = {}
    if asked.seconds is not None:
        values["length_ms"] = asked.seconds * 1000.0
    if asked.drops:
        values["drops"] = asked.drops
    if asked.hits:
        values["hits"] = asked.hits
    if asked.seed is not None:
        values["seed"] = asked.seed
    if asked.genre:
        values["genre"] = asked.genre
    if asked.energy is not None:
        values["energy"] = asked.energy
    if asked.loop:
        values["loop"] = True
    brief = briefs.changed(brief, **values)
    if not 1_000 <= brief.length_ms <= 1_200_000:
        print(words.say("music.length", lang), file=sys.stderr)
        return 2
    print(reading.said_back(brief, lang))
    from studio import composer

    if asked.neural and _played(brief, asked.out, asked.neural, lang):
        return 0
    receipt = composer.write(brief, asked.out, stems=not asked.no_stems)
    measured = receipt["measured"]
    print(words.say("music.written", lang, folder=asked.out, loudness=measured["loudness_lufs"]))
    return 0


def _played(brief: briefs.Brief, folder: Path, weights: Path, lang: words.Lang) -> bool:
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m studio compose", description=__doc__)
    parser.add_argument("brief", help='what is wanted: "lo-fi, 80 bpm, no drums"')
    parser.add_argument("--seconds", type=float, help="length, to the sample")
    parser.add_argument("--drops", type=_times, default=(), help="seconds, comma-separated")
    parser.add_argument("--hits", type=_times, default=(), help="seconds, comma-separated")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--genre", choices=_genres(), help="whatever the sentence says")
    parser.add_argument("--energy", type=float, help="0 calm to 1 driving")
    parser.add_argument("--loop", action="store_true", help="the end joins the start")
    parser.add_argument(
        "--neural", type=Path, metavar="FOLDER",
        help="played by the neural engine whose weights lie there (docs/music.md)",
    )  # fmt: skip
    parser.add_argument("--no-stems", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("music"))
    return parser


def _times(text: str) -> tuple[float, ...]:
    """Milliseconds out of comma-separated seconds."""
    return tuple(float(part) * 1000.0 for part in text.split(",") if part.strip())


def _genres() -> tuple[str, ...]:
    from studio.composer import tables

    return tables.genre_names()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
