"""Renders: asked for, watched, stopped, fetched; every code of the contract."""

from __future__ import annotations

import threading
import time

import msgspec
import pytest

from studio import api, timeline
from studio.jobs import Task
from studio.renderer.values import Output
from studio.service import picking, refusals, rendering, timelines, wishes
from studio.timeline.model import Timeline
from studio.timeline.operations import AddSound

START = "/api/render/proxy/lambda"
TITLE = 'make a 1-second video with the title "Hello"'


@pytest.fixture
def person(wire, studio):
    found = wire.person()
    found.studio = studio
    return found


def asked(session: str, id: str = "render_1", **more: object) -> dict:
    output = {"format": "mp4", "quality": "draft", "resolution": "144p"}
    return {"id": id, "sessionId": session, "draft": {}, "output": output} | more


def heard(person, tone: bytes) -> str:
    """A session with half a second of sound on its timeline."""
    name = person.session()
    (file,) = person.upload(name, ("tone.wav", tone)).data["files"]
    studio = person.studio
    session = studio.store.session(name)
    sound = AddSound(id="s1", source=file["id"], duration=500, length=500)
    made = timeline.apply(Timeline(), sound)
    row = timelines.row(session, 1, made, parent=0, cause="", at=1.0)
    studio.store.commit(timelines.keep_mind(session, timelines.Mind(at=1)), row)
    assert person.state(name)["draft"]["d"] == 500
    return name


def finished(person, id: str = "render_1") -> dict:
    for _ in range(400):
        told = person.ask("GET", f"{START}/{id}").json()
        if told["status"] not in ("pending", "processing"):
            return told
        assert told["poll"] > 0
        time.sleep(0.03)
    raise AssertionError("it never ended")


@pytest.mark.parametrize("name", ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"])
def test_without_a_header_of_attribution_it_is_402(person, name: str) -> None:
    session = person.session()
    for value in ("", "  "):
        told = person.ask("POST", START, asked(session), **{name.replace("-", "_"): value})
        assert (told.status, told.json()["code"]) == (402, 402)


def test_nothing_on_the_timeline_is_said(person) -> None:
    told = person.ask("POST", START, asked(person.session()))
    assert (told.status, told.json()["code"]) == (409, 409)


def test_a_render_of_another_persons_session_is_1002(person, wire) -> None:
    session = wire.person("client-0002").session()
    assert person.ask("POST", START, asked(session)).json()["code"] == 1002


def test_a_sound_is_rendered_fetched_whole_and_in_ranges(person, tone) -> None:
    session = heard(person, tone)
    begun = person.ask("POST", START, asked(session, output={"format": "wav"})).json()
    assert begun["code"] == 0 and begun["id"] == "render_1"
    told = finished(person)
    assert (told["status"], told["progress"]) == ("completed", 1.0)
    output = told["output"]
    path = output["url"].removeprefix("http://127.0.0.1:8765")
    whole = person.ask("GET", path, Authorization="")  # a signed link needs no token
    assert (whole.status, len(whole.body)) == (200, output["size"])
    assert whole.body[:4] == b"RIFF" and whole.headers["content-type"] == "audio/wav"
    part = person.ask("GET", path, Range="bytes=4-11")
    assert (part.status, part.body) == (206, whole.body[4:12])
    assert part.headers["content-range"] == f"bytes 4-11/{output['size']}"
    assert person.ask("GET", path, Range="bytes=99999999-").status == 416
    fallback = person.ask("GET", "/api/render/proxy/render_1/download")
    assert fallback.body == whole.body
    assert told["receipt"]["duration"] == 500


RANGES = [
    ("bytes=0-9", 206, (0, 10)), ("bytes=-5", 206, (-5, None)), ("bytes=100-", 206, (100, None)),
    ("bytes=0-99999999", 206, (0, None)), ("Bytes=0-4", 206, (0, 5)),
    ("bytes=99999999-", 416, None), ("bytes=-0", 416, None),
    ("bytes=5-2", 200, (0, None)), ("bytes=a-b", 200, (0, None)), ("items=0-1", 200, (0, None)),
    ("bytes=", 200, (0, None)), ("bytes=1-2-3", 200, (0, None)),
]  # fmt: skip


def test_a_file_is_sent_in_the_ranges_that_are_some_and_else_whole(person, tone) -> None:
    session = heard(person, tone)
    person.ask("POST", START, asked(session, output={"format": "wav"}))
    finished(person)
    path = "/api/render/proxy/render_1/download"
    whole = person.ask("GET", path)
    for spelled, status, part in RANGES:
        told = person.ask("GET", path, Range=spelled)
        assert told.status == status, spelled
        if part:
            assert told.body == whole.body[part[0] : part[1]], spelled
    many = person.ask("GET", path, Range="bytes=0-0,5-6")
    assert many.status == 206 and b"Content-Range: bytes 5-6/" in many.body
    etag = whole.headers["etag"]
    assert person.ask("GET", path, If_None_Match=f'"x", {etag}').status == 304
    assert person.ask("GET", path, If_None_Match='"x"').status == 200
    assert person.ask("GET", path, Range="bytes=0-4", If_Range=etag).body == whole.body[:5]
    assert person.ask("GET", path, Range="bytes=0-4", If_Range='"x"').body == whole.body
    head = person.ask("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.body))


def test_the_same_id_is_the_same_render(person, tone) -> None:
    session = heard(person, tone)
    order = asked(session, output={"format": "wav"})
    person.ask("POST", START, order)
    first = finished(person)
    again = person.ask("POST", START, order | {"output": {"format": "mp3"}}).json()
    assert again["status"] == "completed"
    assert again["output"]["format"] == first["output"]["format"] == "wav"


def test_an_id_is_one_persons_own(person, wire, tone) -> None:
    person.ask("POST", START, asked(heard(person, tone), output={"format": "wav"}))
    other = wire.person("client-0002")
    for method, path in [
        ("GET", f"{START}/render_1"), ("POST", f"{START}/render_1/cancel"),
        ("GET", "/api/render/proxy/render_1/download"),
    ]:  # fmt: skip
        assert other.ask(method, path).status == 404
    finished(person)


@pytest.mark.parametrize("change", ["until", "signature", "key"])
def test_a_link_is_good_for_what_was_signed_and_for_a_day(person, clock, tone, change) -> None:
    person.ask("POST", START, asked(heard(person, tone), output={"format": "wav"}))
    path = finished(person)["output"]["url"].removeprefix("http://127.0.0.1:8765")
    _, files, key, until, signature, name = path.split("/")
    changed = {"key": key, "until": until, "signature": signature}
    changed[change] = changed[change][:-1] + ("0" if changed[change][-1] != "0" else "1")
    bad = "/".join(["", files, *changed.values(), name])
    assert person.ask("GET", bad).status == 403
    assert person.ask("GET", path).status == 200
    clock.now += 86_401
    assert person.ask("GET", path).status == 403


def test_an_older_version_can_be_rendered_and_a_missing_one_is_said(person) -> None:
    session = person.session()
    person.say(session, TITLE)
    older = person.state(session)["draft"]
    person.say(session, 'change the title to "Bye"')
    for id, order, version in [
        ("a", {"version": 1}, 1), ("b", {"draft": older}, 1), ("c", {}, 2),
        ("d", {"draft": {"t": [{"tt": 0, "sg": [{"i": "x", "s": 0, "d": 5, "src": "../x"}]}]}}, 2),
        ("e", {"draft": {"t": "nonsense"}}, 2),
    ]:  # fmt: skip
        told = person.ask("POST", START, asked(session, id, **order)).json()
        assert told["version"] == version, id
        person.ask("POST", f"{START}/{id}/cancel")
    assert person.ask("POST", START, asked(session, "f", version=9)).status == 404


def test_a_draft_of_ones_own_is_rendered_where_it_holds_together(person) -> None:
    session = person.session()
    person.say(session, TITLE)
    draft = person.state(session)["draft"]
    next(t for t in draft["t"] if t["tt"] == 7)["sg"][0]["x"] = "Mine"
    told = person.ask("POST", START, asked(session, draft=draft)).json()
    assert told["version"] == 0
    person.ask("POST", f"{START}/render_1/cancel")


def test_a_cancelled_render_is_over_at_once_and_stays_so(studio, person, tone) -> None:
    go = threading.Event()
    for number in range(2):
        studio.engine.submit(f"busy{number}", lambda task: go.wait(5) and None, Task())
    session = heard(person, tone)
    person.ask("POST", START, asked(session, output={"format": "wav"}))
    assert person.ask("POST", f"{START}/render_1/cancel").json()["status"] == "cancelled"
    go.set()
    told = person.ask("POST", f"{START}/render_1/cancel").json()
    assert told["status"] == "cancelled" and told["message"]
    told = person.ask("GET", "/api/render/proxy/render_1/download")
    assert told.status == 409


def test_a_running_render_stops_when_it_is_cancelled(person) -> None:
    session = person.session()
    person.say(session, 'make a 10-minute video with the title "Hello"')
    person.ask("POST", START, asked(session, output={"format": "mp4", "resolution": "1080p"}))
    while person.ask("GET", f"{START}/render_1").json()["status"] != "processing":
        time.sleep(0.02)
    assert person.ask("POST", f"{START}/render_1/cancel").json()["status"] == "cancelled"
    for _ in range(500):  # the whole would take minutes
        if not person.studio.engine.busy():
            break
        time.sleep(0.02)
    assert not person.studio.engine.busy()
    assert not list((person.studio.settings.data / "exports").rglob("*.mp4"))


@pytest.mark.parametrize(
    ("asked_for", "wish"),
    [
        ({}, Output()),
        ({"format": "mp4", "quality": "high"}, Output()),
        ({"format": "MOV", "codec": "h264", "crf": 18}, Output()),
        ({"format": "gif", "quality": "draft"}, Output(format="gif", quality="draft")),
        ({"fps": 12}, Output(fps=(12, 1))),
        ({"resolution": "1080p"}, Output(height=1080)),
        ({"resolution": "1920x1080"}, Output(height=1080)),
        ({"resolution": "4K"}, Output(height=2160)),
        ({"resolution": "source"}, Output()),
        ({"width": 1080, "height": 1920}, Output(height=1080)),
        ({"height": 720}, Output(height=720)),
        ({"fps": 29.97}, Output(fps=(30000, 1001))),
        ({"fps": "25"}, Output(fps=(25, 1))),
        ({"loudness": False}, Output(loudness=None)),
        ({"loudness": -16}, Output(loudness=-16.0)),
    ],
)  # fmt: skip
def test_every_form_of_a_wish_is_understood(asked_for: dict, wish: Output) -> None:
    assert wishes.output(asked_for) == wish


@pytest.mark.parametrize(
    "asked_for",
    [
        {"format": "exe"}, {"format": 5}, {"quality": "ultra"}, {"resolution": "huge"},
        {"resolution": "9x9"}, {"height": 100_000}, {"fps": 0}, {"fps": True}, {"fps": "fast"},
        {"loudness": 3}, {"loudness": "loud"}, {"resolution": {"a": 1}},
    ],
)  # fmt: skip
def test_a_wish_that_cannot_be_is_named(asked_for: dict) -> None:
    with pytest.raises(refusals.BadExport) as refused:
        wishes.output(asked_for)
    for lang in ("en", "zh", "zh-Hant"):
        assert refused.value.sentence(lang)


def test_what_a_killed_server_left_is_rendered_anew_and_given_up_when_it_did_so_twice(
    studio, person, tone
) -> None:
    session = heard(person, tone)
    owner = studio.store.session(session).person
    person.ask("POST", START, asked(session, output={"format": "wav"}))
    finished(person)
    done = studio.store.export(owner, "render_1")
    lost = ((0, "processing"), (1, "pending"), (1, "processing"), (2, "pending"))
    for number, (tries, state) in enumerate(lost):
        left = msgspec.structs.replace(
            done, id=f"left{number}", key=f"k{number}", state=state, tries=tries, file="", size=0
        )
        studio.store.keep_export(left)
    assert rendering.recover(studio) == (2, 2)
    assert finished(person, "left0")["status"] == "completed"
    assert finished(person, "left1")["status"] == "completed"
    given_up = finished(person, "left2")
    assert given_up["status"] == "failed" and "twice" in given_up["error"]


def test_a_file_that_is_gone_is_said(studio, person, tone) -> None:
    person.ask("POST", START, asked(heard(person, tone), output={"format": "wav"}))
    path = finished(person)["output"]["url"].removeprefix("http://127.0.0.1:8765")
    for file in (studio.settings.data / "exports").rglob("*.wav"):
        file.unlink()
    assert person.ask("GET", path).status == 410


def test_a_material_that_vanished_fails_the_render_with_a_sentence(studio, person, tone) -> None:
    session = heard(person, tone)
    for file in (studio.settings.data / "sessions" / session).iterdir():
        file.unlink()
    person.ask("POST", START, asked(session, output={"format": "wav"}))
    told = finished(person)
    assert told["status"] == "failed" and told["error"]


def test_nothing_but_sound_becomes_a_sound_file_where_a_video_was_asked(person, tone) -> None:
    person.ask("POST", START, asked(heard(person, tone)))
    assert finished(person)["output"]["format"] == "mp3"


def test_too_many_waiting_renders_are_refused(make, wiring, tone) -> None:
    studio = make(waiting=1)
    person = wiring(api.build(studio)).person()
    person.studio = studio
    go = threading.Event()
    for number in range(2):
        studio.engine.submit(f"busy{number}", lambda task: go.wait(5) and None, Task())
    session = heard(person, tone)
    assert person.ask("POST", START, asked(session)).status == 200
    assert person.ask("POST", START, asked(session, "render_2")).status == 429
    assert person.ask("POST", START, asked(session)).status == 200  # the one it has already
    go.set()
    finished(person)


@pytest.mark.parametrize(
    "body", [{}, {"id": "x"}, {"id": "", "sessionId": "s"}, {"id": 5, "sessionId": "s"}]
)
def test_an_order_that_is_none_is_400(person, body) -> None:
    assert person.ask("POST", START, body).status == 400


def test_the_music_alone_comes_without_picture_words_and_voices() -> None:
    whole = timeline.apply(
        Timeline(), AddSound(id="s1", source="m", start=400, duration=900, length=900)
    )
    voiced = timeline.apply(
        whole, AddSound(id="s2", source="v", duration=900, length=900, role="voice")
    )
    alone = picking.music_alone(voiced)
    heard = [(s.id, s.start) for track in alone.tracks for s in track.segments]
    assert heard == [("s1", 0)]


def test_music_alone_of_a_session_is_a_sound_file(person, tone: bytes) -> None:
    name = heard(person, tone)
    wish = {"format": "mp3", "only": "music"}
    person.ask("POST", START, asked(name, output=wish))
    told = finished(person)
    assert told["status"] == "completed", told


WISHED = {"format": "mp3", "only": "music"}


@pytest.mark.parametrize(
    ("posted", "wish", "filled", "learned"),
    [
        ({}, WISHED, WISHED, {}),
        ({"quality": "high"}, WISHED, {"quality": "high", **WISHED}, {}),
        ({"format": "mp3"}, WISHED, WISHED, {}),
        ({"format": "mp4"}, WISHED, {"format": "mp4"}, {}),
        ({"format": "gif"}, {}, {"format": "gif"}, {}),
        ({"quality": "draft"}, {}, {"quality": "draft"}, {}),
        ({"resolution": "1080p"}, {"height": 720}, {"resolution": "1080p"}, {"height": 1080}),
        ({"resolution": "720p"}, {"height": 720}, {"resolution": "720p"}, {"height": 720}),
        ({"quality": "high"}, {"quality": "draft"}, {"quality": "high"}, {}),
        ({}, {"format": "gif", "height": 480}, {"format": "gif", "height": 480}, {}),
        ({}, {"format": "gif", "film": 720}, {"format": "gif"}, {"height": 720}),
        ({"format": "gif"}, {"height": 720}, {"format": "gif"}, {"height": 720}),
    ],
)  # fmt: skip
def test_what_was_wished_before_fills_an_order_and_the_last_word_counts(
    posted, wish, filled, learned
) -> None:
    assert wishes.filled(posted, wish) == filled
    assert wishes.learned(posted, wish) == learned


def test_a_wish_said_in_the_conversation_is_kept_until_it_is_fulfilled(person, tone) -> None:
    session = person.session()
    person.say(session, TITLE)
    person.upload(session, ("tone.wav", tone))
    person.say(session, "add tone.wav as the music")
    told = person.say(session, "just the music please").text()
    assert "MP3, the music alone" in told
    person.say(session, "make the music 50%")
    assert person.state(session)["export_wish"] == WISHED
    person.ask("POST", START, {"id": "bare", "sessionId": session})
    assert finished(person, "bare")["output"]["format"] == "mp3"
    assert person.state(session)["export_wish"] == {}
    person.ask("POST", START, {"id": "next", "sessionId": session})
    assert finished(person, "next")["output"]["format"] == "mp4"


@pytest.mark.parametrize(("lang", "words"), [("en", "LUFS"), ("zh-CN", "LUFS"), ("zh-TW", "LUFS")])
def test_a_finished_render_says_what_was_measured_in_the_readers_words(
    person, tone, lang: str, words: str
) -> None:
    name = heard(person, tone)
    person.ask("POST", START, asked(name, output={"format": "wav"}))
    finished(person)
    told = person.ask("GET", f"{START}/render_1", Accept_Language=lang).json()["told"]
    assert words in told["about"] and "0.5 s" in told["about"]
    assert isinstance(told["sentences"], list)
