"""How many works a call is: one for all its files, or one for each with a render of its own.

Several videos with one instruction are as many works, each with the song if there is one beside
them; so are several songs that are to become videos. A video and a song belong together; photos
make one slideshow; and whoever says "join" wants one film whatever was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import yaml

import contract
import plan
import words

LANGUAGE = Path(__file__).resolve().parent.parent / "language"
LOOKED_AT = 20_000  # characters of a message; nobody says "join them" later than that
Kind = Literal["video", "audio", "image", "captions", "folder", "unknown"]


@dataclass(frozen=True, slots=True)
class Work:
    """One timeline: the files that go into it and the name its result takes; "" for the usual."""

    files: tuple[str, ...]
    name: str = ""


def kind_of(file: str) -> Kind:
    """What a path or URL is, going by its name alone: content is checked when it is sent."""
    suffix = _name(file).rpartition(".")[2].lower()
    known = contract.load().formats.get(suffix)
    return known.kind if known is not None else "unknown"


def works(
    message: str, files: Sequence[str], kind: Callable[[str], Kind] = kind_of
) -> tuple[Work, ...]:
    """The works that this message and these files are; always at least one."""
    if len(files) < 2:
        return (Work(tuple(files)),)
    by_kind: dict[Kind, list[str]] = {}
    for file in files:
        by_kind.setdefault(kind(file), []).append(file)
    together = _says("joined", message) or (
        _says("together", message) and not _says("each", message)
    )
    if together or not message.strip():
        return (Work(tuple(files)),)
    videos, songs = by_kind.get("video", []), by_kind.get("audio", [])
    match sorted(by_kind):
        case ["video"] | ["audio", "video"] if len(videos) > 1 and len(songs) < 2:
            return _each(videos, beside=songs)
        case ["audio"] if len(songs) > 1 and _says("picture", message):
            return _each(songs, beside=[])
    return (Work(tuple(files)),)


def _says(what: str, message: str) -> bool:
    """Whether the message holds one of the phrases under this key of language/<lang>/batch.yaml."""
    return bool(_phrases(what).search(message[:LOOKED_AT]))


@cache
def _phrases(what: str) -> re.Pattern[str]:
    by_lang = {lang: "|".join(_loaded(lang)[what]) for lang in words.LANGS}
    chinese = "|".join(both for lang, both in by_lang.items() if lang != "en")
    return re.compile(rf"\b(?:{by_lang['en']})\b|{chinese}", re.IGNORECASE)


@cache
def _loaded(lang: words.Lang) -> dict[str, list[str]]:
    text = (LANGUAGE / lang / "batch.yaml").read_text(encoding="utf-8")
    loaded: dict[str, list[str]] = yaml.safe_load(text)
    return loaded


def _each(files: Sequence[str], *, beside: Sequence[str]) -> tuple[Work, ...]:
    names = distinct([Path(_name(file)).stem for file in files])
    return tuple(Work((file, *beside), name) for file, name in zip(files, names, strict=True))


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """These names, those that came before numbered: clip, clip-2."""
    taken: set[str] = set()
    given: list[str] = []
    for name in names:
        number, fresh = 2, name
        while fresh.casefold() in taken:
            fresh, number = f"{name}-{number}", number + 1
        taken.add(fresh.casefold())
        given.append(fresh)
    return tuple(given)


def _name(file: str) -> str:
    if re.match(r"https?://", file, re.IGNORECASE):
        return unquote(urlsplit(file).path).rpartition("/")[2]
    return Path(file).name


def of_work(wanted: plan.Plan, work: Work) -> plan.Plan:
    """The plan for one work of several: its own file, and a render of its own named after it.

    A batch that changes something ends in files, whether or not the sentence says so: nobody
    who hands over a folder wants to ask for each result by name.
    """
    steps: list[plan.Step] = []
    for step in wanted.steps:
        match step.intent:
            case "upload":
                steps.append(replace(step, files=work.files))
            case "export":
                wishes = step.wishes or plan.Wishes()
                steps.append(replace(step, wishes=replace(wishes, name=result(work))))
            case _:
                steps.append(step)
    if "sse" in wanted.intents and "export" not in wanted.intents:
        steps.append(plan.Step("export", wishes=plan.Wishes(name=result(work))))
    return plan.Plan(tuple(steps))


def result(work: Work) -> str:
    """The name of a work's result: its input's, told apart from the input itself."""
    return f"{work.name}-edited"


def inside(folder: Path) -> tuple[str, ...]:
    """The media files that lie in this folder itself, as people order them: clip2 before clip10."""
    known = contract.load().formats
    found = [
        path
        for path in folder.iterdir()
        if path.suffix[1:].lower() in known and not path.name.startswith(".") and path.is_file()
    ]
    return tuple(str(path) for path in sorted(found, key=_as_people_count))


def _as_people_count(path: Path) -> tuple[list[tuple[bool, int, str]], str]:
    parts = re.findall(r"\d{1,18}|\D+", path.name.casefold())
    return [(p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts], path.name
