"""The frame: its shape, size and rate, and what is done at its sides."""

from __future__ import annotations

from studio.planner import targets
from studio.planner.readers import photos
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import Offer
from studio.timeline.model import Fit
from studio.timeline.operations import ClipFit, SetCanvas

WEIGHT = 55
SHAPES = {"vertical": (1080, 1920), "landscape": (1920, 1080), "square": (1080, 1080)}
SHORT = 1080  # the shorter side where only a shape is asked for


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about the frame."""
    size, fps = shape(clause) or _sharp(clause, scene), clause.one("fps")
    fit = sides(clause)
    if size is None and fit is None and fps is None:
        return None
    whole = fit == "fit" and clause.says("canvas.uncropped") and not clause.says("canvas.black")
    if whole and scene.timeline.canvas.fit == "blur":
        fit = "blur"  # nothing is cropped there either
    if clause.all("text") and not clause.all("aspect"):
        return None
    black = fit is not None and clause.says("canvas.black")
    if photos.show(scene) and size is None and (black == (fit == "fill")) and fit is not None:
        fit = "blur"  # all of a photo is seen, and nothing black beside it
    if size is None and fps is None and fit is not None:
        if clause.says("common.title", "common.caption"):
            return None
        if scene.memory.kind == "title" and clause.says("looks.coloured_outline"):
            return None  # a black edge around the words
        picked = targets.clips(clause, scene, WEIGHT)
        if picked.ids and len(picked.ids) < len(scene.clips):
            step = ClipFit(targets=picked.ids, fit=fit)
            return Reading(WEIGHT, (step,), kind="clip", targets=picked.ids)
    if clause.says("canvas.vertical") and clause.says("canvas.landscape") and not fit:
        offers = tuple(
            Offer(label=scene.say(f"frame_{name}"), steps=(SetCanvas(width=w, height=h),))
            for name, (w, h) in list(SHAPES.items())[:2]
        )
        if not clause.says("canvas.not_the_other"):
            return ask(scene, WEIGHT, "frame_one_of", *offers)
    if size is not None and not clause.all("size"):
        picked = targets.clips(clause, scene, WEIGHT)
        if picked.ids and len(picked.ids) < len(scene.clips) and targets.ordinals(clause, "clip"):
            every = SetCanvas(width=size[0], height=size[1], fit=fit)
            offer = Offer(label=scene.say("frame_for_all"), steps=(every,))
            return ask(scene, WEIGHT, "frame_is_one", offer)
    now = scene.timeline.canvas
    if clause.says("telling.export") and fit is None and size == (now.width, now.height):
        return None  # it has that shape: only the file is wanted
    rate = (round(fps.number), 1) if fps is not None else None
    hints: tuple[str, ...] = ()
    if size is not None and fit is None and not photos.show(scene) and _framed(scene, size):
        told = clause.says("canvas.platform")
        fit = "blur" if told and not now.width else None
        key = "frame_blurred" if fit else "frame_barred"
        hints = (scene.say(key),) if now.fit == "fit" else ()
    wish = SetCanvas(
        width=size[0] if size else None,
        height=size[1] if size else None,
        fps=rate,
        fit=fit,
    )
    return Reading(
        WEIGHT, (wish,), hints=hints, kind=scene.memory.kind, targets=scene.memory.targets
    )


def _framed(scene: Scene, size: tuple[int, int]) -> bool:
    """Whether a clip has another shape than the frame is to have, so that room is left at sides."""
    files = [scene.material(clip.source) for clip in scene.clips if clip.source]
    shapes = [(m.width, m.height) for m in files if m is not None and m.width and m.height]
    return any(abs(w * size[1] - h * size[0]) > 0.02 * w * size[1] for w, h in shapes)


def shape(clause: Clause) -> tuple[int, int] | None:
    """Width and height asked for."""
    sized = clause.one("size")
    if sized is not None and sized.number:
        return round(sized.number) // 2 * 2, round(sized.other or 0) // 2 * 2
    aspects = clause.all("aspect")
    if aspects:
        wide, high = aspects[-1].number, aspects[-1].other or 1
        scale = SHORT / min(wide, high)
        return round(wide * scale / 2) * 2, round(high * scale / 2) * 2
    for name, size in SHAPES.items():
        if clause.says(f"canvas.{name}"):
            return size
    return None


def _sharp(clause: Clause, scene: Scene) -> tuple[int, int] | None:
    """The frame as it is, with so many lines on its shorter side."""
    sized = clause.one("size")
    if sized is None or sized.number or clause.says("telling.export"):
        return None
    wide, high = scene.timeline.canvas.width, scene.timeline.canvas.height
    if not wide:
        first = next((scene.material(c.source) for c in scene.clips if c.source), None)
        wide, high = (first.width, first.height) if first and first.width else (16, 9)
    scale = (sized.other or SHORT) / min(wide, high)
    return round(wide * scale / 2) * 2, round(high * scale / 2) * 2


def sides(clause: Clause) -> Fit | None:
    """What is done at the sides: bars, crop, blur."""
    if clause.says("canvas.blur") and not clause.says("canvas.not_blur"):
        return "blur"
    uncropped = clause.says("canvas.uncropped") and clause.says("canvas.bars")
    if clause.says("canvas.fill") and not uncropped:
        return "fill"
    return "fit" if clause.says("canvas.bars") else None
