"""What is written beside the music: the plan before a sample is rendered, the receipt after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio import brief as briefs
from studio.brief import Brief
from studio.composer import tables, theory
from studio.composer.values import RATE, VERSION, Score, ScorePlan, Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LICENCE = (
    "MIT (MuseScore_General, FluidR3Mono), parts public domain or CC0; see SOUNDS-LICENSE.txt"
)


def seconds(samples: int) -> float:
    return round(samples / RATE, 6)


def chord_name(root: int, quality: str, tonic: int) -> str:
    return theory.pitch_name(root, tonic) + quality


def plan_document(plan: ScorePlan) -> dict[str, Any]:
    """The plan as JSON values, times in seconds."""
    return {
        "version": plan.version,
        "seed": plan.seed,
        "seconds": seconds(plan.samples),
        "samples": plan.samples,
        "sample_rate": RATE,
        "genre": plan.genre,
        "blend": plan.blend,
        "bpm": round(plan.bpm, 4),
        "key": theory.pitch_name(plan.tonic, plan.tonic),
        "tonic": plan.tonic,
        "mode": plan.mode,
        "scale": list(plan.scale),
        "melody_scale": list(plan.melody_scale),
        "swing": plan.swing,
        "swing_unit": {2: "eighths", 4: "sixteenths"}.get(plan.swing_unit, "none"),
        "progression": plan.progression,
        "time_map": [
            {"s": seconds(t.at), "beat": t.beat, "bpm": round(t.bpm, 6)} for t in plan.tempi
        ],
        "bars": [{"s": seconds(b.at), "beat": b.beat, "beats": b.beats} for b in plan.bars],
        "chords": [
            {
                "s": seconds(c.at),
                "e": seconds(c.end),
                "name": chord_name(c.root, c.quality, plan.tonic),
                "root": c.root,
                "quality": theory.family(c.quality),
                "degree": c.degree,
                "pitch_classes": list(c.pitch_classes),
            }
            for c in plan.chords
        ],
        "sections": [
            {
                "name": s.kind,
                "s": seconds(s.at),
                "e": seconds(s.end),
                "bars": s.bars,
                "energy": s.energy,
                "valence": s.valence,
                "level": s.level,
            }
            for s in plan.sections
        ],
        "drops": [seconds(drop) for drop in plan.drops],
        "hits": [seconds(hit) for hit in plan.hits],
        "last_stroke": seconds(plan.final),
        "energy": plan.energy,
        "valence": plan.valence,
        "ending": "loop" if plan.brief.loop else plan.brief.ending,
        "loop": plan.brief.loop or plan.brief.ending == "loop",
        "stems": "stems/*.wav add up to music.wav, sample for sample but for 24-bit rounding",
        "brief": briefs.encode(plan.brief),
    }


def score_hash(score: Score) -> str:
    """SHA-256 of the notes: the same wherever the same score was written."""
    rows = [
        [part.name, part.instrument, [list(note) for note in part.notes]] for part in score.parts
    ]
    return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()


def receipt_document(score: Score, sound: Sound | None = None) -> dict[str, Any]:
    """Enough to make the same track again, and to show where it comes from."""
    entries = tables.instruments()
    sampled: set[str] = set()
    synthesised = {"effects"}
    for part in score.parts:
        if part.instrument.startswith("kit:"):
            synthesised.add(part.instrument)
            continue
        entry = entries.get(part.instrument, {})
        (sampled if entry.get("voice") == "sampled" else synthesised).add(part.instrument)
    out: dict[str, Any] = {
        "engine": "studio.composer",
        "version": VERSION,
        "seed": score.plan.seed,
        "brief": briefs.encode(score.plan.brief),
        "genre": score.plan.genre,
        "blend": score.plan.blend,
        "bpm": round(score.plan.bpm, 4),
        "key": theory.pitch_name(score.plan.tonic, score.plan.tonic),
        "mode": score.plan.mode,
        "progression": score.plan.progression,
        "seconds": seconds(score.plan.samples),
        "drops": [seconds(drop) for drop in score.plan.drops],
        "instruments": sorted({part.instrument for part in score.parts}),
        "score_sha256": score_hash(score),
        "notes": sum(len(part.notes) for part in score.parts),
        "origin": "composed note by note from the brief and the seed; no recording of music, "
        "no melody from elsewhere and no trained model took part",
        "sampled": {
            "instruments": sorted(sampled),
            "source": "MuseScore_General_Lite.sf3",
            "licence": _LICENCE,
        },
        "synthesised": sorted(synthesised),
    }
    if sound is not None:
        out["measured"] = _measured(
            int(sound.samples.shape[1]), sound.loudness, sound.true_peak,
            sound.notes.get("range", 0.0),
        )  # fmt: skip
    return out


def write_files(brief: Brief, folder: Path, *, stems: bool = True) -> dict[str, Any]:
    """The receipt, after plan.json, music.mid, music.wav and stems/*.wav lie in the folder."""
    from studio.composer.arranging import arrange
    from studio.composer.planning import plan_piece
    from studio.composer.rendering import playing
    from studio.composer.smf import midi_file

    folder.mkdir(parents=True, exist_ok=True)
    plan = plan_piece(brief)
    _put(folder / "plan.json", _json(plan_document(plan)))
    score = arrange(plan)
    _put(folder / "music.mid", midi_file(score))
    with playing(score, stems=stems, folder=folder) as made:
        _wav(folder / "music.wav", made.blocks(made.master))
        for number, (name, stem) in enumerate(made.stems, 1):
            (folder / "stems").mkdir(exist_ok=True)
            safe = "".join(c if c.isalnum() else "-" for c in name.lower())
            _wav(folder / "stems" / f"{number:02}-{safe}.wav", made.blocks(stem))
        receipt = receipt_document(score)
        receipt["measured"] = _measured(
            made.master.length, made.loudness, made.true_peak, made.range
        )
    _put(folder / "receipt.json", _json(receipt))
    return receipt


def _measured(samples: int, loudness: float, true_peak: float, spread: float) -> dict[str, Any]:
    return {
        "samples": samples,
        "loudness_lufs": round(loudness, 2),
        "true_peak_dbtp": round(true_peak, 2),
        "loudness_range_lu": round(spread, 2),
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _put(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


def _wav(path: Path, blocks: Iterator[NDArray[np.float32]]) -> None:
    """48 kHz, 24 bit, block after block, whole or not at all."""
    import soundfile

    part = path.with_name(path.name + ".part")
    with soundfile.SoundFile(part, "w", RATE, 2, subtype="PCM_24", format="WAV") as file:
        for block in blocks:
            file.write(block.T)
    part.replace(path)
