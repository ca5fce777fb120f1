"""A plan played by a neural engine: anchored to the plan, mastered, written with its receipt.

Runs in the worker process, where the weights stay in memory for the next piece.
"""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

import soundfile

from studio import brief as briefs
from studio import composer
from studio.brief import Brief
from studio.composer import RATE, Score, Sound, neural
from studio.composer.documents import score_hash
from studio.composer.neural import Engine, NoEngine
from studio.service.anchoring import Fitted, Wave, fitted
from studio.sync.counting import NoFit

log = logging.getLogger("studio.neural")
_TAKES = 2  # how often an engine may try
_SHORT = 10.0  # seconds; a shorter guide would be more silence than music


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
    made = _played(score, engine, guide)
    finished = neural.finished(plan, made.sound)
    soundfile.write(folder / "music.wav", finished.samples.T, RATE, subtype="PCM_24")
    receipt = _receipt(score, engine, finished, made, guided=guide is not None)
    _put(folder / "receipt.json", receipt)
    return receipt


def by_weights(brief: Brief, folder: Path, weights: Path) -> dict[str, Any]:
    """The same with the engine whose weights lie in a folder."""
    return write(brief, folder, _engine(weights, neural.identity(weights)))


@lru_cache(maxsize=1)  # other weights take the place of these
def _engine(weights: Path, _identity: str) -> Engine:
    return neural.opened(weights)


def _put(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _played(score: Score, engine: Engine, guide: Wave | None) -> Fitted:
    """A take brought to the plan; another take where the first one strayed too far."""
    for number in range(_TAKES):
        take = engine.play(neural.wish(score, guide=guide, take=number))
        try:
            return fitted(score.plan, take, guide)
        except NoFit:
            log.info("strayed", extra={"take": number})
    raise NoEngine("strayed", bpm=f"{score.plan.bpm:.4g}")


def _receipt(
    score: Score, engine: Engine, sound: Sound, made: Fitted, *, guided: bool
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
        "anchored": made.facts,
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
