"""Words on the picture: put there, changed, moved, timed, removed."""

from __future__ import annotations

from dataclasses import replace

from studio.planner import clauses, looks, spelling, spotting, stretches, targets, wording
from studio.planner.readers import title_times
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.timeline import clock, facts
from studio.timeline.operations import AddTitle, Cut, EditTitle, PlaceTitle, RemoveTitles
from studio.timeline.operations.titles import TitleRole

WEIGHT = 54
_OF_THE_FILM = (  # what happens to the picture, whatever was touched last
    "cutting.cut", "cutting.split", "speed.faster", "speed.slower", "speed.reverse", "speed.freeze",
    "speed.resumes",
)  # fmt: skip
SHORTEST = 300


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about words on the picture."""
    thing = clause.says("common.title", "common.caption", "titles.credits")
    quoted = clause.all("text")
    if clause.says("titles.not_words"):
        return None
    known = any(title.text == token.text for title in scene.titles for token in quoted)
    known = known or bool(targets.spoken(clause, scene)) or bool(wording.exchanged(clause, scene))
    thing = thing or (targets.loose_titles(clause, scene) and clause.says("common.remove"))
    again = _again(clause, scene)
    if again is not None:
        return again
    removing = clause.says("common.remove", "titles.remove") and (thing or known)
    kept = (
        "looks.no_outline", "looks.no_box", "looks.thin", "looks.anim_none", "titles.cropped",
    )  # fmt: skip
    removing = removing and not clause.says(*kept)
    later = clause.one("time", role="after") or clause.one("time", role="at")
    removing = removing and not (later and clause.says("titles.vanish"))
    if removing and len(quoted) <= 1 and (not quoted or known):
        return _removed(clause, scene)
    told = len(scene.titles) == 1 or bool(targets.ordinals(clause, "title", "caption"))
    sure = clause.says("titles.change_sure") and told and bool(scene.titles)
    naming = clause.says("titles.rename") and not clause.says("common.clip", "common.music")
    only = len(scene.titles) == 1 and clause.says("titles.change_it")
    instead = _touched(scene) and bool(quoted) and clause.says("titles.instead")
    sure = sure or only or instead or _corrected(clause, scene)
    replacing = clause.says("titles.change") and (thing or known or naming or _touched(scene))
    replacing = replacing or only or _corrected(clause, scene)
    if replacing and scene.titles and (known or sure or not clause.says("titles.add")):
        changed = _changed(clause, scene)
        if changed is not None:
            return _changed_and_timed(clause, scene, changed)
    typed = clause.says("looks.anim_type") and not quoted and not clause.says("common.add")
    somebody = clause.says("titles.somebody") and not (thing or quoted)
    words = "" if somebody or (typed and scene.titles) else wording.words(clause, scene)
    listed = _touched(scene) and bool(clause.all("range"))
    if words and not clause.all("time") and _drawn(scene, words):
        return None
    if words and (thing or quoted or listed or clause.says("titles.add")) and not known:
        return added(clause, scene, words)
    if (scene.titles and (thing or known or _coloured(clause, scene))) or _touched(scene):
        looked = _styled(clause, scene, thing or known)
        if looked is not None and looked.question:
            return looked
        timed = _timed(clause, scene, thing or known or looked is not None)
        if looked is not None and timed is not None and timed.steps:
            return replace(looked, steps=(*looked.steps, *timed.steps), hints=timed.hints)
        if looked is not None or timed is not None:
            return looked or timed
    if thing and clause.says("common.add", "titles.add", "clauses.verb"):
        kind = "caption" if clause.says("common.caption") else "title"
        waiting = f"{clause.raw} {{answer}}"
        return ask(scene, WEIGHT - 10, f"what_words_{kind}", waiting=waiting)
    return None


def _changed_and_timed(clause: Clause, scene: Scene, changed: Reading) -> Reading:
    """Other words, and when they are seen, where both are said."""
    times = [t for _, t in clause.placed() if t.kind in ("time", "range", "edge")]
    new = wording.new_words(clause, scene)
    if changed.question or not times or any(t.raw.strip() in new for t in times):
        return changed
    timed = _timed(clause, scene, named=True)
    if timed is None or timed.question or timed.targets != changed.targets:
        return changed
    return replace(changed, steps=(*changed.steps, *timed.steps), hints=timed.hints)


def _drawn(scene: Scene, words: str) -> bool:
    """Whether a visual that is there shows these words as its own title."""
    return any(clip.background and clip.background.title == words for clip in scene.clips)


def _again(clause: Clause, scene: Scene) -> Reading | None:
    """The words just spoken of once more, at the other end: "and again at the end"."""
    if not clause.says("titles.again") or clause.all("text") or not _touched(scene):
        return None
    old = next((t for t in scene.titles if t.id in scene.memory.targets), None)
    edges = clause.says("common.at_start") != clause.says("common.at_end")
    if old is None or not (edges or clause.all("time") or clause.all("range")):
        return None
    start, duration = title_times.when(clause, scene)
    if not clause.all("range") and stretches.span(clause) is None:
        duration = min(old.duration, scene.length)
        start = max(scene.length - duration, 0) if clause.says("common.at_end") else start
    id = scene.fresh("t")
    step = AddTitle(id=id, text=old.text, start=start, duration=duration, place=old.place,
                    style=old.style, role=old.role)  # fmt: skip
    return Reading(WEIGHT, (step,), kind="title", targets=(id,))


def _corrected(clause: Clause, scene: Scene) -> bool:
    """Whether only words are said, and they are those of the title just written, spelt anew."""
    quoted = clause.all("text")
    if len(quoted) != 1 or len(clause.text.strip(" .!")) > 1 or not _touched(scene):
        return False
    old = next((t.text for t in scene.titles if t.id in scene.memory.targets), "")
    return 0 < spelling.slips(old.lower(), quoted[0].text.lower()) <= max(len(old) // 4, 1)


def _coloured(clause: Clause, scene: Scene) -> bool:
    """Whether only a colour is said, and words are all that could have one."""
    drawn = any(clip.background for clip in scene.clips)
    return not drawn and clause.says("titles.only_colour") and looks.wish(clause).colour is not None


def _touched(scene: Scene) -> bool:
    return scene.memory.kind == "title" and bool(scene.titles)


def added(clause: Clause, scene: Scene, words: str) -> Reading:
    """New words, when and where they were asked for."""
    clause = wording.beside(clause)
    role = _role(clause)
    before = next((t for t in scene.titles if t.id in scene.memory.targets), None)
    if before is not None and not clause.says("common.title", "common.caption", "titles.add"):
        role = before.role  # one more of the kind just spoken of
    look = looks.wish(clause)
    length = scene.length
    start, duration = title_times.when(clause, scene, role)
    if length and (start < 0 or start >= length):
        return ask(scene, WEIGHT, "title_too_late", time=_clock(start), length=_clock(length))
    hints: tuple[str, ...] = ()
    only_long = start == 0 and not clause.all("range") and not clause.one("time", role="until")
    if length and duration > length and only_long and stretches.span(clause):
        hints = (
            scene.say("title_shortened", time=clock.length(duration), length=clock.length(length)),
        )
        duration = length
    if length and start + duration > length:
        if stretches.span(clause) or clause.one("range"):
            return ask(scene, WEIGHT, "title_too_late", time=_clock(start + duration),
                       length=_clock(length))  # fmt: skip
        duration = length - start
    ended = _ended(clause, scene)
    if ended is not None:
        duration = min(duration, ended)
        start = ended - duration
    id = scene.fresh("t")
    place = look.place or wording.place_of(role)
    step = AddTitle(
        id=id,
        text=words,
        start=start,
        duration=max(duration, min(SHORTEST, length or SHORTEST)),
        place=place,
        style=looks.styled(look, role),
        role=role,
    )
    cut = () if ended is None else (Cut(start=ended, end=length),)
    return Reading(
        WEIGHT, (*cut, step), hints=hints, kind="title", targets=(id,), whole=bool(hints)
    )


def _ended(clause: Clause, scene: Scene) -> int | None:
    """Where the film is to be over, with these words as its end: "end it at 0:17 with …"."""
    at = next((time for _, time in clause.placed() if time.kind == "time" and time.clock), None)
    if at is None or not clause.says("titles.ends_with"):
        return None
    return round(at.number) if 0 < at.number < scene.length else None


def _clock(ms: int) -> str:
    return clock.moment(ms) if ms >= 0 else f"-{clock.moment(-ms)}"


def _role(clause: Clause) -> TitleRole:
    if clause.says("titles.watermark"):
        return "watermark"
    if clause.says("titles.credits"):
        return "credits"
    if clause.says("common.caption") and not clause.says("titles.title_word"):
        return "caption"
    return "title"


def _removed(clause: Clause, scene: Scene) -> Reading:
    meant = targets.titles(clause, scene, WEIGHT, sure=True)
    if meant.problem:
        return meant.problem
    return Reading(WEIGHT, (RemoveTitles(targets=meant.ids),), kind="title")


def _changed(clause: Clause, scene: Scene) -> Reading | None:
    """Other words in a title's place."""
    within = wording.exchanged(clause, scene)
    if within is not None:
        step = EditTitle(targets=(within[0],), text=within[1])
        return Reading(WEIGHT + 1, (step,), kind="title", targets=(within[0],))
    words = wording.new_words(clause, scene)
    if not words:
        return None
    meant = targets.titles(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    look = looks.wish(clause)
    step = EditTitle(
        targets=meant.ids,
        text=words,
        place=look.place,
        scale=look.scale,
        colour=look.colour,
        outline=look.outline,
        box=look.box,
    )
    return Reading(WEIGHT + 1, (step,), kind="title", targets=meant.ids)


def _styled(clause: Clause, scene: Scene, named: bool) -> Reading | None:
    look = looks.wish(clause)
    if not look.any:
        return None
    others = ("common.clip", "common.music", "volume.volume")
    framed = clause.says("canvas.frame") and not clause.says("looks.coloured_outline")
    if not named and (framed or clause.says(*others, *_OF_THE_FILM)):
        return None
    meant = targets.titles(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem if named else None
    step = EditTitle(
        targets=meant.ids,
        place=look.place,
        size=look.size,
        scale=look.scale,
        colour=look.colour,
        outline=look.outline,
        box=look.box,
        bold=look.bold,
        animation=look.animation,
    )
    return Reading(WEIGHT, (step,), kind="title", targets=meant.ids)


def _timed(clause: Clause, scene: Scene, named: bool) -> Reading | None:
    """When words that are there come and go."""
    factor = _as_long(clause)
    times = [t for _, t in clause.placed() if t.kind in ("time", "range", "edge")]
    open_end = clause.says("common.until_end") and (named or clause.says("titles.lasts"))
    if not times and not factor and not named and _only_edge(clause):
        return _moved_to_edge(clause, scene)
    if not (times or open_end or factor):
        return None
    only_times = clauses.only_times(clause, slack=6)
    named = named or (clause.says("titles.vanish") and clause.says("common.pronoun"))
    others = clause.says("common.clip", "common.music", "cutting.cut")
    begun = clause.says("cutting.begin_at", "cutting.end_at", "common.pronoun")
    paced = clause.says("speed.faster", "speed.slower", "speed.resumes")
    if not named and clause.says(*_OF_THE_FILM) and (paced or not begun):
        return None  # "cut the first second" is about the film, whatever was touched last
    if not named and factor and clause.says("common.clip", "common.video", "common.photo"):
        return None  # "make the second clip half its length"
    if not named and (clause.says("titles.useless") or clause.all("text")):
        return None  # "the first second is boring"
    if not (named or only_times or factor) and (others or not clause.says("titles.lasts")):
        return None
    meant = targets.titles(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem if named else None
    if not meant.ids:
        return None
    if len(meant.ids) > 1 and _said_long(clause):
        return _all_as_long(clause, meant.ids)
    old = next(title for title in scene.titles if title.id == meant.ids[0])
    stretch = stretches.one(clause, scene)
    said, at, until = (
        stretches.span(clause),
        stretches.moment(clause),
        clause.one("time", role="until"),
    )
    start = round(at.number) if at else old.start
    edge = clause.one("edge")
    if at is not None and until is None and said is None and clause.says("titles.vanish"):
        start, until, at = old.start, at, None
    gone = clause.one("time", role="after") if clause.says("titles.vanish") else None
    if gone is not None and not gone.clock:  # "disappears after 2 seconds"
        duration = round(gone.number)
    elif edge is not None and at is not None:  # "start at 2s and last 4s"
        duration = round(edge.number)
    elif stretch is not None:
        start, duration = stretch[0], stretch[1] - stretch[0]
    elif until is not None:
        duration = round(until.number) - start
    elif said is not None:
        longer, shorter = clause.says("titles.longer_by"), clause.says("titles.shorter_by")
        change = round(said.number)
        duration = old.duration + change if longer else old.duration - change if shorter else change
    elif factor:
        duration = min(round(old.duration * factor), scene.length - start)
    elif clause.says("common.until_end"):
        duration = scene.length - start
    else:
        duration = min(old.duration, scene.length - start)
    if facts.end(old) >= scene.length and start + duration > scene.length and not at:
        start = max(scene.length - duration, 0)
    moved = start if start != old.start else None
    sooner = start < old.start and at is None and stretch is None
    hints = (scene.say("title_sooner", time=clock.moment(start)),) if sooner else ()
    step = PlaceTitle(target=old.id, start=moved, duration=duration)
    return Reading(WEIGHT, (step,), hints=hints, kind="title", targets=(old.id,))


def _said_long(clause: Clause) -> bool:
    """Whether a length is all that is said about time."""
    times = [t for _, t in clause.placed() if t.kind in ("time", "range", "edge")]
    return (
        len(times) == 1
        and stretches.span(clause) is times[0]
        and times[0].role in ("", "for", "each")
    )


def _all_as_long(clause: Clause, ids: tuple[str, ...]) -> Reading | None:
    """Several words, each for so long."""
    if clause.says("titles.longer_by", "titles.shorter_by"):
        return None
    said = stretches.span(clause)
    steps = tuple(PlaceTitle(target=id, duration=round(said.number)) for id in ids if said)
    return Reading(WEIGHT, steps, kind="title", targets=ids)


def _only_edge(clause: Clause) -> bool:
    """Whether a part says "at the start", or "at the end", and hardly anything else."""
    if clause.says("common.at_start") == clause.says("common.at_end"):
        return False
    left = spotting.without("common.at_start", clause.plain)
    left = spotting.without("titles.put_it", spotting.without("common.at_end", left))
    return not left.strip(" ,.!，。！的")


def _moved_to_edge(clause: Clause, scene: Scene) -> Reading | None:
    meant = targets.titles(clause, scene, WEIGHT)
    old = next((title for title in scene.titles if title.id in scene.memory.targets), None)
    if meant.problem or old is None:
        return None
    start = 0 if clause.says("common.at_start") else max(scene.length - old.duration, 0)
    step = PlaceTitle(target=old.id, start=start)
    return Reading(WEIGHT, (step,), kind="title", targets=(old.id,))


def _as_long(clause: Clause) -> float:
    """How many times as long as now; 0 where that is not said."""
    times, share = clause.one("times"), clause.one("share")
    if not clause.says("titles.as_long"):
        return 0.0
    return times.number if times else share.number if share else 0.0
