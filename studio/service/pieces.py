"""What a musician takes home beside the sound: stems, notes, the plan; of music composed here."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio import brief as briefs
from studio.service import given, intake, music
from studio.timeline import facts, find
from studio.words import say

if TYPE_CHECKING:
    from studio.planner import values as plan
    from studio.service.work import Work
    from studio.timeline.model import Sound

_BYTES = 48_000 * 6 * 16  # a second of stems: 24 bit, two channels, some sixteen players


def carry_out(work: Work, step: plan.Pieces) -> None:
    """Hands over the stems as an archive, the notes as MIDI, or the plan."""
    sound = find.sound(work.now, step.target)
    plain = facts.brief(sound)
    assert plain is not None
    brief = music.wanted(sound, plain)
    name = facts.name(sound)
    match step.kind:
        case "stems":
            _stems(work, brief, say("pieces.stems", work.lang, name=name))
        case "midi":
            from studio import composer

            notes = composer.midi(composer.score(composer.plan(brief)))
            given.hand(work, notes, name, "mid")
        case "receipt":
            _receipt(work, brief, sound, name)
            return
        case _:
            import json

            from studio import composer

            told = json.dumps(composer.document(composer.plan(brief)), ensure_ascii=False, indent=1)
            given.hand(work, told.encode(), name, "json")
    work.told.append(say(f"pieces.given_{step.kind}", work.lang, name=name))


def _receipt(work: Work, brief: briefs.Brief, sound: Sound, name: str) -> None:
    """Where the music comes from, told and handed over: what it takes to make it again."""
    import json

    taken = work.taken.get(sound.source)
    found = taken.material.metadata.get("receipt") if taken is not None else None
    if not isinstance(found, dict):
        from studio import composer

        found = composer.receipt(composer.score(composer.plan(brief)))
    given.hand(work, json.dumps(found, ensure_ascii=False, indent=1).encode(), name, "json")
    lang = work.lang
    comma = say("music.comma", lang)
    sampled = found.get("sampled") or {}
    weights = found.get("weights") or {}
    work.told.append(
        say(
            "pieces.receipt" if sampled else "pieces.receipt_neural", lang, name=name,
            seed=found["seed"], version=found["version"], engine=found["engine"],
            score=str(found.get("score_sha256", ""))[:16], weights=weights.get("name", ""),
            sampled=comma.join(map(str, sampled.get("instruments", ()))) or "-",
            licence=sampled.get("licence") or weights.get("licence", ""),
            source=sampled.get("source", ""),
            synthesised=comma.join(map(str, found.get("synthesised", ()))) or "-",
        )
    )  # fmt: skip


def _stems(work: Work, brief: briefs.Brief, name: str) -> None:
    studio = work.studio
    intake.room(studio, int(brief.length_ms / 1000 * _BYTES * 2))
    beside = studio.folder("incoming", studio.fresh("stems_"))
    try:
        with intake.disk():
            studio.crew.do(pack, briefs.encode(brief), str(beside))
            given.hand(work, beside / "stems.zip", name, "zip")
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def pack(plain: dict[str, Any], folder: str) -> None:
    """Runs in the worker process: the stems, the mix, the notes and the plan in one archive."""
    from studio import composer

    into = Path(folder)
    composer.write(briefs.decode(plain), into / "music", stems=True)
    with zipfile.ZipFile(into / "stems.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted((into / "music").rglob("*")):
            if path.is_file():
                archive.write(path, str(path.relative_to(into / "music")))
