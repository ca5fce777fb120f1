"""Music and cuts brought together: what is heard and seen is gathered, a fit is found, and told.

Three cases: a song of the user's is bent to the film; music of ours is composed anew with its drop
and its hits on the cuts (`scoring`); clips are cut anew to the song's beats (`recutting`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from studio.planner import values as plan
from studio.service import fitting, hearing, refusals, seams, songs, told, visuals
from studio.service.fit_told import Telling, brought, climax, moment, percent
from studio.service.intake import Taken
from studio.service.seams import Seam
from studio.service.told import Asked
from studio.timeline import facts, find
from studio.timeline import operations as op
from studio.timeline.model import Sound
from studio.words import say

__all__ = ["Asked", "carry_out", "climax", "moment", "percent"]

if TYPE_CHECKING:
    from studio.analysis.values import Hearing
    from studio.service.edit import Work
    from studio.sync.values import Fit, Grid, Target

BEND, STILL = 0.03, 1e-6  # how far a song is bent; hardly at all
_GOOD = 0.9  # share of cuts met from which nothing more is offered
_SHORTEST = 5.0  # seconds of a song that can be fitted to anything
_MOVE = 80  # milliseconds by which cuts may be moved, if the user likes


def carry_out(work: Work, step: plan.Sync) -> None:
    """Makes the music of this step meet the picture, and tells what came of it."""
    sound = find.sound(work.now, step.target)
    if step.off:
        _undone(work, sound)
        return
    shown = facts.clips(work.now)
    if not shown:
        work.told.append(say("sync.no_picture", work.lang))
        return
    if len(visuals.painted(work.now)) == len(shown):
        if not any(done.get("op") == "add-clip" for done in work.done):  # else just made so
            work.told.append(say("visuals.lit_already", work.lang))
        return
    if facts.brief(sound) is not None:
        from studio.service import scoring

        scoring.carry_out(work, sound, step)
        return
    asked = told.settled(step, work.taken.get(sound.source))
    if step.drop < 0 and facts.said_drops(sound) is not None:
        asked = replace(asked, drop=-1)  # what was said of it elsewhere is the later word
    fitted(work, sound, asked, recut=step.recut)


def _undone(work: Work, sound: Sound) -> None:
    """The song as it was recorded, where it was bent before."""
    song = work.taken.get(facts.song(sound))
    if song is None or facts.song(sound) == sound.source:
        work.told.append(say("sync.not_fitted", work.lang))
        return
    length = song.material.duration
    work.do(op.ReplaceSound(target=sound.id, source=song.material.id, length=length,
                            name=song.material.name))  # fmt: skip


def fitted(
    work: Work, sound: Sound, asked: Asked, *, recut: bool = False, kept: bool = False
) -> None:  # fmt: skip
    """Fits a song of the user's to the film, or says why not; `kept`: photos go to it as well, in
    as much time as they have."""
    song = work.taken.get(facts.song(sound))
    if song is None:
        raise refusals.FileGone
    if song.material.duration < _SHORTEST * 1000:
        work.told.append(say("sync.too_short", work.lang, name=song.material.name))
        return
    heard = _heard(work, song, asked, facts.said_drops(sound))
    if asked.drop >= 0 and heard.drops:
        drops = tuple(round(drop.at * 1000) for drop in heard.drops)
        work.do(op.HearDrops(target=sound.id, drops=drops))
        asked = replace(asked, drop=-1)  # it is kept with the song from here on
        sound = find.sound(work.now, sound.id)
    if asked.nth:
        heard, asked = _chosen(work, sound, heard, asked)
    if not heard.onsets and heard.integrated <= -60:
        work.told.append(say("sync.silent", work.lang, name=song.material.name))
        return
    if recut or kept or _just_photos(work):
        from studio.service import recutting

        strong = [d.at for d in heard.drops] or climax(heard)
        recutting.carry_out(work, heard, strong, kept=kept)
    _laid(work, sound, song, heard, asked)


def _chosen(work: Work, sound: Sound, heard: Hearing, asked: Asked) -> tuple[Hearing, Asked]:
    """What was heard with the drop that is to be used, and that it stays so."""
    count = len(heard.drops)
    if count < 2 or (asked.nth != told.NEXT and abs(asked.nth) > count):
        work.told.append(say("sync.so_many_drops", work.lang, count=count))
        return heard, replace(asked, nth=0)
    before = work.taken.get(sound.source)
    notes = before.material.metadata.get("sync", {}) if before else {}
    one = told.one_drop(heard, asked, float(notes.get("used", -1.0)))
    return one, replace(asked, nth=heard.drops.index(one.drops[0]) + 1)


def _just_photos(work: Work) -> bool:
    """Whether the film is photos that this message laid: they change wherever the music does."""
    new = any(done.get("op") == "slideshow" for done in work.done)
    return new and all(facts.endless(clip) for clip in facts.clips(work.now))


def _laid(work: Work, sound: Sound, song: Taken, heard: Hearing, asked: Asked) -> None:
    """Lays the song so that it meets the film's cuts, and tells what came of it."""
    film = (facts.picture_end(work.now) - sound.start) / 1000
    seen = seams.found(work.studio, work.now, work.taken)
    cuts = told.cuts(seen, asked, work.now, seams.rate(work.now, work.taken))
    cuts = tuple(s for s in cuts if s.at > sound.start / 1000 + 0.05)
    lead = told.lead(cuts, film, asked)
    bend = STILL if asked.still else BEND
    song_grid = grid(heard, film)
    from studio.service import loosening, moving

    before = work.taken.get(sound.source)
    notes_before = before.material.metadata.get("sync", {}) if before else {}
    moves = notes_before.get("moves", [])
    if asked.slack == 0 and moves and moving.back(work, moves):
        work.told.append(say("sync.cuts_back", work.lang))
        moves = []
        seen = seams.found(work.studio, work.now, work.taken)
        cuts = told.cuts(seen, asked, work.now, seams.rate(work.now, work.taken))
        cuts = tuple(s for s in cuts if s.at > sound.start / 1000 + 0.05)
        lead = told.lead(cuts, film, asked)

    def solve(
        cuts: tuple[Seam, ...], lead: Seam | None, *, slack: tuple[float, ...] = (),
        share: float = 1.0,
    ) -> Fit:  # fmt: skip
        shift = sound.start / 1000
        return solved(
            cuts, lead, song_grid, heard, film, shift=shift, slack=slack, bend=share * bend
        )

    moved: tuple[float, ...] = ()
    if asked.slack > 0 and cuts:
        fit = solve(cuts, lead)
        loose = loosening.loosened(work, cuts, lead, asked.slack / 1000, solve)
        if not loose.moved.by and loose.wanted:
            work.told.append(say("sync.cannot_move", work.lang))
        elif loose.fit.after > fit.after or not loose.fit.unmet:
            moving.carry_out(work, cuts, loose.moved)
            moved = loose.moved.by
            moves = moving.undoing(cuts, loose.moved.cuts) if moved else moves
            cuts, lead, fit = loose.moved.cuts, loose.moved.lead, loose.fit
        elif loose.wanted:
            work.told.append(say("sync.move_no_gain", work.lang))
    else:
        fit = solve(cuts, lead)
    telling = Telling(work.lang, heard, fit, cuts, lead, film, asked, moved)
    rows = telling.rows(song.material.name)
    notes = {
        **noted(heard, fit, cuts, lead, asked, song), "start": sound.start, "moves": moves,
        "used": _used(heard, fit, lead), "told": [line for row in rows for line in row],
    }  # fmt: skip
    bent = fitting.made(
        work.studio, work.session, song, fit.pieces, seconds=film, notes=notes, before=before
    )  # fmt: skip
    work.taken[bent.stock.id] = bent
    work.do(
        op.Fitted(target=sound.id, source=bent.stock.id, length=round(film * 1000),
                  song=song.material.id, start=sound.start)
    )  # fmt: skip
    same = notes_before.get("song") == song.material.id
    work.told += telling.lines(rows, before=notes_before.get("told", ()) if same else ())
    if seams.unseen(work.now, work.taken):
        work.told.append(say("sync.film_long", work.lang, minutes=round(hearing.FILM / 60)))
    if cuts and fit.after < _GOOD and asked.slack <= 0:
        could = loosening.loosened(work, cuts, lead, _MOVE / 1000, solve).fit
        _offer(work, sound.id, fit, could, cuts)


def _used(heard: Hearing, fit: Fit, lead: Seam | None) -> float:
    """Where in the song the drop lies that meets its cut; -1.0 for none."""
    from studio.sync import solve

    there = solve.place(fit.pieces, lead.at) if lead is not None else None
    if there is None or not heard.drops:
        return -1.0
    return min((drop.at for drop in heard.drops), key=lambda at: abs(at - there))


def _heard(
    work: Work, song: Taken, asked: Asked, drops: tuple[int, ...] | None
) -> Hearing:  # fmt: skip
    """What is heard in the song; the user's word about its beat and its drops wins."""
    first = asked.first / 1000 if asked.first >= 0 else None
    taps = tuple(at / 1000 for at in asked.taps)
    bpm: float | None = asked.bpm or None
    if bpm is None and not taps and (asked.level != 1.0 or first is not None):
        plain = hearing.song(work.studio, song, meter=asked.meter)
        if plain.rhythm is not None:
            bpm = round(plain.rhythm.bpm * asked.level, 2)
    found = hearing.song(work.studio, song, bpm=bpm, first=first, taps=taps, meter=asked.meter)
    if asked.drop < 0 and drops is not None:
        found = songs.with_drops(found, tuple(at / 1000 for at in drops))
    return told.heard(found, asked)


def grid(heard: Hearing, film: float) -> Grid:
    """Where the song can meet a cut: beats, or attacks where there is no beat."""
    from studio.sync import align

    drops = [d.at for d in heard.drops] or climax(heard)
    if heard.rhythm is not None:
        rhythm = heard.rhythm
        return align.grid(rhythm.beats, rhythm.downbeats, drops, heard.duration, parts=rhythm.parts)
    return align.free(heard.onsets, heard.phrases, drops, heard.duration)


def solved(
    cuts: tuple[Seam, ...], lead: Seam | None, song: Grid, heard: Hearing, film: float, *,
    shift: float = 0.0, slack: tuple[float, ...] = (), bend: float = BEND,
) -> Fit:  # fmt: skip
    """The song fitted to these cuts; times are from where the song begins in the film."""
    from studio.sync import align, recut

    wanted = targets(cuts, lead, shift=shift, slack=slack)
    alike = None
    if heard.rhythm is not None and heard.colours is not None and len(song.bars) >= 4:
        alike = recut.alikeness(_colours(heard, song.bars))
    return align.align(wanted, song, film, alike=alike, bend=bend)


def _colours(heard: Hearing, bars: tuple[float, ...]) -> Any:
    """How each of these bars sounds: of all the bar lines heard, the ones that lie nearest."""
    import numpy as np

    assert heard.colours is not None
    lines = np.array(heard.bars)
    near = [int(np.argmin(np.abs(lines - bar))) for bar in bars]
    return heard.colours[near].astype(np.float64)


def targets(
    cuts: tuple[Seam, ...], lead: Seam | None, *, shift: float, slack: tuple[float, ...] = ()
) -> tuple[Target, ...]:
    from studio.sync.values import Target

    return tuple(
        Target(
            at=cut.at - shift,
            weight=(0.5 if cut.fade else 1.0) * (0.6 + 0.4 * cut.weight),
            hero=cut is lead,
            slack=slack[n] if slack else 0.0,
        )
        for n, cut in enumerate(cuts)
    )


def noted(
    heard: Hearing, fit: Fit, cuts: tuple[Seam, ...], lead: Seam | None, asked: Asked, song: Taken
) -> dict[str, Any]:
    """What goes with the bent song: where its beats lie in the film, and what was promised."""
    from studio.sync import align

    beats = heard.rhythm.beats if heard.rhythm else heard.onsets
    thirds = heard.rhythm is not None and heard.rhythm.parts == 3
    if heard.rhythm is not None and thirds:
        beats = tuple(align.parted(beats, heard.rhythm.parts))
    drops = [d.at for d in heard.drops] or climax(heard)
    last = fit.pieces[-1] if fit.pieces else None
    return {
        "song": song.material.id,
        "asked": msgspec.to_builtins(asked),
        "beats": [round(t, 4) for t in align.heard_at(fit.pieces, beats)],
        "eighths": heard.rhythm is not None and not thirds,
        "drops": [round(t, 4) for t in align.heard_at(fit.pieces, drops)],
        "loudest": not heard.drops,  # that is no drop, but where its loudest part begins
        "cuts": [round(cut.at, 4) for cut in cuts],
        "hero": round(lead.at, 4) if lead and brought(fit) else None,
        "before": fit.before, "after": fit.after, "chance": fit.chance,
        "bend": round(max((abs(p.speed - 1) for p in fit.pieces), default=0.0), 4),
        "ends": bool(last and last.song_end >= heard.duration - 0.05),
    }  # fmt: skip


def _offer(work: Work, target: str, now: Fit, loose: Fit, cuts: tuple[Seam, ...]) -> None:
    """The next best thing, where cuts were left over: to be chosen, not done."""
    more = round(loose.after * len(cuts))
    if more <= round(now.after * len(cuts)):
        return
    key = "offer_split" if all(cut.inner for cut in cuts) else "offer_move"
    offer = plan.Offer(
        label=say("sync.say_move", work.lang), steps=(plan.Sync(target=target, slack=_MOVE),)
    )
    leave = plan.Offer(label=say("sync.say_leave", work.lang))
    text = say(f"sync.{key}", work.lang, met=more, count=len(cuts))
    question = plan.Question(text=text, offers=(offer, leave))
    memory = msgspec.structs.replace(work.mind.planner, question=question)
    work.mind = msgspec.structs.replace(work.mind, planner=memory)
    work.asked = question
