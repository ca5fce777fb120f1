"""Timelines that the example sentences are said over."""

from __future__ import annotations

from studio import timeline
from studio.planner.values import Memory
from studio.timeline.model import Background, Material, Timeline
from studio.timeline.operations import (
    AddClip,
    AddSound,
    AddTitle,
    Slide,
    Slideshow,
    Volume,
)

HOLIDAY = Material(
    id="m1", name="holiday.mp4", kind="video", duration=20000, width=1920, height=1080,
    has_sound=True,
)  # fmt: skip
THREE = tuple(
    Material(id=f"m{n}", name=name, kind="video", duration=10000, has_sound=True)
    for n, name in enumerate(("beach.mp4", "city.mp4", "night.mp4"), 1)
)
SONG = Material(id="m2", name="song.mp3", kind="audio", duration=60000)
PHOTOS = tuple(
    Material(id=f"m{n}", name=f"IMG_{n:04}.jpg", kind="image", width=4000, height=3000)
    for n in range(1, 6)
)
LOFI = AddSound(id="s1", brief={}, name="Lo-fi", gain=0.35)


def clip(id: str, material: Material, duration: int) -> AddClip:
    """A clip of a material from its start."""
    return AddClip(
        id=id, source=material.id, name=material.name, duration=duration,
        length=material.duration, has_sound=material.has_sound,
    )  # fmt: skip


VIDEO = (clip("c1", HOLIDAY, 20000),)
ROW = tuple(clip(f"c{n}", THREE[n - 1], d) for n, d in ((1, 6000), (2, 8000), (3, 6000)))
URBAN = AddTitle(id="t1", text="Urban Dreams", start=0, duration=3000)
END = AddTitle(id="t2", text="The End", start=17000, duration=3000)
VOICE = AddSound(
    id="s2", source="m3", name="voiceover.wav", start=2000, duration=10000, length=10000,
    role="voice",
)  # fmt: skip
POP = AddSound(
    id="s1", name="Funky pop", gain=0.35,
    brief={"genre": "funk", "bpm": 104.0, "wanted": ["altosax", "piano"], "length_ms": 20000.0},
)  # fmt: skip
LAID = AddSound(id="s1", source="m9", name="song.mp3", duration=20000, length=60000)
TUNE = Material(id="m9", name="song.mp3", kind="audio", duration=60000)
DRAWN = AddClip(
    id="c1", duration=60000, kind="background",
    background=Background(style="visual", scene="spectrum", title="Tune"),
)  # fmt: skip
LONG = Material(id="m1", name="talk.mp4", kind="video", duration=300000, has_sound=True)

SCENES = {
    "empty": ((), ()),
    "uploaded": ((), (HOLIDAY,)),
    "video": (VIDEO, (HOLIDAY,)),
    "long": ((clip("c1", LONG, 300000),), (LONG,)),
    "two": (ROW[:2], THREE[:2]),
    "three": (ROW, THREE),
    "spare": (ROW[:1], THREE),
    "music": ((*VIDEO, LOFI), (HOLIDAY,)),
    "tempo": ((*VIDEO, LOFI), (HOLIDAY,)),
    "muted": ((*VIDEO, LOFI, Volume(targets=("c1",), gain=0.0)), (HOLIDAY,)),
    "full": ((*ROW, LOFI, URBAN, END), THREE),
    "one-title": ((*VIDEO, URBAN), (HOLIDAY,)),
    "voice": (
        (*VIDEO, LOFI, VOICE),
        (HOLIDAY, Material(id="m3", name="voiceover.wav", kind="audio", duration=10000)),
    ),
    "song": (VIDEO, (HOLIDAY, SONG)),
    "effects": (
        VIDEO, (HOLIDAY, Material(id="m2", name="sparkle.mp3", kind="audio", duration=1500)),
    ),
    "audio": ((), (SONG,)),
    "photos": ((), PHOTOS),
    "gallery": (
        (Slideshow(slides=tuple(Slide(f"c{m.id[1:]}", m.id, m.name, 3000) for m in PHOTOS)),),
        PHOTOS,
    ),
    "composed": ((*VIDEO, POP), (HOLIDAY,)),
    "laid": ((*ROW, LAID), (*THREE, TUNE)),
    "drawn": ((DRAWN, AddSound(id="s1", source="m9", name="song.mp3", length=60000)), (TUNE,)),
    "lines": (
        (*VIDEO, *(
            AddTitle(id=f"t{n}", text=x, start=n * 4000, duration=3000, role="caption",
                     place="bottom")
            for n, x in enumerate(("Good morning", "Off we go", "Home again"), 1)
        )),
        (HOLIDAY,),
    ),
}  # fmt: skip


def scene(name: str) -> tuple[Timeline, tuple[Material, ...], float]:
    """The timeline of this name, its materials, and the tempo of its music."""
    steps, materials = SCENES[name]
    made = Timeline()
    for step in steps:
        made = timeline.apply(made, step)
    return made, materials, 120.0 if name == "tempo" else 0.0


def memory(touched: list[str] | None) -> Memory:
    """A memory of having touched these: a kind, then ids."""
    if not touched:
        return Memory()
    return Memory(kind=touched[0], targets=tuple(touched[1:]))  # type: ignore[arg-type]
