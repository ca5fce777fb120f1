"""What fitting a song to cuts does, to see: docs/images/sync-before-after.png.

python tools/sync_show.py            # draws the picture of docs/sync.md, and prints its figures

The song and the film are drawn for it; the fitted sound is really made, and heard anew: nothing in
the pictures is what was planned, all of it is what came out.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import songs  # noqa: E402
from studio import analysis  # noqa: E402
from studio.analysis import RATE  # noqa: E402
from studio.sync import align, bend, recut, solve  # noqa: E402
from studio.sync.values import NEAR, Fit, Piece, Target  # noqa: E402

FILM = 24.0
WIDTH, WAVE, LEDGER, EDGE = 1200, 120, 110, 14
INK, PAPER, FAINT = "#23272e", "#fbfaf7", "#c9ced6"
MET, MISSED, SOUND, DROP = "#2f8f5b", "#c8452f", "#8aa4c4", "#d89a2b"
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Strip:
    """One way of laying the song under the film, as it came out."""

    title: str
    sound: Floats
    cuts: tuple[float, ...]
    beats: NDArray[np.float64]  # beats and eighths as they are heard
    drop: float | None


def cuts(seed: int) -> list[float]:
    """Cuts of a film as people cut: shots of some two seconds, on whole frames."""
    dice = np.random.default_rng(seed)
    found, now = [], 0.0
    while (now := now + float(np.clip(dice.lognormal(np.log(1.7), 0.5), 0.5, 6))) < FILM - 1:
        found.append(round(now * 30) / 30)
    return found


def fitted(sound: Floats, wanted: list[Target]) -> tuple[Fit, analysis.Hearing]:
    heard = analysis.listen(sound)
    assert heard.rhythm is not None and heard.colours is not None
    drops = [drop.at for drop in heard.drops]
    grid = align.grid(heard.rhythm.beats, heard.rhythm.downbeats, drops, heard.duration)
    lines = np.array(heard.bars)
    near = [int(np.abs(lines - bar).argmin()) for bar in grid.bars]
    alike = recut.alikeness(heard.colours[near].astype(np.float64))
    return align.align(wanted, grid, FILM, alike=alike), heard


def strip(title: str, sound: Floats, pieces: tuple[Piece, ...], heard: analysis.Hearing,
          at: tuple[float, ...]) -> Strip:  # fmt: skip
    """The pieces made into sound, and that sound listened to where beats were promised."""
    made = bend.sound(sound[:, None], RATE, pieces, FILM)[:, 0]
    assert heard.rhythm is not None
    beats = np.array(sorted(align.heard_at(pieces, heard.rhythm.beats)))
    onsets = np.array(analysis.listen(made).onsets)
    places = np.sort(np.concatenate([beats, (beats[:-1] + beats[1:]) / 2]))
    nearest = onsets[np.abs(onsets[:, None] - places[None, :]).argmin(axis=0)]
    real = np.where(np.abs(nearest - places) < 0.03, nearest, places)
    drops = align.heard_at(pieces, [drop.at for drop in heard.drops])
    return Strip(title, made, at, real, drops[0] if drops else None)


def away(strip: Strip) -> NDArray[np.float64]:
    """How far each cut lies from the nearest beat or eighth, in ms; music late is positive."""
    return np.array([
        float(strip.beats[np.abs(strip.beats - cut).argmin()] - cut) * 1000 for cut in strip.cuts
    ])  # fmt: skip


def drawn(strips: list[Strip]) -> Image.Image:
    block = WAVE + LEDGER + 58
    page = Image.new("RGB", (WIDTH, block * len(strips) + EDGE), PAPER)
    pen = ImageDraw.Draw(page)
    for number, one in enumerate(strips):
        _block(pen, one, number * block + EDGE)
    return page


def _block(pen: ImageDraw.ImageDraw, one: Strip, top: int) -> None:
    font, small = ImageFont.load_default(16), ImageFont.load_default(12)

    def x(at: float) -> float:
        return EDGE + (WIDTH - 2 * EDGE) * at / FILM

    errors = away(one)
    met = int((np.abs(errors) <= NEAR * 1000).sum())
    mean = np.abs(errors).mean()
    line = f"{one.title}: {met} of {len(errors)} cuts within 40 ms, mean {mean:.0f} ms"
    pen.text((EDGE, top), line, INK, font=font)
    top += 26
    middle = top + WAVE / 2
    columns = np.array_split(np.abs(one.sound), WIDTH - 2 * EDGE)
    for column, part in enumerate(columns):
        high = float(part.max(initial=0.0)) * WAVE / 2
        pen.line([(EDGE + column, middle - high), (EDGE + column, middle + high)], SOUND)
    for beat in one.beats:
        pen.line([(x(beat), top + WAVE), (x(beat), top + WAVE + 7)], FAINT, 2)
    if one.drop is not None:
        at = x(one.drop)
        pen.polygon([(at - 7, top - 4), (at + 7, top - 4), (at, top + 9)], DROP)
    floor = top + WAVE + 12 + LEDGER / 2
    limit = NEAR * 1000
    for value in (-limit, 0.0, limit):
        level = floor - value / 160 * LEDGER / 2
        pen.line([(EDGE, level), (WIDTH - EDGE, level)], FAINT if value else INK)
        pen.text((EDGE + 2, level - 13), f"{value:+.0f} ms" if value else "cut", FAINT, font=small)
    for cut, error in zip(one.cuts, errors, strict=True):
        colour = MET if abs(error) <= limit else MISSED
        pen.line([(x(cut), top), (x(cut), top + WAVE)], colour, 2)
        level = floor - float(np.clip(error, -160, 160)) / 160 * LEDGER / 2
        pen.line([(x(cut), floor), (x(cut), level)], colour, 3)
        pen.ellipse([x(cut) - 4, level - 4, x(cut) + 4, level + 4], fill=colour)


def main() -> None:
    made = songs.dropped(25, seconds=60.0)
    times = cuts(8)
    hero = min(times, key=lambda at: abs(at - 0.5 * FILM))
    targets = [Target(at, 1.0, at == hero) for at in times]
    fit, heard = fitted(made.sound, targets)
    assert heard.rhythm is not None
    drops = [drop.at for drop in heard.drops]
    grid = align.grid(heard.rhythm.beats, heard.rhythm.downbeats, drops, heard.duration)
    start, _ = solve.plain(targets, grid, FILM)
    loose, _ = fitted(made.sound, [Target(t.at, 1.0, t.hero, 0.08) for t in targets])
    moved = tuple(round((m.cut + m.moved) * 30) / 30 for m in loose.meetings)
    again = [Target(at, 1.0, t.hero) for at, t in zip(moved, targets, strict=True)]
    tight, _ = fitted(made.sound, again)
    plain = (Piece(0.0, 0.0, FILM, 1.0),)
    best = (Piece(0.0, start, start + FILM, 1.0),)
    fixed = tuple(times)
    strips = [
        strip("Laid under the film as it is", made.sound, plain, heard, fixed),
        strip(f"The best plain start ({start:.2f} s in)", made.sound, best, heard, fixed),
        strip("Fitted, cuts fixed", made.sound, fit.pieces, heard, fixed),
        strip("Fitted, cuts moved by 80 ms at most", made.sound, tight.pieces, heard, moved),
    ]
    into = ROOT / "docs" / "images" / "sync-before-after.png"
    drawn(strips).quantize(64).save(into, optimize=True)
    for one in strips:
        errors = np.abs(away(one))
        share = np.mean(errors <= NEAR * 1000)
        print(f"{one.title}: {share:.0%} within 40 ms, {errors.mean():.1f} ms")


if __name__ == "__main__":
    main()
