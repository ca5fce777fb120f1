"""What an edit leaves open and the studio settles by itself: lyrics, music, beats, pictures."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec

from studio import brief as briefs
from studio import timeline
from studio.planner import briefs as music_briefs
from studio.service import failing, music, slides, steps, subtitles, visuals
from studio.service.credits import Bill
from studio.service.work import Work
from studio.timeline import facts
from studio.timeline import operations as op
from studio.timeline.model import Sound
from studio.words import say


def lay_subtitles(work: Work) -> bool:
    """Whether lines that waited for a video are on it now."""
    laid = False
    for stock in subtitles.waiting(work.studio, work.session, work.mind.subtitles):
        if facts.duration(work.now) == 0:
            break
        wish = subtitles.edit(work.studio, stock, work.now)
        if wish is not None:
            gone = subtitles.replaced(work, wish)
            steps.carry_out(work, (gone, wish) if gone else (wish,))
            if gone:
                name = subtitles.name(stock)
                work.told.append(say("service.captions_replaced", work.lang, name=name))
        else:
            name = subtitles.name(stock)
            work.told.append(say("service.no_line_falls", work.lang, name=name))
        laid = True
        known = (*work.mind.subtitles, stock.id)
        work.mind = msgspec.structs.replace(work.mind, subtitles=known)
    return laid


def compose(work: Work, bill: Bill) -> None:
    """Composes what the timeline waits for, having said so first."""
    for sound in facts.pending(work.now):
        plain = facts.brief(sound)
        if plain is None:
            continue
        part = partial(_compose, work, bill, sound, plain)
        made = failing.tried(work, part, name="compose")
        if not made and not sound.source:  # one that had music keeps what it had
            work.now = timeline.apply(work.now, op.RemoveSounds(targets=(sound.id,)))
            work.done = [done for done in work.done if done.get("id") != sound.id]


def _compose(work: Work, bill: Bill, sound: Sound, plain: dict[str, Any]) -> None:
    bill.reserve(work.studio.contract.prices["generate"])
    brief = music.wanted(sound, plain)
    what = music_briefs.said_back(_as_it_sounds(brief), work.lang)
    work.stage.text(say("service.composing", work.lang, what=what))
    call = work.stage.call("compose_music", {"brief": briefs.encode(brief)})
    made = music.compose(work.studio, work.session, brief, name=facts.name(sound))
    if made.why is not None and (said := made.why.instead(work.lang)) not in work.told:
        work.told.append(said)
    was = facts.segment(work.before, sound.id)
    old = work.taken.get(was.source) if isinstance(was, Sound) else None
    if old is not None and music.alike(work.studio, old, made.taken):
        work.told.append(say("music.no_difference", work.lang))
    work.taken[made.taken.stock.id] = made.taken
    work.now = timeline.apply(
        work.now,
        op.Composed(
            target=sound.id, source=made.taken.stock.id, length=made.taken.material.duration,
            name=facts.name(sound), brief=made.brief,
        ),
    )  # fmt: skip
    answer = {"status": "success", "material": made.taken.stock.id}
    work.stage.response("compose_music", answer, id=call, state={})


def _as_it_sounds(brief: briefs.Brief) -> briefs.Brief:
    """With the tempo that its drops and its length come to, where one is told; to the tenth."""
    if brief.bpm is None:
        return brief
    from studio import composer

    return briefs.changed(brief, bpm=round(composer.plan(brief).bpm, 1))


def change_on_beats(work: Work) -> None:
    """Photos that were laid in this turn change with the music, now that there is some."""
    if work.paced:
        return
    if work.snap:
        failing.tried(work, lambda: _snapped(work), name="on-beats")
        return
    ops = {done.get("op") for done in work.done}
    if "crossfade" in ops and not ops & _LAY and not _meets(work) and facts.music(work.now):
        for edit in slides.centred(facts.clips(work.before), facts.clips(work.now)):
            work.do(edit)
    if facts.pace(work.now) and _again(work):
        return
    ids, beats = list[str](), 0.0
    for done in work.done:
        if done.get("op") == "slideshow":
            ids += [one["id"] for one in done["slides"]]
        elif done.get("op") == "clip-length":
            ids.append(done["target"])
        beats = float(done.get("beats") or beats)
    still = facts.clips(work.before) == facts.clips(work.now)  # as long as they were already
    if len(ids) > 1 and (beats or not (_meets(work) or still)):
        failing.tried(work, lambda: _on_beats(work, ids, beats), name="on-beats")


def _snapped(work: Work) -> None:
    """Every photo on the beat that is nearest, or that there is none."""
    told = len(work.told)
    _on_beats(work, [clip.id for clip in facts.clips(work.now) if facts.endless(clip)], 0.0)
    if len(work.told) == told:
        work.told.append(say("parts.no_beat", work.lang))


def _meets(work: Work) -> bool:
    """Whether the music came to the photos in this turn: then they need not go to it."""
    return any(
        done.get("op") == "fitted" or (done.get("op") == "replace-sound" and done.get("brief"))
        for done in work.done
    )


_LAY = {  # what lays photos anew, or the music under them
    "slideshow", "add-clip", "remove-clips", "reorder", "replace-clip", "cut", "keep",
    "place-sound", "replace-sound", "add-sound", "composed", "hear-drops",
}  # fmt: skip


def _again(work: Work) -> bool:
    """Whether photos in paces by parts were laid so again; a length said for all ends the paces."""
    from studio.service import repacing

    row = {clip.id for clip in facts.clips(work.now)}
    if row and row == {done["target"] for done in work.done if done.get("op") == "clip-length"}:
        work.do(op.SetPace())
        work.told.append(say("parts.pace_over", work.lang))
        return False
    if not any(done.get("op") in _LAY for done in work.done):
        return False
    failing.tried(work, lambda: repacing.after_music(work), name="on-beats")
    return True


def _on_beats(work: Work, ids: list[str], beats: float) -> None:
    laid = slides.on_beats(work.studio, work.now, ids, work.taken, work.lang, beats=beats)
    if laid is not None:
        work.now = laid.now
        work.done += [op.plain(step) for step in laid.steps]
        work.told.append(laid.told)


def paint(work: Work) -> None:
    """Decides what was left open of a visual, now that its music can be heard."""
    if visuals.painted(work.now):
        failing.tried(work, lambda: _paint(work), name="paint")


_DROPS = {"hear-drops", "composed", "replace-sound"}  # after which drops may be elsewhere


def _paint(work: Work) -> None:
    if any(done.get("op") in _DROPS for done in work.done):
        for clip in visuals.painted(work.now):
            untied = visuals.untied(clip)
            if untied is not None:
                work.do(op.Repaint(target=clip.id, background=untied, name=facts.name(clip)))
    wished = {
        str(done.get("target") or done.get("id"))
        for done in work.done
        if done.get("op") in ("repaint", "add-clip")
    }
    settled = visuals.settle(
        work.studio, work.before, work.now, wished, work.taken, work.lang, anew=work.resung
    )
    work.now = settled.now
    work.told += settled.told
