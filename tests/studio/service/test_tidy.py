"""What is old goes; what a session still has, stays."""

from __future__ import annotations

import os

from studio import api
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


def test_what_can_be_worked_out_again_stays_within_its_budget(make, wiring) -> None:
    studio = make(derived_mb=2)
    session = wiring(api.build(studio)).person().session()
    files = {}
    for number, name in enumerate(("oldest", "needed", "older", "newer", "fresh")):
        file = files[name] = studio.folder("films" if number % 2 else "facts") / f"{name}.bin"
        file.write_bytes(bytes(1 << 20))
        at = studio.clock() - (0 if name == "fresh" else 10 * DAY - number * DAY)
        os.utime(file, (at, at))
    studio.store.keep_stock(
        Stock(
            session=session, id="m1", material=b"{}", path="films/needed.bin", size=1, digest="",
            made=True, at=1.0,
        )
    )  # fmt: skip
    assert tidy.tidy(studio).derived == 2
    left = {name for name, file in files.items() if file.exists()}
    assert left == {"needed", "newer", "fresh"}
    assert tidy.tidy(studio).derived == 0


def test_what_a_killed_render_left_half_made_is_gone_after_a_start(studio) -> None:
    left = studio.folder("exports", "sess_1", ".making-abc") / "part.mp4"
    whole = studio.folder("exports", "sess_1") / "x.mp4"
    arriving = studio.folder("incoming") / "in_1"
    for file in (left, whole, arriving):
        file.write_bytes(b"x")
    tidy.clear(studio)
    assert whole.exists() and not left.parent.exists() and not arriving.exists()
