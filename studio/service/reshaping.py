"""Music of ours in other sections: composed anew with only a chorus, no intro, a shorter verse.

Under a film it stays as long as it is; where it is all there is, or all that is seen is drawn from
it, it becomes as long as what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from studio import brief as briefs
from studio.brief import Brief, Shape
from studio.planner import sections
from studio.planner import values as plan
from studio.service import song_parts, visuals
from studio.service.work import Work
from studio.timeline import clock, facts
from studio.timeline import operations as op
from studio.timeline.model import Sound
from studio.words import say

if TYPE_CHECKING:
    from studio.composer import ScorePlan
    from studio.composer.values import Section

_LEAST = 4000  # ms of music
_SAME = 40  # ms
_MAIN = ("chorus", "drop")


def carry_out(work: Work, sound: Sound, step: plan.Stretch) -> None:
    """Has the music composed with its sections so, and tells what came of it."""
    from studio import composer

    old = briefs.changed(briefs.decode(facts.brief(sound)), length_ms=float(sound.duration))
    planned = composer.plan(old)
    if step.whole:
        was = next((shape.was for shape in old.form if shape.was), float(sound.duration))
        _done(work, sound, briefs.changed(old, form=(), length_ms=was))
        work.told.append(say("parts.form_whole", work.lang))
        return
    if step.more and step.last and (missed := _missed(old.form, step.part.kind)):
        new = briefs.changed(old, form=tuple(one for one in old.form if one not in missed))
        was = next((one.was for one in missed if one.was), old.length_ms)
        _done(work, sound, briefs.changed(new, length_ms=was))
        name = song_parts.called(step.part, work.lang)
        work.told.append(say("parts.form_back", work.lang, part=name))
        return
    shape = sections.shape(step)
    name = song_parts.called(step.part, work.lang)
    there = _sections(planned, step.part.kind)
    if shape is None:
        work.told.append(say("parts.composed", work.lang))
        return
    if not there and shape.how in ("without", "length"):
        work.told.append(_missing(work, planned, name))
        return
    length = _length(work, planned, shape, step, float(sound.duration))
    if length != old.length_ms:
        was = next((one.was for one in old.form if one.was), old.length_ms)
        shape = replace(shape, was=was)
    drops = () if shape.how == "without" and shape.section in _MAIN else old.drops
    new = briefs.changed(old, form=_after(old.form, shape), length_ms=length, drops=drops)
    _done(work, sound, new)
    work.told.append(_told(work, composer.plan(new), shape, name, before=there))


def _missed(form: tuple[Shape, ...], kind: str) -> list[Shape]:
    """The wishes by which such a section was taken out: whoever wants it back wants that undone."""
    gone = [one for one in form if one.how == "without" and one.section == kind]
    return gone or [one for one in form if one.how == "only" and one.section != kind]


def _after(form: tuple[Shape, ...], shape: Shape) -> tuple[Shape, ...]:
    """The wishes so far and this one, less those that it takes the place of."""
    if shape.how == "only":
        return (shape,)
    ends = ("first", "last")  # one section comes first, one last
    other = {shape.how} if shape.how in ends else {"without", "length"}
    kept = [
        one for one in form
        if one.how not in other or (shape.how not in ends and one.section != shape.section)
    ]  # fmt: skip
    return (*kept, shape)


def _sections(planned: ScorePlan, kind: str) -> list[Section]:
    """The sections of a plan that a listener calls so."""
    from studio.composer import shaping

    kinds = shaping.KINDS.get(kind, (kind,))
    return [one for one in planned.sections if one.kind in kinds]


def _length(
    work: Work, planned: ScorePlan, shape: Shape, step: plan.Stretch, now: float
) -> float:  # fmt: skip
    """How long the music is to be, in ms: as long as the film under which it lies."""
    shown = facts.clips(work.now)
    if shown and len(visuals.painted(work.now)) != len(shown):
        return now
    if step.length:
        return float(step.length)
    row = _sections(planned, shape.section)
    rate = planned.samples / now
    wanted = now
    if row and shape.how == "only":
        last = row[0]
        for one in row[1:]:
            last = one if one.at == last.end and one.kind != "ending" else last
        wanted = (last.end - row[0].at) / rate
    elif shape.how == "without":
        wanted = now - sum(one.end - one.at for one in row) / rate
    elif row and step.more:
        wanted = now + (row[0].end - row[0].at) / rate
    elif row and shape.how == "first":
        wanted = now - row[0].at / rate
    return round(wanted, 3) if wanted >= _LEAST else now


def _done(work: Work, sound: Sound, new: Brief) -> None:
    """The music wished for anew, and a picture that is drawn from it as long."""
    length = round(new.length_ms)
    if abs(length - sound.duration) > _SAME:
        shown = facts.clips(work.now)
        if shown:
            over = facts.picture_end(work.now) - sound.start - length
            last = shown[-1]
            work.do(op.ClipLength(target=last.id, duration=max(500, last.duration - over)))
        work.do(op.PlaceSound(target=sound.id, duration=length))
    plain = briefs.encode(briefs.changed(new, length_ms=float(length)))
    work.do(op.ReplaceSound(target=sound.id, brief=plain, name=facts.name(sound)))


def _missing(work: Work, planned: ScorePlan, name: str) -> str:
    """That there is no such section, and which there are."""
    names = {"break": "bridge", "build": "verse", "ending": "outro"}
    rows = [(names.get(one.kind, one.kind), one) for one in planned.sections]
    heard = say("timeline.comma", work.lang).join(
        f"{say(f'parts.{kind}', work.lang)} {_at(planned, one.at)}–{_at(planned, one.end)}"
        for kind, one in rows
    )
    return say("parts.form_none", work.lang, part=name, heard=heard)


def _at(planned: ScorePlan, sample: int) -> str:
    return song_parts.moment(round(sample * planned.brief.length_ms / planned.samples))


def _told(
    work: Work, planned: ScorePlan, shape: Shape, name: str, *, before: list[Section]
) -> str:  # fmt: skip
    lang = work.lang
    length = clock.spoken(clock.length(round(planned.brief.length_ms)), lang)
    if shape.how != "length":
        return say(f"parts.form_{shape.how}", lang, part=name, length=length)
    row = _sections(planned, shape.section)
    if not row:
        return say("parts.form_without", lang, part=name, length=length)
    if [one.bars for one in row] == [one.bars for one in before]:
        return say("parts.form_same", lang, part=name)
    ms = (row[0].end - row[0].at) * planned.brief.length_ms / planned.samples
    lasts = clock.spoken(clock.length(round(ms / 100) * 100), lang)
    return say("parts.form_length", lang, part=name, lasts=lasts, bars=row[0].bars)
