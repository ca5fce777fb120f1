"""What lies outside of the video: what may have been meant instead."""

from __future__ import annotations

from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import Offer
from studio.timeline import clock

WEIGHT = 46


def too_far(clause: Clause, scene: Scene, asked: int) -> Reading:
    """The video is shorter than that: what may have been meant."""
    length = scene.length
    offers = []
    times = [t for _, t in clause.placed() if t.kind in ("time", "edge", "range")]
    for token in times[:1]:
        if token.clock and ":" in token.raw and token.number / 60 <= length:
            said = f"{token.number / 60_000:g}"
            label = scene.say("at_second", time=said)
            offers.append(Offer(label=label, request=clause.raw.replace(token.raw.strip(), label)))
        half = clock.moment(length // 2000 * 1000)
        if token.kind == "time":
            shown = scene.say("at_moment", time=half)
            offers.append(Offer(label=shown, request=clause.raw.replace(token.raw.strip(), half)))
        if token.kind == "edge" and token.text != "share":
            side = scene.say(f"{token.side}_seconds", time=clock.seconds(length // 2000 * 1000))
            offers.append(Offer(label=side, request=clause.raw.replace(token.raw.strip(), side)))
        if token.kind == "range" and token.number < length:
            start = clock.moment(round(token.number))
            shown = scene.say("from_to", start=start, end=clock.moment(length))
            offers.append(Offer(label=shown, request=clause.raw.replace(token.raw.strip(), shown)))
    if not length:
        return ask(scene, WEIGHT, "no_clips")
    shown_length, time = clock.length(length), clock.length(max(asked, 0))
    return ask(scene, WEIGHT, "too_far", *offers, length=shown_length, time=time)
