"""Music and other sounds: laid under the picture, exchanged, looped, moved, taken away."""

from __future__ import annotations

from studio.planner import composing, music_words, spotting, stretches, targets
from studio.planner.readers import fades, looping, volume
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Offer
from studio.timeline import clock, facts
from studio.timeline.model import Material, Sound
from studio.timeline.operations import (
    AddSound,
    Fade,
    PlaceSound,
    RemoveSounds,
    ReplaceSound,
    Volume,
)
from studio.timeline.operations.sound import Role
from studio.timeline.summary import short

WEIGHT = 40
UNDER_SPEECH, ALONE = 0.35, 0.8  # how loud music is laid under a clip's own sound, and without one
EFFECT = 5000  # ms: a file no longer than that, wanted at a moment, is heard once
MADE = 30_000  # ms of music where there is neither a picture nor a length asked for


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about music, a voice or an effect as a whole."""
    audio = _audio_file(clause, scene)
    thing = targets.says(clause, "music") or audio is not None
    thing = thing or (bool(scene.music) and _something_else(clause))
    aside = _aside(clause, scene)
    if aside is not None and not audio and not thing:
        return _placed(clause, scene, aside) or (
            _removed(clause, scene)
            if clause.says("common.remove") and not _about_loudness(clause) and not _timed(clause)
            else None
        )
    other = targets.says(clause, "effect") or clause.says("music.voice_file")
    genre = composing.genre_said(clause)
    if clause.says("music.loop"):
        return looping.read(clause, scene, chosen=_chosen)
    removing = clause.says("common.remove", "music.without") and not audio
    if thing and removing and scene.music and not _about_loudness(clause):
        silent = _silenced(clause, scene)
        if silent is not None:
            return silent
    if thing and not clause.says("music.as_words") and scene.sounds:
        placed = _placed(clause, scene)
        if placed is not None:
            return placed
        if clause.says("common.remove", "music.without") and not audio:
            if _about_loudness(clause):
                return None
            if not clause.all("edge") and not clause.all("range"):
                return _removed(clause, scene)
            return None
    if clause.says("canvas.frame") and not thing and not genre:
        return None
    if not (thing or other or genre):
        return None
    if (thing or genre) and scene.music and replacing(clause):
        return _replaced(clause, scene, audio)
    adding = clause.says("common.add", "music.make", "common.replace")
    adding = adding or (thing and not scene.music and _timed(clause) and clause.says("music.only"))
    alone = composing.genre_alone(clause) or (
        not scene.music and (_alone(clause) or _indefinite(clause, genre))
    )
    if not (adding or (genre and thing) or alone):
        return None
    if clause.says("volume.of_it") and clause.says("volume.louder", "volume.softer"):
        return None  # about music that is thought to be there
    if scene.music and thing and not genre and clause.says("volume.of_it") and _timed(clause):
        return _lasting(clause, scene)
    if clause.says("common.title", "common.caption") and not thing and not genre:
        return None
    return added(clause, scene, audio)


def _alone(clause: Clause) -> bool:
    """Whether music is all that is said: "bgm please"."""
    left = spotting.without("music.alone", spotting.without("common.music", clause.plain))
    return not left.strip(" ,.!?，。！？")


def _indefinite(clause: Clause, genre: bool) -> bool:
    """Whether some music is asked for that is not there, whatever the verb is."""
    if clause.says("music.told", "clauses.complaint", "common.remove", "guards.wonders"):
        return False
    kinds = {word.kind for word in music_words.things(clause.plain)}
    named = genre or "genres" in kinds or "instruments" in kinds
    return clause.says("music.some") and (named or targets.says(clause, "music"))


def _something_else(clause: Clause) -> bool:
    """Whether "something jazzier" is asked for, and nothing but music can be meant."""
    others = ("common.title", "common.caption", "common.clip", "common.video", "common.photo")
    return clause.says("music.replace_sure") and not clause.says(*others)


def _about_loudness(clause: Clause) -> bool:
    values = (clause.all(kind) for kind in ("share", "db", "times"))
    return any(values) and clause.says("volume.target", "volume.down")


def _silenced(clause: Clause, scene: Scene) -> Reading | None:
    """Music taken away from a stretch only: silent there, as it was around it."""
    roles = ("after", "before", "from", "until")
    if clause.says("common.title", "common.caption", "common.original", "fades.fade"):
        return None
    if not stretches.one(clause, scene) and not any(clause.one("time", role=r) for r in roles):
        return None
    start, end = stretches.named(clause, scene)[0]
    ids = tuple(sound.id for sound in scene.music)
    step = Volume(targets=ids, gain=0.0, start=start, end=end)
    return Reading(WEIGHT + 20, (step,), kind="music", targets=ids)


def replacing(clause: Clause) -> bool:
    return not clause.says("music.on_top") and clause.says("music.replace")


def _audio_file(clause: Clause, scene: Scene) -> Material | None:
    for token in clause.all("file"):
        found = scene.material(token.text)
        if found is not None and found.kind == "audio":
            return found
    return None


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
    more = _timed(clause) or clause.says("music.on_top")
    if role == "music" and _everywhere(scene) and not more:
        return _second(clause, scene)
    return _laid(clause, scene, audio, role)


def _vague_place(clause: Clause) -> bool:
    return clause.says("music.only_end") and not _timed(clause)


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
    if gain is None and factor is None and share is not None:
        gain = round(share.number, 3)
    usual = UNDER_SPEECH if any(facts.audible(c) and c.gain for c in scene.clips) else ALONE
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
    steps: list[AnyStep] = [step]
    hints = []
    if loop and audio:
        hints.append(scene.say("looped_to_fit", name=audio.name))
    if clause.says("fades.fade"):
        fade_in, fade_out = fades.wish(clause, scene)
        if fade_in is not None or fade_out is not None:
            steps.append(Fade(targets=(id,), fade_in=fade_in, fade_out=fade_out))
    return Reading(WEIGHT, tuple(steps), hints=tuple(hints), kind=role, targets=(id,))


def _short_effect(clause: Clause, scene: Scene, audio: Material) -> bool:
    """Whether a file is heard once at a moment: short, and not called music."""
    said = targets.says(clause, "music") or clause.says("music.loop")
    at = stretches.moment(clause)
    return not said and at is not None and audio.duration <= EFFECT and bool(scene.clips)


def _when(clause: Clause, scene: Scene, audio: Material | None) -> tuple[int, int]:
    """Start and length; -1 for: to the end of the picture."""
    stretch = stretches.one(clause, scene)
    fading = clause.says("fades.fade")
    if stretch is not None and not fading:
        return stretch[0], stretch[1] - stretch[0]
    chosen = targets.clips(clause, scene, WEIGHT) if clause.says("music.on_clip") else None
    spans = [clip for clip in scene.clips if chosen and clip.id in chosen.ids]
    if spans:
        return spans[0].start, facts.end(spans[-1]) - spans[0].start
    at = stretches.moment(clause) or clause.one("time", role="after")
    until = clause.one("time", role="until")
    start = round(at.number) if at else 0
    if until is not None:
        return start, round(until.number) - start
    said = stretches.span(clause)
    if said is not None and not fading:
        return start, min(round(said.number), scene.length - start or 10**9)
    if audio is None and not scene.clips:
        return start, MADE
    return start, -1


def _timed(clause: Clause) -> bool:
    return bool(clause.all("range") or clause.all("edge") or clause.all("time"))


def _everywhere(scene: Scene) -> bool:
    """Whether there is music from end to end already."""
    long = scene.length
    return any(s.start < 500 and facts.end(s) > long - 500 for s in scene.music if long)


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


def _replaced(clause: Clause, scene: Scene, audio: Material | None) -> Reading:
    old = _chosen(scene)
    waiting = scene.unused("audio")
    if audio is None and waiting and not composing.genre_said(clause):
        audio = waiting[-1]
    brief = None
    if audio is None:
        brief = composing.wanted(clause.raw, scene, length=old.duration)
        was = facts.brief(old)
        if was is not None:  # another piece, even where the wish is the same
            brief = {**brief, "seed": int(was.get("seed", 1)) + 1}
        else:
            brief = {**brief, "seed": 2}
    step = ReplaceSound(
        target=old.id,
        source=audio.id if audio else "",
        brief=brief,
        length=audio.duration if audio else 0,
        name=audio.name if audio else composing.called(clause, scene),
    )
    return Reading(WEIGHT + 3, (step,), kind="music", targets=(old.id,))


def _chosen(scene: Scene) -> Sound:
    touched = [sound for sound in scene.music if sound.id in scene.memory.targets]
    return (touched or list(scene.music))[0]


def _removed(clause: Clause, scene: Scene) -> Reading | None:
    if clause.all("time") or (clause.says("volume.mute") and clause.says("common.original")):
        return None
    meant = targets.named_sounds(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    ids = tuple(s.id for s in scene.sounds if s.id in meant.ids)
    if not ids:
        return None
    return Reading(WEIGHT + 12, (RemoveSounds(targets=ids),), kind="", targets=())


def _partly(clause: Clause) -> bool:
    since = clause.one("time", role="from") or clause.one("time", role="after")
    if since and not clause.says("music.begins"):
        return True
    if clause.says("music.starts") and clause.one("time", role="at"):
        return False
    return bool(clause.all("range") or clause.one("time", role="until"))


def _lasting(clause: Clause, scene: Scene) -> Reading | None:
    """The music that is there, for so long."""
    said = stretches.span(clause)
    if said is None or not clause.says("clips.lasts"):
        return None
    sound = _chosen(scene)
    first = 0 if clause.says("music.at_once") else None
    step = PlaceSound(target=sound.id, start=first, duration=round(said.number))
    return Reading(WEIGHT + 12, (step,), kind="music", targets=(sound.id,))


def _aside(clause: Clause, scene: Scene) -> Sound | None:
    """The voice or the effect that a wish names."""
    for role in ("voice", "effect"):
        if targets.says(clause, role):
            return next((sound for sound in scene.sounds if sound.role == role), None)
    return None


def _placed(clause: Clause, scene: Scene, other: Sound | None = None) -> Reading | None:
    """Music, or another sound, that begins or ends at another time."""
    if not (scene.music or other) or clause.says("volume.mute", "common.replace", "ducking.duck"):
        return None
    if volume.wish(clause, scene) != (None, None) and _partly(clause):
        return None  # louder or softer there, not only heard there
    sound = other or _chosen(scene)
    starting, ending = clause.says("music.starts"), clause.says("music.ends")
    step: PlaceSound | None = None
    stretch = clause.one("range")
    if stretch is not None and clause.says("music.only") and stretch.other is not None:
        span = round(stretch.other - stretch.number)
        step = PlaceSound(target=sound.id, start=round(stretch.number), duration=span)
    at = stretches.moment(clause) or clause.one("time", role="after")
    until = clause.one("time", role="until")
    late = until or clause.one("time", role="before")
    if step is None and late is not None and clause.says("music.not_until"):
        step = PlaceSound(target=sound.id, start=round(late.number))
    if step is None and starting and at is not None:
        if clause.says("music.in_song"):
            step = PlaceSound(target=sound.id, in_point=round(at.number))
        else:
            step = PlaceSound(target=sound.id, start=round(at.number))
    elif step is None and (until is not None or (ending and at is not None)):
        limit = until or at
        if limit is not None and not clause.says("fades.fade"):
            step = PlaceSound(target=sound.id, duration=round(limit.number) - sound.start)
    if step is None and clause.says("music.on_clip") and not clause.says("volume.volume"):
        chosen = targets.clips(clause, scene, WEIGHT)
        spans = [c for c in scene.clips if c.id in chosen.ids]
        if spans and not clause.says("volume.down", "volume.up", "volume.softer", "volume.louder"):
            start, end = spans[0].start, facts.end(spans[-1])
            step = PlaceSound(target=sound.id, start=start, duration=end - start)
    if step is None:
        return None
    steps: tuple[AnyStep, ...] = (step,)
    if clause.says("fades.fade"):
        fade_in, fade_out = fades.wish(clause, scene)
        steps = (step, Fade(targets=(sound.id,), fade_in=fade_in, fade_out=fade_out))
    return Reading(59, steps, kind=sound.role, targets=(sound.id,))
