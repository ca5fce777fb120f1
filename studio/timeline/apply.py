"""One edit applied: the only way from one timeline to the next."""

from __future__ import annotations

from studio.errors import NotThere
from studio.timeline import arranging, cutting, hearing, joints, laws, motion, moving, writing
from studio.timeline import operations as op
from studio.timeline.model import Timeline
from studio.timeline.operations import Operation


def apply(timeline: Timeline, operation: Operation) -> Timeline:
    """The timeline after this edit; refuses with a named error, and never bends a wish."""
    match operation:
        case op.PictureEdit():
            after = _picture(timeline, operation)
        case op.SoundEdit():
            after = _sound(timeline, operation)
        case op.TitleEdit():
            after = _title(timeline, operation)
        case _:
            raise NotThere(what=type(operation).__name__)
    return laws.check(after, known=timeline)


def _picture(timeline: Timeline, operation: op.PictureEdit) -> Timeline:
    match operation:
        case op.AddClip():
            return arranging.add(timeline, operation)
        case op.Slideshow():
            return arranging.slideshow(timeline, operation)
        case op.ReplaceClip():
            return arranging.exchange(timeline, operation)
        case op.Repaint():
            return arranging.repaint(timeline, operation)
        case op.Retime():
            return arranging.retime(timeline, operation)
        case op.RemoveClips():
            return arranging.remove(timeline, operation)
        case op.Reorder():
            return arranging.reorder(timeline, operation)
        case op.Cut():
            return cutting.cut(timeline, operation)
        case op.Keep():
            return cutting.keep(timeline, operation)
        case op.TrimClip():
            return cutting.trim(timeline, operation)
        case op.ClipLength():
            return cutting.length(timeline, operation)
        case op.Split():
            return cutting.split(timeline, operation)
        case op.MoveCuts():
            return moving.cuts(timeline, operation)
        case op.Speed():
            return motion.speed(timeline, operation)
        case op.Reverse():
            return motion.reverse(timeline, operation)
        case op.Freeze():
            return motion.freeze(timeline, operation)
        case op.Crossfade():
            return joints.crossfade(timeline, operation)
        case op.PictureFade():
            return joints.picture_fade(timeline, operation)
        case op.ClipFit():
            return joints.fit(timeline, operation)
        case op.SetCanvas():
            return joints.canvas(timeline, operation)
        case op.SetPace():
            return joints.pace(timeline, operation)
    raise NotThere(what=type(operation).__name__)


def _sound(timeline: Timeline, operation: op.SoundEdit) -> Timeline:
    match operation:
        case op.AddSound():
            return hearing.add(timeline, operation)
        case op.ReplaceSound():
            return hearing.exchange(timeline, operation)
        case op.Composed():
            return hearing.composed(timeline, operation)
        case op.Fitted():
            return hearing.fitted(timeline, operation)
        case op.RemoveSounds():
            return hearing.remove(timeline, operation)
        case op.Volume():
            return hearing.volume(timeline, operation)
        case op.Fade():
            return hearing.fade(timeline, operation)
        case op.Duck():
            return hearing.duck(timeline, operation)
        case op.Loop():
            return hearing.loop(timeline, operation)
        case op.PlaceSound():
            return hearing.place(timeline, operation)
        case op.HearDrops():
            return hearing.drops(timeline, operation)
    raise NotThere(what=type(operation).__name__)


def _title(timeline: Timeline, operation: op.TitleEdit) -> Timeline:
    match operation:
        case op.AddTitle():
            return writing.add(timeline, operation)
        case op.AddCaptions():
            return writing.captions(timeline, operation)
        case op.EditTitle():
            return writing.edit(timeline, operation)
        case op.PlaceTitle():
            return writing.place(timeline, operation)
        case op.RemoveTitles():
            return writing.remove(timeline, operation)
    raise NotThere(what=type(operation).__name__)
