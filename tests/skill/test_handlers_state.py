"""Drafts read as they come: the summary in the contract's form, differences in words."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import words
from handlers import difference, drafts, state

DRAFT: dict[str, Any] = {
    "t": [
        {"tt": 0, "sg": [{"d": 10000, "m": {"name": "city timelapse"}}]},
        {"tt": 1, "sg": [{"d": 10000, "m": {"name": "Lo-fi", "volume": 0.35}}]},
        {"tt": 7, "sg": [{"d": 3000, "m": {"text": "Urban Dreams"}}]},
    ]
}
HOME: dict[str, Any] = {
    "t": [
        {"tt": 0, "sg": [{"i": "c1", "s": 0, "d": 12000, "src": "m1", "fi": 500},
                         {"i": "c2", "s": 12000, "d": 3500, "src": "m2", "v": 0.0}]},
        {"tt": 1, "sg": [{"i": "a1", "s": 0, "d": 15500, "src": "m3", "v": 0.5, "r": "voice"}]},
        {"tt": 7, "sg": [{"i": "t1", "s": 0, "d": 3000, "x": "Hello", "p": "center"}]},
    ],
    "c": {"w": 1920, "h": 1080},
}  # fmt: skip
INFOS = [{"id": "m1", "name": "beach.mp4"}, {"id": "m2", "name": "b\x1b[31moat.mp4"}]


def shown(draft: Any, **more: Any) -> state.Shown:
    return drafts.read({"state": {"draft": draft, **more}})


def test_the_summary_is_in_the_form_of_the_contract() -> None:
    assert state.summary(shown(DRAFT), "en") == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) "
        '2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)'
    )


def test_the_summary_is_in_the_users_language() -> None:
    assert state.summary(shown(DRAFT), "zh") == (
        "时间线（3 条轨道）：1. 视频：city timelapse（0-10s） "
        "2. 背景音乐：Lo-fi（0-10s，35%） 3. 标题：“Urban Dreams”（0-3s）"
    )
    assert state.summary(shown({}), "zh-Hant") == "時間軸還是空的。"


def test_the_studios_own_draft_is_read_with_the_users_names() -> None:
    made = [{"id": "m3", "name": "Narration", "type": "audio"}]
    told = state.summary(shown(HOME, video_infos=INFOS, generated_media=made), "en")
    assert told == (
        "Timeline (3 tracks): 1. Video: beach.mp4 (0-12s), boat.mp4 (12-15.5s, 0%) "
        '2. Voice: Narration (0-15.5s, 50%) 3. Title: "Hello" (0-3s)'
    )


def test_what_the_one_line_leaves_out_is_told_beside_it() -> None:
    assert state.details(shown(HOME, video_infos=INFOS), "en") == (
        "beach.mp4: fades in over 0.5 s\nLength: 15.5 s, 1920×1080"
    )
    assert state.details(shown(DRAFT), "zh") == "时长：10 秒"
    assert state.details(shown({}), "en") == ""


def test_a_background_without_a_file_is_called_what_it_is() -> None:
    draft = {"t": [{"tt": 0, "sg": [{"i": "b", "s": 0, "d": 5000, "bgr": {"style": "gradient"}}]}]}
    assert state.summary(shown(draft), "en") == (
        "Timeline (1 track): 1. Video: generated background (0-5s)"
    )


def test_many_pieces_are_counted() -> None:
    draft = {"t": [{"tt": 0, "sg": [{"d": 1000, "m": {"name": f"c{n}"}} for n in range(9)]}]}
    told = state.summary(shown(draft), "en")
    assert told == (
        "Timeline (1 track): 1. Video: c0 (0-1s), c1 (1-2s), c2 (2-3s), c3 (3-4s), 5 more"
    )


@pytest.mark.parametrize(
    ("segment", "volume"),
    [({"v": 0.35}, 0.35), ({"m": {"volume": 35}}, 0.35), ({"volume": 1}, 1.0), ({"v": 0}, 0.0),
     ({"m": {"mute": True}, "v": 0.5}, 0.0), ({"v": "loud"}, None), ({"v": True}, None),
     ({"v": float("nan")}, None), ({}, None), ({"v": 2.0}, 2.0)],
)  # fmt: skip
def test_a_volume_is_read_in_either_scale(segment: dict[str, Any], volume: float | None) -> None:
    track = shown({"t": [{"tt": 1, "sg": [{"d": 1000, **segment}]}]}).tracks[0]
    assert track.segments[0].volume == volume


@pytest.mark.parametrize(
    "draft",
    [None, {}, {"t": []}, {"t": [{}]}, {"t": [{"sg": []}]}, {"t": None}, {"t": [None, 3]},
     {"t": [{"sg": "x"}]}],
)  # fmt: skip
def test_an_empty_draft_is_not_ready(draft: Any) -> None:
    assert not drafts.ready(draft)


def test_a_draft_with_one_piece_is_ready() -> None:
    assert drafts.ready({"t": [{"tt": 0, "sg": []}, {"tt": 1, "sg": [{"d": 1}]}]})
    assert drafts.ready(DRAFT) and drafts.ready(HOME)


KEYS = [
    "t",
    "tt",
    "sg",
    "d",
    "m",
    "s",
    "v",
    "x",
    "c",
    "w",
    "h",
    "src",
    "draft",
    "state",
    "video_infos",
    "generated_media",
    "id",
    "name",
    "fi",
    "dk",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(one=JSON, other=JSON)
def test_no_state_whatsoever_stops_the_telling(one: Any, other: Any) -> None:
    first, second = (drafts.read(v if isinstance(v, dict) else {"draft": v}) for v in (one, other))
    for lang in words.LANGS:
        assert state.summary(first, lang)
        assert difference.difference(first, first, lang) == []
        difference.difference(first, second, lang)


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    draft = copy.deepcopy(HOME)
    change(draft)
    return draft


def clip(draft: dict[str, Any], track: int = 0, at: int = 0) -> Any:
    return draft["t"][track]["sg"][at]


CHANGES = [
    ("volume", lambda d: clip(d, 1).update(v=0.2), ["Voice Narration volume: 50% → 20%."]),
    ("mute", lambda d: clip(d).update(v=0), ["Video beach.mp4 muted: 100% → 0%."]),
    ("move", lambda d: clip(d, 2).update(s=2000), ["Title \"Hello\" moved: starts at 0s → 2s."]),
    ("shorten", lambda d: clip(d, 2).update(d=1500),
     ["Title \"Hello\" shortened: 0-3s → 0-1.5s."]),
    ("lengthen", lambda d: clip(d, 0, 1).update(d=5000),
     ["Video boat.mp4 lengthened: 12-15.5s → 12-17s."]),
    ("words", lambda d: clip(d, 2).update(x="Bye"), ['Title text: "Hello" → "Bye".']),
    ("fade out", lambda d: clip(d, 1).update(fo=3000), ["Voice Narration fades out: 0s → 3s."]),
    ("no fade in", lambda d: clip(d).pop("fi"),
     ["Video beach.mp4 no longer fades in (was 0.5s)."]),
    ("duck", lambda d: clip(d, 1).update(dk=-9.0),
     ["Voice Narration is 9 dB lower while somebody speaks."]),
    ("speed", lambda d: clip(d).update(sp=2.0), ["Video beach.mp4 speed: 1× → 2×."]),
    ("loop", lambda d: clip(d, 1).update(lp=True), ["Voice Narration loops."]),
    ("reverse", lambda d: clip(d).update(rv=True), ["Video beach.mp4 plays backwards."]),
    ("crossfade", lambda d: clip(d, 0, 1).update(xf=500),
     ["Video boat.mp4 crossfade: 0s → 0.5s."]),
    ("place", lambda d: clip(d, 2).update(p="bottom"),
     ["Title \"Hello\" position: center → bottom."]),
    ("frame", lambda d: d.update(c={"w": 1080, "h": 1920}),
     ["Picture size: 1920×1080 → 1080×1920."]),
    ("remove", lambda d: d["t"].pop(), ["Removed Title: \"Hello\" (0-3s)."]),
    ("add", lambda d: d["t"].append({"tt": 1, "sg": [{"i": "n", "s": 0, "d": 8000, "v": 0.35,
     "m": {"name": "Lo-fi"}}]}), ["Added BGM: Lo-fi (0-8s, 35%)."]),
    ("replace", lambda d: clip(d, 1).update(i="a9", src="x", m={"name": "Take 2"}),
     ["Voice: Narration → Take 2."]),
    ("two at once", lambda d: clip(d, 1).update(v=0.2, fo=1000),
     ["Voice Narration volume: 50% → 20%.", "Voice Narration fades out: 0s → 1s."]),
    ("a split", lambda d: d["t"][0]["sg"].__setitem__(slice(0, 1),
     [{"i": "c1", "s": 0, "d": 6000, "src": "m1", "fi": 500},
      {"i": "c9", "s": 6000, "d": 6000, "src": "m1"}]),
     ["Video beach.mp4 shortened: 0-12s → 0-6s.", "Added Video: beach.mp4 (6-12s)."]),
]  # fmt: skip
MADE = [{"id": "m3", "name": "Narration"}]


@pytest.mark.parametrize(("change", "told"), [r[1:] for r in CHANGES], ids=[r[0] for r in CHANGES])
def test_each_change_is_told_with_its_name_and_before_and_after(
    change: Callable[[dict[str, Any]], object], told: list[str]
) -> None:
    before = shown(HOME, video_infos=INFOS, generated_media=MADE)
    after = shown(changed(change), video_infos=INFOS, generated_media=MADE)
    assert difference.difference(before, after, "en") == told


@pytest.mark.parametrize("lang", words.LANGS)
def test_each_kind_of_change_has_a_sentence_in_every_language(lang: words.Lang) -> None:
    before = shown(HOME, video_infos=INFOS)
    for _, change, told in CHANGES:
        after = shown(changed(change), video_infos=INFOS)
        assert len(difference.difference(before, after, lang)) == len(told)
        assert difference.difference(after, before, lang)


def test_a_new_cut_of_everything_is_told_by_its_count() -> None:
    many = {"t": [{"tt": 0, "sg": [{"i": f"n{n}", "d": 10, "m": {"name": f"c{n}"}}
                                   for n in range(40)]}]}  # fmt: skip
    told = difference.difference(state.Shown(), shown(many), "en")
    assert len(told) == 13
    assert told[-1] == "… and 28 more changes."


def test_drafts_without_ids_are_compared_by_name() -> None:
    quieter = copy.deepcopy(DRAFT)
    quieter["t"][1]["sg"][0]["m"]["volume"] = 0.2
    del quieter["t"][0]
    assert difference.difference(shown(DRAFT), shown(quieter), "en") == [
        "BGM Lo-fi volume: 35% → 20%.",
        "Removed Video: city timelapse (0-10s).",
    ]
