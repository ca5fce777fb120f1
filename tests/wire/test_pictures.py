"""Pictures that a backend shows: saved beside the output and told; nothing else is fetched."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.answers import Raw, Stream, event, text
from tests.wire.fake import Fake
from tests.wire.stage import Stage

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 200


def shows(uri: str, mime: str = "image/png", **more: Any) -> bytes:
    return event({"fileData": {"fileUri": uri, "mimeType": mime}}, **more)


def test_a_picture_lies_beside_the_output_under_its_own_name(stage: Stage, fake: Fake) -> None:
    said = [shows("/given/1/2/3/mood.png"), text("I see 3 scenes.")]
    for number in (1, 2):
        fake.script("say", Stream(said))
        fake.script("unknown", Raw(PNG, headers={"Content-Type": "image/png"}))
        assert stage.say("what do you see?")
        (path,) = stage.told.of("picture")[-1]
        assert path.read_bytes() == PNG
        assert path.name == ("mood.png" if number == 1 else "mood (2).png")
        assert path.parent == stage.turn.out
    assert not list(stage.turn.out.glob(".*.part"))
    assert "I see 3 scenes." in stage.told.texts


@pytest.mark.parametrize(
    ("uri", "mime", "content"),
    [
        ("/given/mood.png", "image/png", b"<html>no picture</html>" * 20),
        ("/given/mood.bin", "application/octet-stream", PNG),
        ("http://127.0.0.2:1/mood.png", "image/png", PNG),
        ("file:///etc/passwd", "image/png", PNG),
        ("gs://bucket/mood.png", "image/png", PNG),
    ],
)
def test_what_is_no_picture_of_ours_is_passed_over(
    stage: Stage, fake: Fake, uri: str, mime: str, content: bytes
) -> None:
    fake.script("say", Stream([shows(uri, mime), text("Done.")]))
    fake.script("unknown", Raw(content, headers={"Content-Type": mime}))
    assert stage.say("what do you see?")
    assert not stage.told.of("picture") and "Done." in stage.told.texts
    assert not list(stage.turn.out.glob("*")) and not stage.told.errors


def test_a_picture_that_is_gone_costs_no_words(stage: Stage, fake: Fake) -> None:
    fake.script("say", Stream([shows("/given/gone.png"), text("Done.")]))
    assert stage.say("what do you see?")
    assert not stage.told.of("picture") and "Done." in stage.told.texts
