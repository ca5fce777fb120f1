"""Where it is better to ask than to do: a question that sounds like a wish, a value not heard."""

from __future__ import annotations

from studio.planner import acts, heard, phrases, spotting
from studio.planner.outcome import short
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import Offer, Question
from studio.timeline.operations import (
    AddTitle,
    ClipFit,
    ClipLength,
    Cut,
    EditTitle,
    Keep,
    Operation,
    PlaceTitle,
    RemoveClips,
    RemoveSounds,
    RemoveTitles,
    Reverse,
    Speed,
    Volume,
)

_ON_SOME = (ClipFit, ClipLength, EditTitle, PlaceTitle, Reverse, Speed, Volume)
_GONE = (Cut, Keep, RemoveClips, RemoveSounds, RemoveTitles)


def doubt(reading: Reading, clause: Clause, scene: Scene, *, trial: heard.Trial) -> Reading | None:
    """The question to ask in place of a reading; None where it can be carried out."""
    edits = any(isinstance(step, Operation) for step in reading.steps)
    if reading.question is not None or not reading.steps:
        return None
    if not edits:
        return _without(acts.passed_over(clause, reading.steps), reading, clause, scene)
    if wondering(clause):
        text = scene.say("shall_i", part=short(clause.raw))
        return _asked(text, scene.say("do_it"), reading)
    word = _not_to_be_done(reading, clause) or _same_as_before(reading, clause, scene)
    word = word or _kept_out(reading, clause, scene)
    word = word or _piece_of_words(reading, clause, scene)
    word = word or _the_other_way(reading, clause, scene)
    word = word or acts.passed_over(clause, reading.steps)
    if not word and not reading.whole:
        word = heard.missed(clause, reading.steps, scene, trial)
    if not word and any(getattr(step, "brief", None) is not None for step in reading.steps):
        word = heard.timeless(clause, reading.steps, scene, trial)
    return _without(word, reading, clause, scene)


def _without(word: str, reading: Reading, clause: Clause, scene: Scene) -> Reading | None:
    """Whether to do it without a word that nobody heard; None where there is none."""
    if not word:
        return None
    text = scene.say("not_heard", word=short(word), part=short(clause.raw))
    return _asked(text, scene.say("do_without", word=short(word)), reading)


def _same_as_before(reading: Reading, clause: Clause, scene: Scene) -> str:
    """The "rest" of a wish that would be done to what was spoken of last: "the others 2x"."""
    rest = spotting.find("targets.the_rest", clause.text)
    spoken_of = set(scene.memory.targets)
    if rest is None or not spoken_of or any(clause.all(kind) for kind in ("ord", "file")):
        return ""
    for step in reading.steps:
        ids = {getattr(step, "target", ""), *getattr(step, "targets", ())} - {""}
        if isinstance(step, _ON_SOME) and (spoken_of & ids):
            return rest[0].strip()
    return ""


def _kept_out(reading: Reading, clause: Clause, scene: Scene) -> str:
    """The clip that is named to be kept, and would go all the same."""
    for step in reading.steps:
        if not isinstance(step, Keep) or len(scene.clips) < 2:
            continue
        for token in clause.all("ord"):
            number = int(token.number)
            if token.other is None and -len(scene.clips) <= number < len(scene.clips):
                clip = scene.clips[number]
                if clip.start >= step.end or clip.start + clip.duration <= step.start:
                    return token.raw.strip()
    return ""


def _piece_of_words(reading: Reading, clause: Clause, scene: Scene) -> str:
    """Words that would be written once more, though they are a piece of those that stand there,
    and only to look otherwise: 'make the "Trip" yellow'."""
    for step in reading.steps:
        if not isinstance(step, AddTitle):
            continue
        beside = spotting.find("guards.beside_words", phrases.plain(step.text))
        if beside is not None and not clause.all("text"):
            return beside[0].strip()
        adding = clause.says("common.add", "titles.writes")
        if not adding and spotting.begins("common.change", clause.text):
            for title in scene.titles:
                if step.text.lower() in title.text.lower() and step.text != title.text:
                    return step.text
    return ""


def _the_other_way(reading: Reading, clause: Clause, scene: Scene) -> str:
    """The "quieter" of a wish that would make all it is done to louder, or the other way round."""
    down = spotting.find("guards.down", clause.text)
    up = spotting.find("guards.up", clause.text)
    word = down or up
    if word is None or (down is not None) == (up is not None) or clause.says("guards.to_there"):
        return ""
    now = {s.id: s.gain for s in scene.sounds} | {c.id: c.gain for c in scene.clips}
    turned = []
    for step in reading.steps:
        if isinstance(step, Volume) and step.targets:
            was = [now[id] for id in step.targets if id in now]
            change = [step.factor or ((step.gain or 0) / gain if gain else 9.0) for gain in was]
            turned.append(all(c > 1 if down else c < 1 for c in change) and bool(change))
    return word[0].strip() if turned and all(turned) else ""


def _not_to_be_done(reading: Reading, clause: Clause) -> str:
    """The "don't" of a wish that would take out just what is not to be: 不要把音乐关掉."""
    match = spotting.find("leaving.negated", clause.text)
    if match is None:
        return ""
    for step in reading.steps:
        gone = isinstance(step, _GONE)
        if gone or (isinstance(step, Volume) and step.gain == 0):
            return match[0].strip()
    return ""


def wondering(clause: Clause) -> bool:
    """Whether a part asks about an edit, or tells of one, rather than to ask for it."""
    if clause.says("guards.states"):
        return True
    return clause.says("guards.wonders") and not clause.says("guards.asks_for")


def _asked(text: str, label: str, reading: Reading) -> Reading:
    offers = (Offer(label=label, steps=reading.steps),)
    return Reading(reading.weight, question=Question(text=text, offers=offers))
