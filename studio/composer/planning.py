"""A brief becomes a plan: genre, tempo and bars, sections, key and mode, chords. No note yet."""

from __future__ import annotations

import itertools
from dataclasses import replace

from studio.brief import Brief
from studio.composer import changing, form, grid, harmony, moods, shaping, tables, theory
from studio.composer.dice import Dice
from studio.composer.values import RATE, Bar, ScorePlan, Section

PER_MS = RATE // 1000
_SHORTEST_MS = 1_000.0
_LONGEST_MS = 20 * 60_000.0


def plan_piece(brief: Brief) -> ScorePlan:
    """The piece before a note of it exists; the same brief gives the same plan on every machine."""
    genre = moods.genre_for(brief)
    table = tables.genre(genre)
    energy = (table["energy"] if brief.energy is None else brief.energy) + brief.push
    energy = min(1.0, max(0.0, energy))
    valence = (table["valence"] if brief.valence is None else brief.valence) + brief.lift
    valence = min(1.0, max(0.0, valence))
    loop = brief.loop or brief.ending == "loop"
    length = min(_LONGEST_MS, max(_SHORTEST_MS, brief.length_ms))
    samples = round(length * PER_MS)
    drops = _landings(brief.drops, samples)
    fitted = _grid(brief, table, energy, samples, drops, loop=loop)
    drawn = moods.mode_for(table["modes"], brief.valence, Dice(brief.seed, "mode"))
    mode = brief.mode or changing.lifted(drawn, brief.lift)
    tonic = Dice(brief.seed, "key").integer(0, 11) if brief.key is None else brief.key
    tonic = (tonic + brief.shift) % 12
    bars, blocks = _sections(brief, table, fitted, drops, energy, valence)
    scale = theory.SCALES[mode]
    melody = theory.PENTATONIC[mode in theory.MINOR_MODES] if table["pentatonic"] else scale
    chords, progression = harmony.chords(
        brief.seed, table, bars, blocks, tonic=tonic, mode=mode, end=samples
    )
    bars, blocks = changing.stretched(brief.changes, bars, blocks)
    low, high = table["swing"]
    return ScorePlan(
        brief=brief,
        genre=genre,
        blend=brief.blend,
        seed=brief.seed,
        samples=samples,
        bpm=fitted.bpm,
        tempi=fitted.tempi,
        bars=bars,
        sections=blocks,
        chords=chords,
        tonic=tonic,
        mode=mode,
        scale=scale,
        melody_scale=melody,
        swing=round(Dice(brief.seed, "swing").between(low, high), 3),
        swing_unit=table["swing_unit"],
        drops=drops,
        hits=tuple(round(hit * PER_MS) for hit in sorted(brief.hits) if 0 <= hit < length),
        leans=tuple(round(at * PER_MS) for at in sorted(brief.leans) if 0 <= at < length),
        final=fitted.final,
        energy=energy,
        valence=valence,
        progression=progression,
    )


def _landings(drops: tuple[float, ...], samples: int) -> tuple[int, ...]:
    """The drops inside the track, in order; of two nearer than a second the first."""
    kept: list[int] = []
    for drop in sorted(drops):
        at = round(drop * PER_MS)
        if not RATE // 4 <= at <= samples - RATE // 2:
            continue
        if kept and at - kept[-1] < RATE:
            continue
        kept.append(at)
    return tuple(kept)


def _grid(
    brief: Brief, table: tables.Table, energy: float, samples: int, drops: tuple[int, ...], *,
    loop: bool,
) -> grid.Grid:  # fmt: skip
    low, high = map(float, table["bpm"])
    if brief.bpm:
        target = brief.bpm
        low, high = (
            (target * 0.995, target * 1.005) if not drops else (target * 0.97, target * 1.03)
        )
    else:
        middle = moods.tempo(low, high, energy, table["energy"])
        spread = 0.22 * (high - low)
        target = middle + Dice(brief.seed, "tempo").between(-spread, spread)
        target = round(min(high, max(low, target)) * 2) / 2
        pace = brief.pace * changing.pace(brief.lift)
        target, low, high = target * pace, low * min(1, pace), high * max(1, pace)
    return grid.fitted(samples, drops, target=target, low=low, high=high, loop=loop)


def _sections(
    brief: Brief, table: tables.Table, fitted: grid.Grid, drops: tuple[int, ...], energy: float,
    valence: float,
) -> tuple[tuple[Bar, ...], tuple[Section, ...]]:  # fmt: skip
    """Bars that know their section, and the sections."""
    bars = list(fitted.bars)
    end = drops[-1] if drops and not bars else fitted.final
    laid = form.sections(
        tuple(count for _, count in fitted.segments), short_build=bool(table["short_build"])
    )
    laid = shaping.shaped(laid, brief.form, bar=grid.BEATS * 60 / fitted.bpm)
    blocks: list[Section] = []
    at_bar = 0
    for segment, stretch in enumerate(laid):
        for index, block in enumerate(stretch):
            first, last = at_bar, at_bar + block.bars
            start = bars[first].at
            stop = bars[last].at if last < len(bars) else end
            lands = segment - 1 if segment and index == 0 else -1
            blocks.append(_section(block.kind, start, stop, first, block.bars, table, lands))
            for bar in range(first, last):
                bars[bar] = replace(bars[bar], section=len(blocks) - 1)
            at_bar = last
    samples = round(brief.length_ms * PER_MS)
    if fitted.final < samples:
        ring = _section("ending", fitted.final, samples, len(bars), 1, table, -1)
        if drops and drops[-1] == fitted.final:
            ring = replace(ring, lands=len(drops) - 1)
        tempo = fitted.tempi[-1]
        beats = max(1, min(4, round((samples - fitted.final) / tempo.samples_per_beat)))
        final_beat = round(grid.beat_at(fitted.tempi, fitted.final))
        bars.append(Bar(fitted.final, final_beat, beats, len(blocks)))
        blocks.append(ring)
    if brief.curve:
        bars, blocks = _followed(brief, table, bars, blocks)
    return tuple(bars), tuple(
        _mooded(brief, block, energy, valence, table["energy"], bars=len(bars)) for block in blocks
    )


def _section(
    kind: str, start: int, stop: int, first: int, bars: int, table: tables.Table, lands: int
) -> Section:
    level = float(table["form"].get(kind, 0.0))
    return Section(kind, start, stop, first, bars, 0.5, 0.5, level, lands=lands)


_FEW = 14  # bars under which sections are nearer to each other: the piece is one breath


def _mooded(
    brief: Brief, block: Section, energy: float, valence: float, usual: float, *, bars: int
) -> Section:
    """The section with its energy: the piece's own, or the curve's, bent by what it is for."""
    lean = form.INTENSITY[block.kind]
    drawn = min(1.0, max(0.7, bars / _FEW))
    level = block.level
    if brief.curve:
        energy, valence = moods.curve_at(brief.curve, block.at / PER_MS, block.end / PER_MS)
        drive = 0.85 + 0.9 * (energy - usual) + 0.3 * (lean - 0.85)
        if block.kind not in ("drop", "ending"):
            level = 0.5 * level - 3.0 * max(0.0, 0.8 - energy)
        energy += 0.15 * (lean - 0.75)
    else:
        away = energy - usual  # a calm genre has further to go until everybody plays
        drive = (
            0.92
            + drawn * (lean - 0.92)
            + away * (0.9 if away < 0 else min(0.9, 0.41 / (1.01 - usual)))
        )
        energy += 0.5 * (lean - 0.85)
    return replace(
        block, energy=round(min(1.0, max(0.0, energy)), 4), level=round(level, 3),
        valence=round(min(1.0, max(0.0, valence)), 4), drive=round(drive, 4),
    )  # fmt: skip


def _followed(
    brief: Brief, table: tables.Table, bars: list[Bar], blocks: list[Section]
) -> tuple[list[Bar], list[Section]]:
    """Sections cut at the bars nearest to where the picture's mood changes."""
    cuts: set[int] = set()
    times = [
        later.at
        for early, later in zip(brief.curve, brief.curve[1:], strict=False)
        if abs(later.energy - early.energy) >= 0.12
    ]
    for time in times:
        near = min(range(len(bars)), key=lambda index: abs(bars[index].at - time * PER_MS))
        cuts.add(near)
    out: list[Section] = []
    for block in blocks:
        inside = sorted(c for c in cuts if block.first_bar < c < block.first_bar + block.bars)
        edges = [block.first_bar, *inside, block.first_bar + block.bars]
        for index, (first, last) in enumerate(itertools.pairwise(edges)):
            start = block.at if index == 0 else bars[first].at
            stop = block.end if last == edges[-1] else bars[last].at
            out.append(
                replace(
                    block, at=start, end=stop, first_bar=first, bars=last - first,
                    lands=block.lands if index == 0 else -1,
                )
            )  # fmt: skip
            for bar in range(first, min(last, len(bars))):
                bars[bar] = replace(bars[bar], section=len(out) - 1)
    return bars, out
