"""A plan played by a neural engine: anchored to the plan, mastered, written with its receipt.

Runs in the worker process, where the weights stay in memory for the next piece.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from studio import analysis, composer
from studio import brief as briefs
from studio.analysis.values import Hearing
from studio.brief import Brief
from studio.composer import RATE, Score, ScorePlan, Sound, neural
from studio.composer.documents import score_hash
from studio.composer.neural import Engine, NoEngine, Take
from studio.sync import align, anchor, attacks, bend, recut
from studio.sync.resampling import resampled
from studio.sync.values import Piece, Target

log = logging.getLogger("studio.neural")
_TAKES = 2  # how often an engine may try
_SHORT = 10.0  # seconds; a shorter guide would be more silence than music
_PLAIN = 0.55  # a beat as sure as this is one: music that has another tempo
_LATE = 0.2  # seconds by which a take may lag behind its guide
_ALIKE = 0.25  # from here on its attacks are the guide's
_SEAM = 0.03  # seconds over which the end of a loop becomes what leads into its start

Wave = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A take brought to a plan: its sound, and how far it had to be brought."""

    sound: Wave  # (2, samples of the plan)
    facts: dict[str, float | str]


def write(brief: Brief, folder: Path, engine: Engine) -> dict[str, Any]:
    """The receipt, after plan.json and music.wav lie in the folder; `NoEngine` if that cannot be.

    Where the engine plays after a guide its notes are the composer's: music.mid lies there, too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plan = composer.plan(brief)
    _put(folder / "plan.json", composer.document(plan))
    score = composer.score(plan)
    guide = None
    if engine.about.guided and _SHORT <= plan.samples / RATE <= neural.LONGEST:
        (folder / "music.mid").write_bytes(composer.midi(score))
        guide = composer.render(score).samples
    fitted = _played(score, engine, guide)
    finished = neural.finished(plan, fitted.sound)
    soundfile.write(folder / "music.wav", finished.samples.T, RATE, subtype="PCM_24")
    receipt = _receipt(score, engine, finished, fitted, guided=guide is not None)
    _put(folder / "receipt.json", receipt)
    return receipt


def by_weights(brief: Brief, folder: Path, weights: Path) -> dict[str, Any]:
    """The same with the engine whose weights lie in a folder."""
    return write(brief, folder, _engine(weights, neural.identity(weights)))


@cache
def _engine(weights: Path, _identity: str) -> Engine:
    return neural.opened(weights)


def _put(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _played(score: Score, engine: Engine, guide: Wave | None) -> Fitted:
    """A take brought to the plan; another take where the first one strayed too far."""
    for take in range(_TAKES):
        made = engine.play(neural.wish(score, guide=guide, take=take))
        try:
            return fitted(score.plan, made, guide)
        except anchor.NoFit:
            log.info("strayed", extra={"take": take})
    raise NoEngine("strayed", bpm=f"{score.plan.bpm:.4g}")


def fitted(plan: ScorePlan, take: Take, guide: Wave | None = None) -> Fitted:
    """A take at the plan's beats, drops and length; by its guide, where it kept to that."""
    sound = np.stack([resampled(channel, take.rate, RATE) for channel in take.samples])
    low = resampled(sound.mean(axis=0), RATE, analysis.RATE)
    pieces, facts = _guided(plan, guide, low) or _heard(plan, low)
    film = plan.samples / RATE
    out = bend.sound(sound.T, RATE, pieces, film)
    if plan.brief.loop or plan.brief.ending == "loop":
        _round(out, sound.T, pieces[0])
    else:
        bend.edges(out, RATE, fade=0.0)
    return Fitted(np.ascontiguousarray(out.T), facts)


def _guided(
    plan: ScorePlan, guide: Wave | None, low: Wave
) -> tuple[tuple[Piece, ...], dict[str, float | str]] | None:
    """By the guide: late by as much as its attacks are; None where they are others."""
    if guide is None:
        return None
    after = resampled(guide.mean(axis=0), RATE, analysis.RATE)
    late, alike = attacks.lag(after, low, analysis.RATE, most=_LATE)
    if alike < _ALIKE:
        return None
    found = anchor.followed(
        plan, lambda times: attacks.lags(after, low, analysis.RATE, times, about=late)
    )
    return found.pieces, {
        "by": "guide",
        "late": round(late, 3),
        "alike": round(alike, 3),
        "uneven": round(found.bend, 4),
        "joins": 0,
    }


def _heard(plan: ScorePlan, low: Wave) -> tuple[tuple[Piece, ...], dict[str, float | str]]:
    """By what is heard in it: its beat, and where it has none its phrases."""
    heard = analysis.listen(low)
    try:
        return _strict(plan, heard, low)
    except anchor.NoFit:
        if heard.rhythm is not None and heard.rhythm.confidence >= _PLAIN:
            raise
        return _loose(plan, heard)


def _strict(
    plan: ScorePlan, heard: Hearing, low: Wave
) -> tuple[tuple[Piece, ...], dict[str, float | str]]:
    """By its beat: every bar of the plan is a bar of the take."""
    rhythm = heard.rhythm
    if rhythm is None:
        raise anchor.NoFit
    alike = None if heard.colours is None else recut.alikeness(heard.colours.astype(np.float64))
    first = rhythm.beats.index(rhythm.downbeats[0]) if rhythm.downbeats else 0
    times = 0.2 + 0.1 * np.arange(len(heard.loudness))
    found = anchor.anchored(
        plan,
        anchor.Song(
            duration=heard.duration,
            beats=attacks.sharpened(rhythm.beats, low, analysis.RATE),
            first=first,
            drops=tuple(drop.at for drop in heard.drops),
            loudness=tuple(zip(times.tolist(), heard.loudness.tolist(), strict=True)),
            bars=heard.bars,
            alike=alike,
        ),
    )
    return found.pieces, {
        "by": "beats",
        "heard_bpm": rhythm.bpm,
        "heard_seconds": round(heard.duration, 3),
        "speed": round(found.speed, 4),
        "uneven": round(found.bend, 4),
        "joins": found.joins,
    }


def _loose(plan: ScorePlan, heard: Hearing) -> tuple[tuple[Piece, ...], dict[str, float | str]]:
    """Without a beat there is no grid to keep: phrases begin where the plan's sections do."""
    film = plan.samples / RATE
    drops = {drop / RATE for drop in plan.drops}
    starts = sorted({s.at / RATE for s in plan.sections if s.at} | drops)
    hero = min(drops, default=None)
    targets = [Target(at, 3.0 if at in drops else 1.0, hero=at == hero) for at in starts]
    song = align.free(heard.onsets, heard.phrases, [d.at for d in heard.drops], heard.duration)
    made = align.align(targets, song, film)
    if not made.pieces:
        raise anchor.NoFit
    return made.pieces, {
        "by": "phrases",
        "heard_seconds": round(heard.duration, 3),
        "met": made.after,
        "joins": len(made.pieces) - 1,
    }


def _round(out: Wave, song: Wave, first: Piece) -> None:
    """Lets the end of a loop become, in place, what leads into its start."""
    size = min(round(_SEAM * RATE), len(out) // 4, round(max(0.0, first.song_start) * RATE))
    if size < 2:
        return
    start = round(first.song_start * RATE)
    rise = (np.sin(np.linspace(0, np.pi / 2, size, dtype=np.float32)) ** 2)[:, None]
    out[-size:] = out[-size:] * (1 - rise) + song[start - size : start] * rise


def _receipt(
    score: Score, engine: Engine, sound: Sound, fitted: Fitted, *, guided: bool
) -> dict[str, Any]:
    """Enough to make the same track again on the same machine, and to show where it comes from."""
    about = engine.about
    guide = "; it played after the composed track" if guided else ""
    receipt: dict[str, Any] = {
        "engine": about.engine,
        "version": f"{composer.VERSION} ({about.version})",
        "seed": score.plan.seed,
        "brief": briefs.encode(score.plan.brief),
        "origin": "played by a trained model from the plan that lies beside it" + guide,
        "weights": {
            "name": about.weights,
            "sha256": about.sha256,
            "licence": about.licence,
            "parameters": about.parameters,
        },
        "anchored": fitted.facts,
        "measured": {
            "samples": int(sound.samples.shape[1]),
            "loudness_lufs": round(sound.loudness, 2),
            "true_peak_dbtp": round(sound.true_peak, 2),
            "loudness_range_lu": round(sound.notes.get("range", 0.0), 2),
        },
    }
    if guided:
        receipt["score_sha256"] = score_hash(score)
    return receipt
