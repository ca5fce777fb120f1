"""Sound that comes up or dies away, and the picture out of black or into it."""

from __future__ import annotations

from dataclasses import replace

from studio.planner import looks, phrases, spotting, stretches, targets
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import Offer
from studio.timeline import clock, facts
from studio.timeline.operations import EditTitle, Fade, PictureFade, PlaceSound

WEIGHT = 58
BETWEEN = 66  # heavier than a place for the sound
USUAL_TEMPO = 120  # beats a minute, where the music's own are not known
IN, OUT, BLACK = 2000, 3000, 1000  # ms where no length was said


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about fading."""
    if not clause.says("fades.fade") or clause.says("crossfade.between"):
        return None
    if _new_words(clause, scene):
        return None  # words come and go softly anyway
    fade_in, fade_out = wish(clause, scene)
    if fade_in is None and fade_out is None:
        if not spotting.said("music.ends", phrases.plain(scene.memory.said)):
            return _which_way(clause, scene)
        fade_out = next((_length(token, scene) for token in _lengths(clause)), OUT)
    counted = targets.ordinals(clause, "clip", "photo") and not clause.says(
        "common.music", "common.voice", "common.original", "common.title", "volume.volume"
    )
    pictured = clause.says("fades.picture") or (counted and not targets.loose_titles(clause, scene))
    if pictured and not clause.says("common.music", "common.original", "fades.everything"):
        return _picture(clause, scene, fade_in, fade_out)
    named = targets.named_sounds(clause, scene, WEIGHT)
    if named.problem:
        adding = clause.says("common.add", "music.make") and not scene.music
        return None if adding else named.problem
    words = _words(clause, scene)
    if words:
        step = EditTitle(targets=words, animation="fade")
        own = (scene.say("words_fade"),) if clause.all("time") or clause.all("edge") else ()
        return Reading(WEIGHT, (step,), hints=own, kind="title", targets=words, whole=bool(own))
    both = clause.says("fades.both", "fades.everything") and not named.ids
    meant = named if named.ids else _all(scene) if both else _likely(clause, scene)
    if not meant.ids:
        if meant.problem:
            return meant.problem
        return _both(clause, scene, fade_in, fade_out)
    between = _between(clause, scene, meant.ids, fade_in, fade_out)
    if between is not None:
        return between
    at = stretches.moment(clause)
    if fade_out and not _lengths(clause) and at is not None and clause.says("fades.begins"):
        ends = [facts.end(one) for one in scene.sounds if one.id in meant.ids] or [scene.length]
        if 0 < at.number < max(ends):
            fade_out = round(max(ends) - at.number)
    fade_in, fade_out = _relative(clause, scene, meant.ids, fade_in, fade_out)
    fade_out = _alongside(clause, scene, fade_out)
    sound = Fade(targets=meant.ids, fade_in=fade_in, fade_out=fade_out)
    if clause.says("fades.everything") and scene.clips:
        seen = _picture(clause, scene, fade_in, fade_out)
        if seen is not None and not seen.question:
            return replace(seen, steps=(*seen.steps, sound), kind="all", targets=meant.ids)
    hints: tuple[str, ...] = ()
    if clause.all("bars") and not tempo(scene):
        shown = clock.length(fade_in or fade_out or 0)
        hints = (scene.say("tempo_guessed", time=shown),)
    return Reading(WEIGHT, (sound,), hints=hints, kind=meant.kind, targets=meant.ids)


def _between(
    clause: Clause, scene: Scene, ids: tuple[str, ...], fade_in: int | None, fade_out: int | None
) -> Reading | None:
    """From when to when a sound dies away, or comes up: it is over then, or begins there."""
    span = clause.one("range")
    sound = next((one for one in scene.sounds if one.id in ids), None)
    if span is None or sound is None or (fade_in is None) == (fade_out is None):
        return None
    start, end = round(span.number), round(span.other if span.other else scene.length)
    if span.open or not sound.start <= start < end <= facts.end(sound):
        return None
    if fade_out is not None:
        placed = PlaceSound(target=sound.id, duration=end - sound.start)
        fade = Fade(targets=(sound.id,), fade_out=end - start)
    else:
        placed = PlaceSound(target=sound.id, start=start)
        fade = Fade(targets=(sound.id,), fade_in=end - start)
    return Reading(BETWEEN, (placed, fade), kind=sound.role, targets=(sound.id,))


def _new_words(clause: Clause, scene: Scene) -> bool:
    """Whether words are to be written that are not there yet: 'title "Hi", fade in'."""
    known = {title.text for title in scene.titles}
    fresh = any(token.text not in known for token in clause.all("text"))
    others = ("common.music", "common.original", "common.voice", "fades.picture", "fades.out")
    return fresh and clause.says("common.title", "common.caption") and not clause.says(*others)


def _words(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """The words on the picture that are to come and go softly; none where it is another thing."""
    if clause.says("common.music", "common.original", "common.voice", "fades.picture"):
        return ()
    if clause.says("common.title", "common.caption") or targets.spoken(clause, scene):
        return targets.titles(clause, scene, WEIGHT).ids
    opens = clause.says("fades.in") and not clause.says("fades.out", "fades.both")
    if scene.memory.kind == "title" and (opens or clause.says("common.pronoun")):
        return tuple(t.id for t in scene.titles if t.id in scene.memory.targets)
    return ()


def _relative(
    clause: Clause, scene: Scene, ids: tuple[str, ...], fade_in: int | None, fade_out: int | None
) -> tuple[int | None, int | None]:
    """Longer or shorter than it is now, where that is said."""
    longer, shorter = clause.says("fades.longer"), clause.says("fades.shorter")
    if longer == shorter:
        return fade_in, fade_out
    sound = next((one for one in scene.sounds if one.id in ids), None)
    now = (sound.fade_in, sound.fade_out) if sound else (0, 0)
    said = stretches.span(clause)

    def changed(wish: int | None, is_now: int, usual: int) -> int | None:
        if wish is None:
            return None
        if said is not None:
            return max(is_now + round(said.number) * (1 if longer else -1), 0)
        return round((is_now or usual) * (1.5 if longer else 0.5))

    return changed(fade_in, now[0], IN), changed(fade_out, now[1], OUT)


def _alongside(clause: Clause, scene: Scene, fade_out: int | None) -> int | None:
    """As long as the picture's own fade, where sound is to go along with it."""
    if fade_out is None or _lengths(clause) or not clause.says("fades.along"):
        return fade_out
    return (scene.clips[-1].picture_fade_out if scene.clips else 0) or fade_out


def tempo(scene: Scene) -> float:
    """Beats a minute of the music; 0 where nobody knows."""
    if scene.tempo:
        return scene.tempo
    for sound in scene.music:
        material = scene.material(sound.source)
        known = (material.metadata.get("receipt") or {}) if material else {}
        found = known.get("bpm") or (facts.brief(sound) or {}).get("bpm")
        if isinstance(found, int | float) and 20 <= found <= 400:
            return float(found)
    return 0.0


def _all(scene: Scene) -> targets.Meant:
    """Whatever is heard, music and the clips' own sound."""
    own = tuple(clip.id for clip in scene.clips if facts.audible(clip) and clip.gain)
    return targets.Meant("all", (*(sound.id for sound in scene.sounds), *own))


def _likely(clause: Clause, scene: Scene) -> targets.Meant:
    """What fades where nothing is named: the sound last touched, else the music."""
    alive = {sound.id for sound in scene.sounds}
    left = tuple(id for id in scene.memory.targets if id in alive)
    if left:
        return targets.Meant(scene.memory.kind, left)
    if scene.music:
        return targets.Meant("music", tuple(sound.id for sound in scene.music))
    if not scene.clips and not scene.sounds:
        return targets.Meant("", (), ask(scene, WEIGHT, "nothing_to_fade"))
    return targets.Meant()


def _which_way(clause: Clause, scene: Scene) -> Reading:
    offers = tuple(
        Offer(
            label=scene.say(f"fade_{way}"), request=f"{clause.raw} ({scene.say(f'say_fade_{way}')})"
        )
        for way in ("in", "out")
    )
    return ask(scene, WEIGHT, "fade_which_way", *offers)


def _picture(
    clause: Clause, scene: Scene, fade_in: int | None, fade_out: int | None
) -> Reading | None:
    if not scene.clips:
        return ask(scene, WEIGHT, "no_clips")
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    said = stretches.span(clause) or clause.one("edge") or clause.one("bars")
    if said is None and not _same(clause, scene):
        fade_in = None if fade_in is None else min(fade_in, BLACK)
        fade_out = None if fade_out is None else min(fade_out, BLACK)
    coloured = any(True for _ in looks.named(clause.plain, but="#000000"))
    hints = (scene.say("fade_is_black"),) if coloured else ()
    first = meant.ids[0] if meant.ids else scene.clips[0].id
    last = meant.ids[-1] if meant.ids else scene.clips[-1].id
    if first == last:
        steps = [PictureFade(target=first, fade_in=fade_in, fade_out=fade_out)]
    else:
        steps = []
        if fade_in is not None:
            steps.append(PictureFade(target=first, fade_in=fade_in))
        if fade_out is not None:
            steps.append(PictureFade(target=last, fade_out=fade_out))
    return Reading(WEIGHT, tuple(steps), hints=hints, kind="clip", targets=(last,))


def _both(
    clause: Clause, scene: Scene, fade_in: int | None, fade_out: int | None
) -> Reading | None:
    """The picture and its own sound, where there is nothing else to fade."""
    picture = _picture(clause, scene, fade_in, fade_out)
    if picture is None or picture.question:
        return picture
    first, last = scene.clips[0].id, scene.clips[-1].id
    seen = any(clip.picture_fade_in or clip.picture_fade_out for clip in scene.clips)
    heard = any(clip.sound_fade_in or clip.sound_fade_out for clip in scene.clips)
    if seen and not heard:
        return picture  # as it is at the other end
    sound = []
    for step in picture.steps:
        if isinstance(step, PictureFade) and step.target in (first, last):
            sound.append(Fade(targets=(step.target,), fade_in=step.fade_in, fade_out=step.fade_out))
    return Reading(WEIGHT, (*picture.steps, *sound), kind="clip", targets=(last,))


def wish(clause: Clause, scene: Scene) -> tuple[int | None, int | None]:
    """How long to fade in and out, in ms; None where that is not asked for."""
    rising, falling = clause.says("fades.in"), clause.says("fades.out")
    if rising and not falling and clause.says("fades.also_out"):
        falling = True
    none = clause.says("fades.none")
    lengths = [_length(token, scene) for token in _lengths(clause)]
    if rising and falling:
        first = lengths[0] if lengths else IN
        second = lengths[1] if len(lengths) > 1 else lengths[0] if lengths else OUT
        return (0, 0) if none else (first, second)
    said = lengths[0] if lengths else _same(clause, scene) or None
    if rising:
        return (0 if none else said or IN), None
    if falling:
        return None, (0 if none else said or OUT)
    if none and clause.says("common.at_end") != clause.says("common.at_start"):
        return (None, 0) if clause.says("common.at_end") else (0, None)
    if none:
        return 0, 0
    if clause.says("common.at_end", "music.ends") or any(
        t.side == "last" for t in clause.all("edge")
    ):
        return None, said or OUT
    if clause.says("common.at_start") or any(t.side == "first" for t in clause.all("edge")):
        return said or IN, None
    return None, None


def _same(clause: Clause, scene: Scene) -> int:
    """As long as what fades already, where that is said."""
    if not clause.says("fades.same"):
        return 0
    every = [time for sound in scene.sounds for time in (sound.fade_in, sound.fade_out)]
    for clip in scene.clips:
        every += (clip.picture_fade_in, clip.picture_fade_out)
    return max(every, default=0)


def _lengths(clause: Clause) -> list[Token]:
    return [
        token
        for _, token in clause.placed()
        if token.kind in ("bars", "edge")
        or (token.kind == "num" and (clause.all("time") or clause.says("fades.by_number")))
        or (token.kind == "time" and token.role not in ("at", "from", "after", "before", "until"))
    ]


def _length(token: Token, scene: Scene) -> int:
    if token.kind == "bars":
        beats = token.number * (1 if token.text == "beat" else 4)
        return round(beats * 60_000 / (tempo(scene) or USUAL_TEMPO))
    if token.kind == "num":  # "in for 2.5 seconds and out for 4"
        return round(token.number * 1000)
    if token.kind == "edge" and token.text == "share":
        return round(token.number * scene.length)
    return round(token.number)
