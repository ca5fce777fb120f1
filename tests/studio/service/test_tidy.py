"""What is old goes; what a session still has, stays."""

from __future__ import annotations

import os

from studio.service import tidy
from studio.store import Session, Stock

DAY = 86_400


def test_a_session_that_nobody_touches_goes_with_its_files_and_its_music(
    studio, wire, clock
) -> None:
    person = wire.person()
    old, kept = person.session(), person.session()
    for number, name in enumerate((old, kept)):
        music = studio.folder("music", f"hash{number}") / "music.wav"
        music.write_bytes(b"x")
        os.utime(music.parent, (0, 0))
        studio.store.keep_stock(
            Stock(
                session=name,
                id=f"m{number}",
                material=b"{}",
                path=f"music/hash{number}/music.wav",
                size=1,
                digest="",
                made=True,
                at=1.0,
            )
        )
        (studio.folder("sessions", name) / "m_1.mp4").write_bytes(b"x")
    clock.now += 31 * DAY
    studio.store.touch(kept, clock.now)
    removed = tidy.tidy(studio)
    assert (removed.sessions, removed.music) == (1, 1)
    assert not (studio.settings.data / "sessions" / old).exists()
    assert (studio.settings.data / "sessions" / kept / "m_1.mp4").exists()
    assert [f.name for f in (studio.settings.data / "music").iterdir()] == ["hash1"]
    assert tidy.tidy(studio).sessions == 0


def test_an_upload_during_a_turn_does_not_undo_what_the_turn_remembers(studio, wire, tone) -> None:
    person = wire.person()
    session = person.session()
    before = studio.store.session(session)
    studio.store.keep_session(
        Session(
            **{name: getattr(before, name) for name in before.__struct_fields__} | {"memory": b"{}"}
        )
    )
    person.upload(session, ("tone.wav", tone))
    assert studio.store.session(session).memory == b"{}"
