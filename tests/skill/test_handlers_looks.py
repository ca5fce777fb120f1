"""An edit of nothing but looks is told by what it changed, whatever a draft calls it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import words
from handlers import looks

DRAFT: dict[str, Any] = {
    "c": {"w": 1080, "h": 1920, "fps": 30},
    "t": [
        {"tt": 7, "sg": [{"i": "t1", "d": 3000, "x": "Hello", "st": {"c": "#ffffff", "sz": 0.08}}]},
        {"tt": 0, "sg": [{"id": "v", "d": 9000, "m": {"name": "a.mp4", "style": {"opacity": 1}}}]},
    ],
}


def changed(**at: object) -> dict[str, Any]:
    """The draft with one place of it otherwise: `t0_st_c="#f00"`."""
    draft = copy.deepcopy(DRAFT)
    for path, value in at.items():
        place: Any = draft
        first, *rest = path.split("__")
        place = place["c"] if first == "c" else place["t"][int(first[1:])]["sg"][0]
        for key in rest[:-1]:
            place = place.setdefault(key, {})
        place[rest[-1]] = value
    return draft


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (changed(t0__st__c="#ff0000"), 'Title "Hello": colour #ffffff → #ff0000.'),
        (changed(t0__st__sz=0.12), 'Title "Hello": size 0.08 → 0.12.'),
        (changed(t0__m__font_family="Serif"), 'Title "Hello": font none → Serif.'),
        (changed(t1__m__style__opacity=0.5), "Video a.mp4: opacity 1 → 0.5."),
        (changed(t1__m__filter="sepia"), "Video a.mp4: filter none → sepia."),
        (changed(t0__m__fontWeight=True), 'Title "Hello": bold none → on.'),
        (changed(t1__m__zzz=5), "Video a.mp4 was changed in its details."),
        (changed(c__fps=60), "The whole picture: frames per second 30 → 60."),
    ],
)
def test_a_detail_is_named_before_and_after(after: dict[str, Any], said: str) -> None:
    assert looks.told(DRAFT, after, "en") == [said]
    for lang in words.LANGS:
        assert looks.told(DRAFT, after, lang)


@pytest.mark.parametrize("odd", [None, {}, {"t": 5}, {"t": [{"sg": [None, 5, {"m": []}]}]}])
def test_odd_drafts_are_no_trouble(odd: Any) -> None:
    assert looks.told(odd, DRAFT, "en") == [] and looks.told(DRAFT, odd, "en") == []
