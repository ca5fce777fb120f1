"""Music after the picture's mood: what is seen scene by scene, and what that asks of the composer.

Every scene is told with what led to its mood. "Make scene 3 calmer" changes that stretch alone and
is remembered in the brief itself, so that undo undoes it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from studio import brief as briefs
from studio.brief import Brief, Change
from studio.service import hearing, pictures
from studio.timeline import facts, find
from studio.timeline import operations as op
from studio.timeline.model import Clip, Sound
from studio.words import Lang, say

if TYPE_CHECKING:
    from studio.analysis.values import Film, Hearing, Scene
    from studio.planner import values as plan
    from studio.service.edit import Work

_SAID = 0.7  # how much a mood in words weighs against the picture's
_STEP = 0.13  # of energy, from which on music follows a change of scene
_DROP = 0.16  # of energy, from which on a change of scene is a drop
_PARTS = 6  # stretches of different mood, at most
_SPOKEN = 0.6  # share of a scene's speech from which words are told of


def carry_out(work: Work, step: plan.Mood) -> None:
    """Has music composed after what is seen, or one scene of it anew, and tells why."""
    sound = find.sound(work.now, step.target)
    wanted = facts.brief(sound)
    assert wanted is not None
    base = briefs.changed(briefs.decode(wanted), length_ms=float(sound.duration))
    found = scenes(work, sound)
    if not found:
        work.told.append(say("moods.nothing_seen", work.lang))
        return
    if step.scene is None:
        made = led(base, found, spoken(work, sound))
        work.told.append("\n".join(_told(found, made, work.lang)))
        shown = found
    else:
        if not -len(found) <= step.scene < len(found):
            key = "no_scene" if len(found) > 1 else "no_scene_one"
            work.told.append(say(f"moods.{key}", work.lang, count=len(found)))
            return
        number = step.scene % len(found)
        made = changed(base, found[number], step.energy, step.valence)
        span = _span(found[number])
        work.told.append(say("moods.changed", work.lang, number=number + 1, span=span))
        shown = overruled(found, made.changes, number, step)
    work.do(op.ReplaceSound(target=sound.id, brief=briefs.encode(made), name=facts.name(sound)))
    words = [say(f"moods.{_quadrant(s.energy, s.valence)}", work.lang) for s in shown]
    pictures.mood(work, sound, shown, words, made)


# -- what is seen ---------------------------------------------------------------------------------


def scenes(work: Work, sound: Sound) -> tuple[Scene, ...]:
    """The film's scenes under this music, times from where the music begins."""
    from studio.analysis import mood
    from studio.analysis.values import Cut, Glance

    glances: list[Glance] = []
    cuts: list[Cut] = []
    for clip, film in _films(work):
        shift, speed = (clip.start - sound.start) / 1000, clip.speed
        begins, lasts = clip.in_point / 1000, clip.duration / 1000
        if cuts or glances:
            cuts.append(Cut(shift, 0, 0.7))
        for glance in film.glances:
            at = (glance.at - begins) / speed
            if 0 <= at < lasts:
                glances.append(replace(glance, at=shift + at, motion=glance.motion * speed))
        for cut in film.cuts:
            at = (cut.at - begins) / speed
            if 0 < at < lasts:
                cuts.append(replace(cut, at=shift + at))
    length = sound.duration / 1000
    inside = [g for g in glances if 0 <= g.at < length]
    if not inside:
        return ()
    return mood.scenes(inside, cuts, length, heard=_own_sound(work))


def _films(work: Work) -> list[tuple[Clip, Film]]:
    found = []
    for clip in facts.clips(work.now):
        one = work.taken.get(clip.source)
        if one is not None and one.material.kind == "video":
            found.append((clip, hearing.film(work.studio, one, exact=False)))
        elif one is not None and one.material.kind == "image":
            found.append((clip, hearing.still(work.studio, one, clip.duration / 1000)))
    return found


def _own_sound(work: Work) -> Hearing | None:
    """The film's own sound, where one clip makes the film; several are judged by the picture."""
    shown = facts.clips(work.now)
    one = work.taken.get(shown[0].source) if len(shown) == 1 else None
    plain = one is not None and shown[0].speed == 1.0 and shown[0].in_point == 0
    if one is None or not plain or not facts.audible(shown[0]) or not one.material.has_sound:
        return None
    return hearing.song(work.studio, one)


def spoken(work: Work, sound: Sound) -> tuple[briefs.Span, ...]:
    """Where somebody speaks in the clips' own sound, in ms from where the music begins."""
    found: list[briefs.Span] = []
    for clip in facts.clips(work.now):
        one = work.taken.get(clip.source)
        if one is None or not one.material.has_sound or not facts.audible(clip) or not clip.gain:
            continue
        for span in hearing.song(work.studio, one).speech:
            low = (span.start * 1000 - clip.in_point) / clip.speed
            high = (span.end * 1000 - clip.in_point) / clip.speed
            low, high = max(low, 0.0), min(high, float(clip.duration))
            if high > low:
                shift = clip.start - sound.start
                found.append(briefs.Span(round(shift + low, 1), round(shift + high, 1)))
    return tuple(found)


# -- what it asks of the music --------------------------------------------------------------------


def led(base: Brief, found: Sequence[Scene], speech: tuple[briefs.Span, ...]) -> Brief:
    """The brief led by the picture; what was said in words weighs more, where it was said."""
    energy, valence = _mean(found, "energy"), _mean(found, "valence")
    lift = 0.0 if base.energy is None else _SAID * (base.energy - energy)
    bright = 0.0 if base.valence is None else _SAID * (base.valence - valence)
    parts = _parts(found)
    curve = []
    for part in parts:
        level = _within(_mean(part, "energy") + lift)
        light = _within(_mean(part, "valence") + bright)
        curve.append(briefs.Mood(round(part[0].start * 1000, 1), level, light))
        curve.append(briefs.Mood(round(part[-1].end * 1000 - 1, 1), level, light))
    drops = base.drops
    if not drops and (at := _drop(parts)) is not None:
        drops = (round(at * 1000, 3),)
    return briefs.changed(
        base, energy=_within(energy + lift), valence=_within(valence + bright),
        curve=tuple(curve), speech=speech, drops=drops, changes=(),
    )  # fmt: skip


def changed(base: Brief, scene: Scene, energy: float, valence: float) -> Brief:
    """The brief with one stretch otherwise; all the rest stays, the seed too."""
    start, end = round(scene.start * 1000, 1), round(scene.end * 1000, 1)
    if energy:
        wish = Change(start=start, end=end, energy=round(energy, 3))
        base = briefs.changed(base, changes=(*base.changes, wish))
    if valence:
        curve = tuple(
            msg if not start <= msg.at < end else
            briefs.Mood(msg.at, msg.energy, _within(msg.valence + valence))
            for msg in _cornered(base.curve, start, end)
        )  # fmt: skip
        base = briefs.changed(base, curve=curve)
    return base


def overruled(
    found: Sequence[Scene], changes: Sequence[Change], number: int, step: plan.Mood
) -> tuple[Scene, ...]:
    """The scenes as the user wants them felt: what was seen, and what was said against it."""
    made = []
    for index, scene in enumerate(found):
        middle = (scene.start + scene.end) * 500
        leaned = sum(
            c.energy for c in changes
            if not c.section and c.start <= middle < (c.end or float("inf"))
        )  # fmt: skip
        light = step.valence if index == number else 0.0
        made.append(
            replace(
                scene, energy=_within(scene.energy + leaned), valence=_within(scene.valence + light)
            )
        )
    return tuple(made)


def _cornered(curve: tuple[briefs.Mood, ...], start: float, end: float) -> list[briefs.Mood]:
    """The curve with corners at both ends of a stretch."""
    made = list(curve)
    for at in (start - 1, start, end - 1, end):
        if at < 0 or any(point.at == at for point in made) or not made:
            continue
        before = max((p for p in made if p.at <= at), key=lambda p: p.at, default=made[0])
        made.append(briefs.Mood(at, before.energy, before.valence))
    return sorted(made, key=lambda point: point.at)


def _parts(found: Sequence[Scene]) -> list[list[Scene]]:
    """Neighbouring scenes of like energy together, until few enough parts are left."""
    parts = [[scene] for scene in found]
    while len(parts) > 1:
        steps = [abs(_mean(a, "energy") - _mean(b, "energy")) for a, b in itertools.pairwise(parts)]
        least = min(range(len(steps)), key=steps.__getitem__)
        if steps[least] >= _STEP and len(parts) <= _PARTS:
            break
        parts[least : least + 2] = [parts[least] + parts[least + 1]]
    return parts


def _drop(parts: list[list[Scene]]) -> float | None:
    """Where the energy steps up most, if it steps up well."""
    steps = [
        (_mean(b, "energy") - _mean(a, "energy"), b[0].start) for a, b in itertools.pairwise(parts)
    ]
    step, at = max(steps, default=(0.0, 0.0))
    return at if step >= _DROP and at >= 4.0 else None


def _mean(found: Sequence[Scene], name: str) -> float:
    """The mean of a value over scenes, the longer weighing more."""
    total = sum(scene.end - scene.start for scene in found) or 1.0
    value = sum(float(getattr(s, name)) * (s.end - s.start) for s in found) / total
    return round(value, 4)


def _within(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 3)


# -- what is told ---------------------------------------------------------------------------------


def _told(found: Sequence[Scene], made: Brief, lang: Lang) -> list[str]:
    key = "seen" if len(found) > 1 else "seen_one"
    lines = [say(f"moods.{key}", lang, count=len(found))]
    lines += [
        say("moods.scene", lang, number=n, span=_span(scene), looks=_looks(scene, lang),
            mood=say(f"moods.{_quadrant(scene.energy, scene.valence)}", lang))
        for n, scene in enumerate(found, 1)
    ]  # fmt: skip
    parts = len(made.curve) // 2
    if parts > 1:
        lines.append(say("moods.parts", lang, count=parts))
    if made.drops:
        from studio.service.sync import moment

        lines.append(say("moods.drop", lang, at=moment(made.drops[0] / 1000)))
    if made.speech:
        lines.append(say("moods.room", lang))
    lines.append(say("moods.change", lang, number=min(3, len(found))))
    return lines


def _looks(scene: Scene, lang: Lang) -> str:
    """What is seen and heard in a scene, in a few words."""
    words = [_grade(scene.brightness, ("dark", "", "light"), (0.3, 0.55))]
    words.append(_grade(scene.saturation, ("pale", "", "colourful"), (0.12, 0.4)))
    if scene.saturation > 0.15:
        words.append(_grade(scene.warmth, ("cold", "", "warm"), (0.3, 0.65)))
    words.append(_grade(scene.motion, ("still", "moving", "wild"), (0.15, 0.6)))
    if scene.cuts_a_minute >= 20:
        words.append("quick")
    if scene.speech > _SPOKEN:
        words.append("spoken")
    elif scene.loudness > 0.75:
        words.append("loud")
    return say("moods.comma", lang).join(say(f"moods.{word}", lang) for word in words if word)


def _grade(value: float, names: tuple[str, str, str], limits: tuple[float, float]) -> str:
    return names[0] if value < limits[0] else names[2] if value > limits[1] else names[1]


def _quadrant(energy: float, valence: float) -> str:
    level = "high" if energy > 0.55 else "low" if energy < 0.3 else "middle"
    light = "bright" if valence > 0.55 else "grave" if valence < 0.35 else "even"
    return f"{level}_{light}"


def _span(scene: Scene) -> str:
    from studio.service.sync import moment

    return f"{moment(scene.start)}-{moment(scene.end)}"
