"""One film in several shapes: "export both 16:9 and 9:16", 横屏和竖屏都导出. Each is made and
delivered in turn."""

from __future__ import annotations

import re
from dataclasses import replace

from plan import Step
from routing.wording import wording

_SHAPE = (
    r"(?:(?<![\d:.])(?:9\s?[:x]\s?16|16\s?[:x]\s?9|1\s?[:x]\s?1|4\s?[:x]\s?5|3\s?[:x]\s?4|4\s?[:x]\s?3"
    r"|21\s?[:x]\s?9)(?![\d:.])"
    r"|\b(?:vertical|portrait|upright|square|landscape|horizontal|widescreen)\b"
    r"|竖屏|豎屏|竖版|豎版|竖的|直式|直度|橫屏|横屏|横版|橫版|横的|橫的|横式|橫式|正方形|方形|方的)"
)
_JOIN = (
    r"(?:\s|,|，|、|;|&|\+|/|\b(?:and|plus|also|then|as well as|in|as|an?|one|for|versions?"
    r"|formats?|the|video|videos|another|once|again|export|instagram|tiktok|youtube|reels)\b"
    r"|和|跟|与|與|及|以及|还有|還有|同|再|也|一个|一個|一份|各|版本|版|的)*"
)
_RUN = rf"{_SHAPE}(?:{_JOIN}{_SHAPE})+"
_AND = (
    r"(?:\s|,|，|、|&|\+|/|(?<![a-z])(?:and|plus|also|as well as|an?|the|one|version)(?![a-z])"
    r"|和|跟|与|與|及|以及|还有|還有|同|再来|一个|一個|一份|版本|版)+"
)
_FORMAT = r"(?:(?<![a-z\d.])(?:mp4|webm|gif|mov|mp3|wav|m4a)s?(?![a-z\d])|动图|動圖)"
_FORMATS = rf"{_FORMAT}(?:{_AND}{_FORMAT})+"
_LINES = r"(?<![a-z\d.])(?:480p|720p|1080p|1440p|2160p|4k)(?![a-z\d])"
_SIZES = rf"{_LINES}(?:{_AND}{_LINES})+"
_CALLED = {"动图": "gif", "動圖": "gif", "mov": "mp4", "movs": "mp4"}
_HAN = re.compile(r"[一-鿿]")
_TRADITIONAL = re.compile(r"[導個兩畫與還豎橫啲嘅]")
_NAMES = {
    "portrait": "9:16", "vertical": "9:16", "upright": "9:16", "landscape": "16:9",
    "horizontal": "16:9", "widescreen": "16:9", "square": "1:1",
}  # fmt: skip


def exports(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps, with one export for each of the shapes that are named in a row before it."""
    made: list[Step] = []
    last = ""  # what was said to the backend and is carried out already
    for number, step in enumerate(steps):
        after = steps[number + 1] if number + 1 < len(steps) else None
        if last and step.intent == "sse" and step.text == last:
            continue
        if step.intent != "export" or not made or made[-1].intent != "sse":
            made.append(step)
            continue
        said = made[-1].text
        run = wording(_RUN).search(said)
        shapes = _shapes(run[0]) if run else []
        if run is None or len(shapes) < 2:
            made.append(step)
            continue
        last = said if after is not None else ""
        made[-1] = replace(made[-1], text=said[: run.start()] + shapes[0] + said[run.end() :])
        made.append(step)
        for shape in shapes[1:]:
            wish = f"make it {shape}"
            if _HAN.search(said):
                wish = f"{'畫' if _TRADITIONAL.search(said) else '画'}面改成{shape}"
            made += [Step("sse", wish), step]
    return tuple(made)


def files(steps: tuple[Step, ...], said: str) -> tuple[Step, ...]:
    """The steps, with one export for each of the formats, or sizes, that are named in a row."""
    if sum(step.intent == "export" for step in steps) != 1:
        return steps
    made: list[Step] = []
    for step in steps:
        made.append(step)
        if step.intent != "export" or step.wishes is None:
            continue
        run = wording(_FORMATS).search(said)
        kinds = _formats(run[0]) if run else []
        if len(kinds) > 1 and step.wishes.format in kinds:
            others = [kind for kind in kinds if kind != step.wishes.format]
            made += [replace(step, wishes=replace(step.wishes, format=one)) for one in others]
            continue
        run = wording(_SIZES).search(said)
        sizes = _sizes(run[0]) if run else []
        if len(sizes) > 1 and step.wishes.height in sizes:
            left = [size for size in sizes if size != step.wishes.height]
            made += [replace(step, wishes=replace(step.wishes, height=one)) for one in left]
    return tuple(made)


def _formats(text: str) -> list[str]:
    """The formats in their order, none twice."""
    words = [match[0].lower() for match in wording(_FORMAT).finditer(text)]
    return list(dict.fromkeys(_CALLED.get(word, word.removesuffix("s")) for word in words))


def _sizes(text: str) -> list[int]:
    """The heights in their order, none twice."""
    words = [match[0].lower() for match in wording(_LINES).finditer(text)]
    return list(dict.fromkeys(2160 if word == "4k" else int(word[:-1]) for word in words))


def _shapes(text: str) -> list[str]:
    """The shapes in their order, none twice."""
    found: dict[str, str] = {}
    for match in wording(_SHAPE).finditer(text):
        word = match[0].lower()
        found.setdefault(_NAMES.get(word, word).replace(" ", ""), match[0])
    return list(found.values())
