"""What is heard when: every sound of the timeline as pieces of files on the sample grid. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from studio.media.values import Probe, SoundStream
from studio.renderer.grid import RATE, samples
from studio.timeline import facts
from studio.timeline.model import AudioTrack, Clip, Point, Sound, Timeline, VideoTrack

_CLICK = samples(5)  # the shortest slope: a hard cut in the middle of a sound clicks
_ENDING = samples(1500)  # of music that goes on where the film ends
_GOES_ON = 500  # ms of music beyond the film's end that make its end a cut


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of one file's sound. Times in samples but for `place`, seconds in the source."""

    source: str
    sound: SoundStream
    start: int
    count: int
    place: float
    speed: float = 1.0
    reverse: bool = False
    gain: float = 1.0
    curve: tuple[tuple[int, float], ...] = ()
    fade_in: int = 0
    fade_out: int = 0
    crossing: bool = False  # the fades keep the power, not the loudness: one goes as one comes
    duck: float = 0.0
    loop: bool = False
    turn: tuple[float, float] | None = None  # where it goes on from, and goes there; from `place`
    length: float = 0.0  # seconds of the whole source
    own: bool = False  # a clip's own sound
    voice: bool = False  # it may be speech that music makes room for

    @property
    def end(self) -> int:
        return self.start + self.count


def heard(timeline: Timeline, probes: Mapping[str, Probe], total: int) -> tuple[Heard, ...]:
    """Everything that is heard before sample `total`, by time."""
    found: list[Heard] = []
    for track in timeline.tracks:
        match track:
            case VideoTrack():
                found += _clips(track.segments, probes)
            case AudioTrack():
                sounds = [_sound(one, probes, total) for one in track.segments]
                found += [one for one in sounds if one]
    cut = [_within(one, total) for one in found]
    return tuple(sorted((one for one in cut if one), key=lambda one: (one.start, one.source)))


def _within(one: Heard, total: int) -> Heard | None:
    """The same, less what lies beyond the film's end."""
    count = min(one.count, total - one.start)
    if count <= 0 or (one.gain == 0 and not one.curve):
        return None
    if count == one.count:
        return one
    return replace(one, count=count, fade_out=max(one.fade_out - (one.count - count), _CLICK))


def _clips(clips: tuple[Clip, ...], probes: Mapping[str, Probe]) -> list[Heard]:
    made: list[Heard] = []
    last: Clip | None = None
    for clip in clips:
        probe = probes.get(clip.source)
        if probe is None or probe.sound is None or clip.freeze or probe.kind == "image":
            last = clip
            continue
        piece = _clip(clip, probe, probe.sound)
        if last and made and made[-1].source == clip.source and _continued(last, clip):
            made[-1] = _lengthened(made[-1], piece)
        else:
            if last and clip.crossfade and made and made[-1].end == piece.start:
                made[-1] = _led_on(made[-1], samples(clip.crossfade))
                piece = replace(piece, fade_in=samples(clip.crossfade), crossing=True)
            elif made and made[-1].end == piece.start:
                made[-1] = replace(made[-1], fade_out=max(made[-1].fade_out, _CLICK))
                piece = replace(piece, fade_in=max(piece.fade_in, _CLICK))
            made.append(piece)
        last = clip
    return made


def _clip(clip: Clip, probe: Probe, sound: SoundStream) -> Heard:
    return Heard(
        source=clip.source,
        sound=sound,
        start=samples(clip.start),
        count=samples(clip.start + clip.duration) - samples(clip.start),
        place=clip.in_point / 1000,
        speed=clip.speed,
        reverse=clip.reverse,
        gain=clip.gain,
        curve=_curve(clip.curve),
        fade_in=samples(clip.sound_fade_in),
        fade_out=samples(clip.sound_fade_out),
        length=probe.duration / 1000,
        own=True,
        voice=True,
    )


def _curve(points: tuple[Point, ...]) -> tuple[tuple[int, float], ...]:
    return tuple((samples(point.at), point.gain) for point in points)


def _continued(one: Clip, two: Clip) -> bool:
    """Whether the second clip's sound goes on exactly where the first one's ends."""
    plain = one.speed == two.speed == 1.0 and not (one.reverse or two.reverse or two.crossfade)
    level = one.gain == two.gain and not (one.curve or two.curve)
    flowing = not (one.sound_fade_out or two.sound_fade_in)
    joined = abs(one.in_point + one.duration - two.in_point) <= 1
    return plain and level and flowing and joined and one.start + one.duration == two.start


def _lengthened(one: Heard, two: Heard) -> Heard:
    return replace(one, count=two.end - one.start, fade_out=two.fade_out)


def _led_on(one: Heard, cross: int) -> Heard:
    """The sound going on behind the next clip's first moments, where its source does."""
    rest = round((one.length - one.place) * RATE / one.speed) - one.count
    more = 0 if one.reverse else max(0, min(cross, rest))
    if not more:
        return replace(one, fade_out=max(one.fade_out, _CLICK))
    return replace(one, count=one.count + more, fade_out=more, crossing=True)


def _sound(sound: Sound, probes: Mapping[str, Probe], total: int) -> Heard | None:
    probe = probes.get(sound.source)
    if probe is None or probe.sound is None:
        return None
    start = samples(sound.start)
    length = probe.duration / 1000
    made = Heard(
        source=sound.source,
        sound=probe.sound,
        start=start,
        count=samples(sound.start + sound.duration) - start,
        place=sound.in_point / 1000,
        speed=sound.speed,
        gain=sound.gain,
        curve=_curve(sound.curve),
        fade_in=samples(sound.fade_in),
        fade_out=samples(sound.fade_out),
        duck=max(0.0, sound.duck),
        loop=sound.loop,
        turn=_turn(sound),
        length=length,
        own=sound.role == "original",
        voice=sound.role in ("voice", "original"),
    )
    played = sound.in_point + sound.duration * sound.speed
    cut = sound.loop or played < probe.duration - _GOES_ON
    if sound.role == "music" and not made.fade_out and made.end >= total - RATE // 10 and cut:
        made = replace(made, fade_out=min(_ENDING, made.count // 3))
    elif not made.fade_out and played < probe.duration - 10:
        made = replace(made, fade_out=_CLICK)
    if sound.in_point and not made.fade_in:
        made = replace(made, fade_in=_CLICK)
    return made


def _turn(sound: Sound) -> tuple[float, float] | None:
    told = facts.turn(sound)
    if told is None:
        return None
    return (told[0] - sound.in_point) / 1000, (told[1] - sound.in_point) / 1000
