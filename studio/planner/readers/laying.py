"""A sound more under the picture: when, how loud, out of a file or still to be composed."""

from __future__ import annotations

import msgspec

from studio.planner import composing, stretches, targets
from studio.planner.readers import fades, volume
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Offer
from studio.timeline import clock, facts
from studio.timeline.model import Material
from studio.timeline.operations import AddSound, Fade
from studio.timeline.operations.sound import Role
from studio.timeline.summary import short

WEIGHT = 40
UNDER_SPEECH, ALONE = 0.35, 0.8  # how loud music is laid under a clip's own sound, and without one
EFFECT = 5000  # ms: a file no longer than that, wanted at a moment, is heard once
MADE = 30_000  # ms of music where there is neither a picture nor a length asked for


def added(clause: Clause, scene: Scene, audio: Material | None = None) -> Reading | None:
    """A sound more, out of a file or still to be composed."""
    role: Role = "music"
    if clause.says("common.effect"):
        role = "effect"
    elif clause.says("music.voice_file"):
        role = "voice"
    wrong = [t for t in clause.all("file") if not t.text]
    if wrong and audio is None:
        return ask(scene, WEIGHT, "no_such_file", name=wrong[0].raw)
    waiting = scene.unused("audio")
    if audio is None and waiting and not composing.genre_said(clause):
        audio = waiting[-1]
    if _vague_place(clause):
        return ask(scene, WEIGHT, "music_when", waiting=clause.raw)
    if audio is None and role != "music":
        return ask(scene, WEIGHT, f"which_{role}")
    more = timed(clause) or clause.says("music.on_top") or _spoken_over(clause, scene)
    if role == "music" and _mostly(scene) and not more:
        return _second(clause, scene)
    return _laid(clause, scene, audio, role)


def _vague_place(clause: Clause) -> bool:
    return clause.says("music.only_end") and not timed(clause)


def _laid(clause: Clause, scene: Scene, audio: Material | None, role: Role) -> Reading:
    start, duration = _when(clause, scene, audio)
    in_point = 0
    inside = clause.says("music.in_song") or (scene.clips and start >= scene.length)
    if audio is not None and inside and 0 < start < audio.duration:
        start, in_point = 0, start
        room = audio.duration - in_point
        duration = min(duration, room, scene.length or room) if duration > 0 else duration
    if audio is not None and role == "music" and _short_effect(clause, scene, audio):
        role = "effect"
    if scene.clips and start >= scene.length:
        shown = clock.moment
        return ask(scene, WEIGHT, "too_far", length=shown(scene.length), time=shown(start))
    gain, factor = volume.wish(clause, scene)
    share = clause.one("share")
    if gain is None and factor is None:
        number = clause.one("num") if clause.says("music.at_number") else None
        if share is not None or (number is not None and 2 < number.number <= 100):
            gain = round(share.number if share else number.number / 100, 3)  # type: ignore[union-attr]
    heard = any(facts.audible(c) and c.gain for c in scene.clips) or _spoken_over(clause, scene)
    usual = UNDER_SPEECH if heard else ALONE
    if gain is None:
        gain = usual * (factor or 1.0) if role == "music" else 1.0 * (factor or 1.0)
    id = scene.fresh("s")
    rest = (scene.length - start) if scene.clips else 0
    loop = bool(
        audio and role == "music" and audio.duration - in_point < rest - 100 and duration < 0
    )
    step = AddSound(
        id=id,
        source=audio.id if audio else "",
        brief=None
        if audio
        else composing.wanted(clause.raw, scene, length=max(duration, 0) or rest),
        start=start,
        in_point=in_point,
        duration=duration if duration >= 0 else rest if loop else -1,
        length=audio.duration if audio else 0,
        name=audio.name if audio else composing.called(clause, scene),
        gain=round(min(gain, 4.0), 3),
        loop=loop,
        role=role,
    )
    steps: list[AnyStep] = [step, *_again(clause, scene, step)]
    hints = []
    if loop and audio:
        hints.append(scene.say("looped_to_fit", name=audio.name))
    if clause.says("fades.fade"):
        fade_in, fade_out = fades.wish(clause, scene)
        if fade_in is not None or fade_out is not None:
            steps.append(Fade(targets=(id,), fade_in=fade_in, fade_out=fade_out))
    return Reading(WEIGHT, tuple(steps), hints=tuple(hints), kind=role, targets=(id,))


def _again(clause: Clause, scene: Scene, step: AddSound) -> list[AnyStep]:
    """The same effect at the other moments that are named: "at 4s and 9s"."""
    if step.role != "effect":
        return []
    number = int(scene.fresh("s")[1:])
    times = [time for time in clause.all("time", role="at") if round(time.number) != step.start]
    return [
        msgspec.structs.replace(step, id=f"s{number + count}", start=round(time.number))
        for count, time in enumerate(times, 1)
        if time.number < scene.length
    ]


def _short_effect(clause: Clause, scene: Scene, audio: Material) -> bool:
    """Whether a file is heard once at a moment: short, and not called music."""
    said = targets.says(clause, "music") or clause.says("music.loop")
    at = stretches.moment(clause)
    return not said and at is not None and audio.duration <= EFFECT and bool(scene.clips)


def _when(clause: Clause, scene: Scene, audio: Material | None) -> tuple[int, int]:
    """Start and length; -1 for: to the end of the picture."""
    stretch = stretches.one(clause, scene)
    fading = clause.says("fades.fade")
    edge = clause.one("edge")
    sides = {token.side: stretches.edge(token, scene.length) for token in clause.all("edge")}
    if len(sides) > 1 and clause.says("music.not_first") and scene.length:  # at neither end
        start, end = sides["first"][1], sides["last"][0]
        return (start, end - start) if start < end else (0, -1)
    if stretch is not None and edge is not None:  # what is without it, or where it stops
        if edge.side == "first" and clause.says("music.not_first"):
            return stretch[1], -1
        if edge.side == "last" and clause.says("music.stops_there"):
            return 0, stretch[0]
    if stretch is not None and not fading:
        return stretch[0], stretch[1] - stretch[0]
    chosen = targets.clips(clause, scene, WEIGHT) if clause.says("music.on_clip") else None
    spans = [clip for clip in scene.clips if chosen and clip.id in chosen.ids]
    if spans:
        return spans[0].start, facts.end(spans[-1]) - spans[0].start
    at = stretches.moment(clause) or clause.one("time", role="after")
    until = clause.one("time", role="until")
    ends = at is not None and len(clause.all("time")) == 1 and clause.says("music.stops_at")
    if at is not None and ends and until is None:
        return 0, round(at.number)
    start = round(at.number) if at else 0
    if until is not None:
        return start, round(until.number) - start
    said = stretches.span(clause)
    if said is not None and not fading:
        return start, min(round(said.number), scene.length - start or 10**9)
    if audio is None and not scene.clips:
        return start, MADE
    return start, -1


def timed(clause: Clause) -> bool:
    return bool(clause.all("range") or clause.all("edge") or clause.all("time"))


def _mostly(scene: Scene) -> bool:
    """Whether there is music in most of the film already: two pieces at once please nobody."""
    long = scene.length
    return any(2 * (facts.end(s) - s.start) > long for s in scene.music if long)


def _spoken_over(clause: Clause, scene: Scene) -> bool:
    """Whether music goes under a voice, and the sound that is there is a file of the user's: that
    is the voice, not music to be replaced."""
    own = bool(scene.music) and all(facts.brief(sound) is None for sound in scene.music)
    return own and clause.says("music.under_voice") and not clause.says("music.replace_sure")


def _second(clause: Clause, scene: Scene) -> Reading:
    old = scene.music[0]
    offers = (
        Offer(
            label=scene.say("replace_music", name=short(facts.name(old))),
            request=f"{scene.say('say_replace')} {clause.raw}",
        ),
        Offer(label=scene.say("keep_music"), request=""),
    )
    return ask(scene, WEIGHT, "music_there", *offers, name=short(facts.name(old)))
