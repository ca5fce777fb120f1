"""What is on the timeline, what was measured, the file, the music by itself."""

from __future__ import annotations

from studio.planner import part_wishes, stretches
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import JustMusic, Part, Render, ShowReceipt, ShowTimeline, Stretch
from studio.timeline.operations import Keep

RECEIPT, SHOW, NAMED, MUSIC, FILE, PART = 81, 80, 77, 61, 30, 58
SMALL, SMALLEST = 720, 480  # lines of a file that is to be small
_ABOUT = ("common.music", "common.remove", "common.add", "volume.volume")
SOUNDS, PICTURES = ("mp3", "wav", "m4a"), ("mp4", "webm", "gif", "mov")


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish to see how things stand, or to have the result."""
    words = clause.all("text") or clause.says("common.title", "common.caption")
    if clause.says("telling.receipt") and not words:
        return Reading(RECEIPT, (ShowReceipt(),), bare=True)
    if clause.says("telling.changes"):
        return Reading(SHOW, (ShowTimeline(changes=True),), bare=True)
    if clause.says("telling.show"):
        return Reading(SHOW, (ShowTimeline(),), bare=True)
    negated = clause.says("telling.not_now")
    if clause.says("telling.small") and not words:
        return _small(clause, scene)
    kind = next((f for f in SOUNDS if clause.says(f"telling.{f}")), "")
    if clause.says("telling.just_music") or (kind and clause.says("telling.export")):
        if negated or clause.all("file"):
            return None
        if not scene.sounds and not scene.clips:
            return ask(scene, MUSIC, "no_music")
        return Reading(MUSIC, (JustMusic(format=kind or "mp3"),), bare=False)
    if clause.says("telling.export") and not negated and not clause.all("text"):
        size = clause.one("size")
        form = next((f for f in PICTURES if clause.says(f"telling.{f}")), "")
        quality = "draft" if clause.says("telling.draft") else ""
        quality = quality or ("high" if clause.says("telling.high") else "")
        step = Render(format=form, quality=quality, height=int(size.other or 0) if size else 0)
        return _part(clause, scene, step) or Reading(FILE, (step,))
    return None


def _part(clause: Clause, scene: Scene, step: Render) -> Reading | None:
    """A file of a stretch alone: the film is cut to it, which "undo" takes back afterwards."""
    named = part_wishes.of_a_file(clause, scene)
    if named is not None:
        return Reading(NAMED, (named, step), whole=True)
    stretch = stretches.one(clause, scene)
    if stretch is None or not scene.clips or clause.says("fades.fade", *_ABOUT):
        return None
    start, end = max(stretch[0], 0), min(stretch[1], scene.length)
    if end - start < 100 or (start, end) == (0, scene.length):
        return None
    if scene.music:  # as it is heard there
        heard = Stretch(target=scene.music[0].id, part=Part(start=start, end=end), film=True)
        return Reading(PART, (heard, step), whole=True)
    hints = (scene.say("cut_for_export"),)
    return Reading(PART, (Keep(start=start, end=end), step), hints=hints, whole=True)


def _small(clause: Clause, scene: Scene) -> Reading:
    """A file with fewer lines: what makes it small; no number of megabytes can be aimed at."""
    numbered = bool(clause.all("num")) and clause.says("telling.megabytes")
    least = numbered or clause.says("telling.tiny", "telling.draft")
    size = clause.one("size")
    height = int(size.other or 0) if size else SMALLEST if least else SMALL
    key = "no_megabytes" if numbered else "small_file"
    form = next((f for f in PICTURES if clause.says(f"telling.{f}")), "")
    step = Render(format=form, height=height)
    return Reading(MUSIC, (step,), hints=(scene.say(key, height=height),), whole=True)
