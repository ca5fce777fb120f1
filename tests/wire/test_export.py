"""Exports over the wire: one job, every shape of status, a whole file or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plan import Step
from tests.wire.answers import Json, Raw, Reset
from tests.wire.fake import DRAFT, MP4, Fake, Seen
from tests.wire.stage import Stage


@pytest.mark.parametrize("shape", ["top", "data", "plain"])
def test_every_shape_of_status_leads_to_the_file(ready: Stage, fake: Fake, shape: str) -> None:
    fake.shape = shape
    assert ready.export()
    assert [path.read_bytes() for path in ready.delivered()] == [MP4]
    assert ready.delivered()[0].name == "Urban Dreams.mp4"
    assert ready.told.of("file") == [(ready.delivered()[0], "video")]
    asked = fake.asked("export")
    assert len(asked) == 1
    body = asked[0].json
    assert body["output"] == {"format": "mp4", "quality": "high"}
    assert body["draft"] == DRAFT
    assert body["sessionId"] in fake.sessions
    assert body["id"].startswith("render_")


def test_nothing_on_the_timeline_is_said_before_anything_is_asked(stage: Stage, fake: Fake) -> None:
    assert not stage.export()
    assert stage.told.errors == ["nothing_to_export"]
    assert not fake.asked("export")
    assert not stage.delivered()


def test_the_wait_is_as_the_answer_hints_and_else_half_a_minute(ready: Stage, fake: Fake) -> None:
    fake.poll = 2.5
    ready.export()
    assert ready.slept == [2.5, 2.5, 2.5]
    ready.slept.clear()
    fake.poll = None
    ready.export()
    assert ready.slept == [30, 30, 30]


def test_progress_is_told_from_start_to_end(ready: Stage) -> None:
    ready.export()
    fractions = [f for label, f in ready.told.of("progress") if label == "Rendering"]
    assert 0.5 in fractions and fractions[-1] == 1.0


def test_wishes_reach_the_output(ready: Stage, fake: Fake) -> None:
    fake.content = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"x" * 100
    assert ready.export(format="webm", quality="draft", height=720, fps=24, name="My Trip")
    assert fake.asked("export")[0].json["output"] == {
        "format": "webm", "quality": "draft", "resolution": "720p", "fps": 24
    }  # fmt: skip
    assert [path.name for path in ready.delivered()] == ["My Trip.webm"]


def test_a_failed_render_is_begun_once_more_with_a_new_id(ready: Stage, fake: Fake) -> None:
    steps = fake.steps
    fake.steps = [{"status": "failed", "error": "out of lambda"}]

    def then_well(seen: Seen) -> Json:
        fake.steps = steps
        fake.renders[seen.json["id"]] = [{"status": "failed", "error": "out of lambda"}]
        return Json({"code": 0})

    fake.script("export", then_well)
    assert ready.export()
    first, second = (seen.json["id"] for seen in fake.asked("export"))
    assert first != second
    assert len(ready.delivered()) == 1


def test_a_render_that_fails_twice_is_one_sentence_and_nothing_is_left(
    ready: Stage, fake: Fake
) -> None:
    fake.steps = [{"status": "failed", "error": "no such codec"}]
    assert not ready.export()
    assert len(fake.asked("export")) == 2
    assert ready.told.errors == ["render_failed"]
    assert "no such codec" in ready.told.of("error")[0][1]
    assert not ready.delivered()
    assert not ready.turn.client.store.jobs()


@pytest.mark.parametrize("answer", [Raw(b"", 500), Json({"code": 7777}), Reset()])
def test_a_render_that_is_not_taken_is_begun_once_more(
    ready: Stage, fake: Fake, answer: Any
) -> None:
    fake.script("export", answer)
    assert ready.export()
    assert len({seen.json["id"] for seen in fake.asked("export")}) == 2


def test_an_answer_that_was_lost_is_asked_for_and_not_submitted_again(
    ready: Stage, fake: Fake
) -> None:
    def taken_but_unheard(seen: Seen) -> Reset:
        fake.renders[seen.json["id"]] = [dict(step) for step in fake.steps]
        return Reset()

    fake.script("export", taken_but_unheard)
    assert ready.export()
    assert len(fake.asked("export")) == 1


def test_trouble_while_waiting_is_waited_out(ready: Stage, fake: Fake) -> None:
    fake.script("export_status", Reset(), Raw(b"", 502), Raw(b"<html>", 200), Json({}, 404))
    assert ready.export()
    assert len(fake.asked("export")) == 1


def test_a_lost_connection_leaves_the_job_for_the_next_run(ready: Stage, fake: Fake) -> None:
    fake.script("export_status", *[Reset()] * 6)
    assert not ready.export()
    assert ready.told.errors == ["render_unseen"]
    ready.again()
    assert ready.export()
    assert len(fake.asked("export")) == 1
    assert len(ready.delivered()) == 1


def test_an_endless_render_is_left_after_half_an_hour_and_kept(ready: Stage, fake: Fake) -> None:
    fake.poll = None
    fake.steps = [{"status": "processing"}]
    assert not ready.export()
    assert ready.told.errors == ["render_slow"]
    assert 1770 <= sum(ready.slept) <= 1860
    assert len(ready.turn.client.store.jobs()) == 1


# -- a run that was killed ----------------------------------------------------------------------


def test_a_killed_run_is_picked_up_by_the_next_message(ready: Stage, fake: Fake) -> None:
    ready.killed()
    for steps in fake.renders.values():
        del steps[:-1]
    assert ready.do("state")
    assert len(ready.delivered()) == 1
    assert len(fake.asked("export")) == 1
    assert not ready.turn.client.store.jobs()


def test_a_killed_run_is_picked_up_by_the_same_export(ready: Stage, fake: Fake) -> None:
    ready.killed()
    assert ready.export()
    assert len(fake.asked("export")) == 1
    assert len(ready.delivered()) == 1


def test_a_killed_run_is_forgotten_once_the_timeline_changed(ready: Stage, fake: Fake) -> None:
    ready.killed()
    fake.session["draft"] = {"t": [*DRAFT["t"], DRAFT["t"][0]]}
    assert ready.export()
    assert len(fake.asked("export")) == 2
    assert len(ready.delivered()) == 1
    assert not ready.turn.client.store.jobs()


def test_a_job_that_another_process_waits_for_is_left_to_it(ready: Stage, fake: Fake) -> None:
    ready.killed()
    job = ready.turn.client.store.jobs()[0]["id"]
    with ready.turn.client.store.working_on(job) as ours:
        assert ours
        assert ready.do("state")
    assert not ready.delivered()
    assert len(ready.turn.client.store.jobs()) == 1


@pytest.mark.parametrize("word", ["cancelled", "aborted"])
def test_a_render_that_somebody_stopped_is_not_begun_again(
    ready: Stage, fake: Fake, word: str
) -> None:
    fake.steps = [{"status": word}]
    assert not ready.export()
    assert ready.told.errors == ["render_stopped"]
    assert len(fake.asked("export")) == 1


@pytest.mark.parametrize(
    ("wish", "said", "output"),
    [
        ({"format": "mp3", "only": "music"}, {},
         {"format": "mp3", "quality": "high", "only": "music"}),
        ({"format": "mp3", "only": "music"}, {"format": "mp4"},
         {"format": "mp4", "quality": "high"}),
        ({"format": "gif", "quality": "draft", "height": 480}, {},
         {"format": "gif", "quality": "draft", "resolution": "480p"}),
        ({"quality": "draft", "height": 480}, {"quality": "high", "height": 720},
         {"format": "mp4", "quality": "high", "resolution": "720p"}),
        ({"format": "exe", "quality": 5, "height": True, "only": "all"}, {},
         {"format": "mp4", "quality": "high"}),
        ("gif", {}, {"format": "mp4", "quality": "high"}),
    ],
)  # fmt: skip
def test_what_was_wished_before_is_what_a_bare_export_makes(
    fake: Fake, tmp_path: Path, wish: Any, said: dict[str, Any], output: dict[str, Any]
) -> None:
    stage = Stage(fake, tmp_path, kind="local")
    stage.do("credits")
    fake.session["draft"] = DRAFT
    fake.session["export_wish"] = wish
    stage.export(**said)
    assert fake.asked("export")[0].json["output"] == output


@pytest.mark.parametrize(("awaiting", "made"), [(True, 0), (False, 1)])
def test_what_is_still_asked_about_is_not_exported(
    fake: Fake, tmp_path: Path, awaiting: bool, made: int
) -> None:
    stage = Stage(fake, tmp_path, kind="local")
    stage.do("credits")
    fake.session["draft"] = DRAFT
    fake.session["awaiting_answer"] = awaiting
    done = stage.run(Step("sse", "add calm music"), Step("export", "export"))
    assert done is bool(made)
    assert len(fake.asked("export")) == made
    stage.export()
    assert len(fake.asked("export")) == made + 1  # asked for by itself, it is made
