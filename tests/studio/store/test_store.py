"""Both stores keep the same promises."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.store import (
    Claim,
    Event,
    Export,
    MemoryStore,
    Person,
    Session,
    SqliteStore,
    Stock,
    Store,
    Token,
    Turn,
    Version,
)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path):
    file = tmp_path / "s.sqlite3"
    made: Store = MemoryStore() if request.param == "memory" else SqliteStore(file)
    yield made
    made.close()


def person(name: str = "anon_1", granted: int = 100) -> Person:
    return Person(id=name, client=f"client-{name}", created=1.0, granted=granted)


def session(name: str = "s1", touched: float = 1.0) -> Session:
    return Session(id=name, task="t", person="anon_1", language="en", created=1.0, touched=touched)


def export(name: str = "render_1", **changes: object) -> Export:
    plain = Export(
        person="anon_1",
        id=name,
        key=f"key-{name}",
        session="s1",
        state="pending",
        wish=b"{}",
        draft=b"{}",
        version=1,
        asked=1.0,
    )
    return msgspec.structs.replace(plain, **changes)


def test_an_absent_row_is_none(store: Store) -> None:
    assert store.person("x") is None
    assert store.person_of_client("x") is None
    assert store.token("x") is None
    assert store.session("x") is None
    assert store.newest("x") is None
    assert store.version("x", 1) is None
    assert store.last_turn("x") is None
    assert store.turn_by_key("x", "k") is None
    assert store.export("x", "y") is None
    assert store.export_by_key("x") is None
    assert store.claim("x") is None


def test_credits_cannot_be_held_twice(store: Store) -> None:
    store.keep_person(person())
    assert store.hold("anon_1", 60)
    assert not store.hold("anon_1", 60)
    store.settle("anon_1", held=60, spent=20)
    kept = store.person("anon_1")
    assert kept is not None and (kept.held, kept.spent) == (0, 20)
    assert store.hold("anon_1", 80)
    assert not store.hold("nobody", 0)


def test_tokens_are_counted_by_person_and_address(store: Store) -> None:
    for number, who in enumerate(("anon_1", "anon_1", "anon_2")):
        store.keep_token(
            Token(digest=f"d{number}", person=who, issued=10.0 + number, expires=99, address="a")
        )
    assert [t.digest for t in store.tokens_of("anon_1", since=0)] == ["d0", "d1"]
    assert store.tokens_from("a", since=0) == 2
    assert store.tokens_from("a", since=11.5) == 1
    assert store.tokens_from("b", since=0) == 0


def test_an_edit_is_kept_whole(store: Store) -> None:
    stock = Stock(
        session="s1", id="m1", material=b"{}", path="p", size=3, digest="d", made=True, at=2.0
    )
    store.commit(
        session(), Version(session="s1", number=1, draft=b"a", cause="add", at=2.0), [stock]
    )
    store.commit(
        msgspec.structs.replace(session(), memory=b"m"),
        Version(session="s1", number=2, draft=b"b", cause="cut", at=3.0),
    )
    assert [v.draft for v in store.versions("s1")] == [b"a", b"b"]
    assert [(v.number, v.cause, v.draft) for v in store.story("s1")] == [
        (1, "add", b""),
        (2, "cut", b""),
    ]
    newest, kept = store.newest("s1"), store.session("s1")
    assert newest is not None and newest.number == 2
    assert kept is not None and kept.memory == b"m"
    assert list(store.stocks("s1")) == [stock]


def test_events_come_back_in_order_after_a_number(store: Store) -> None:
    for number in (2, 1, 3):
        store.add_event(Event(turn="t", number=number, body=b"%d" % number))
    assert [e.body for e in store.events("t", after=1)] == [b"2", b"3"]


def test_a_turn_is_found_by_the_clients_name_for_it_and_as_the_last(store: Store) -> None:
    for number in (1, 2):
        store.keep_turn(
            Turn(
                id=f"t{number}",
                session="s1",
                key=f"k{number}",
                text="x",
                state="running",
                asked=float(number),
            )
        )
    by_key, last = store.turn_by_key("s1", "k1"), store.last_turn("s1")
    assert by_key is not None and by_key.id == "t1"
    assert last is not None and last.id == "t2"
    store.keep_turn(msgspec.structs.replace(last, state="done"))
    assert [t.id for t in store.unfinished_turns()] == ["t1"]


def test_the_same_export_id_is_one_export(store: Store) -> None:
    first = store.add_export(export())
    again = store.add_export(export(key="another"))
    assert again == first
    other = store.add_export(export(person="anon_2", key="theirs"))
    assert other.key == "theirs"
    store.keep_export(export(state="completed", size=7))
    done = store.export_by_key("key-render_1")
    assert done is not None and done.size == 7
    assert [e.key for e in store.unfinished_exports()] == ["theirs"]


def test_a_forgotten_session_leaves_nothing(store: Store) -> None:
    store.commit(session(), Version(session="s1", number=1, draft=b"a", cause="", at=1.0))
    store.keep_turn(Turn(id="t", session="s1", key="k", text="x", state="done", asked=1.0))
    store.add_event(Event(turn="t", number=1, body=b"x"))
    store.add_export(export())
    store.keep_claim(Claim(digest="c", session="s1", task="t", person="anon_1", expires=9.0))
    store.keep_session(session("s2", touched=50.0))
    assert [s.id for s in store.sessions_untouched_since(10.0)] == ["s1"]
    store.forget_session("s1")
    assert store.session("s1") is None and not store.versions("s1")
    assert store.turn("t") is None and not store.events("t", after=0)
    assert store.export("anon_1", "render_1") is None and store.claim("c") is None
    assert store.session("s2") is not None


def test_a_touch_leaves_everything_else_alone(store: Store) -> None:
    store.keep_session(msgspec.structs.replace(session(), memory=b"mind"))
    store.touch("s1", 7.0)
    store.touch("nobody", 7.0)
    kept = store.session("s1")
    assert kept is not None and (kept.touched, kept.memory) == (7.0, b"mind")


def test_what_is_old_is_found(store: Store) -> None:
    for number, ended in enumerate((0.0, 5.0, 50.0)):
        store.keep_turn(
            Turn(
                id=f"t{number}", session="s1", key="", text="", state="done", asked=1.0, ended=ended
            )
        )
        store.add_event(Event(turn=f"t{number}", number=1, body=b"x"))
        store.add_export(export(f"r{number}", ended=ended, file=f"f{number}"))
    assert store.forget_events(10.0) == 1
    assert [len(store.events(f"t{n}", after=0)) for n in range(3)] == [1, 0, 1]
    assert [e.id for e in store.exports_ended(before=10.0)] == ["r1"]
    assert "r1" in [e.id for e in store.exports_of(store.export("anon_1", "r1").session)]
    assert store.exports_of("another") == []
    store.keep_stock(
        Stock(session="s1", id="m", material=b"", path="a/b", size=1, digest="", made=True, at=1)
    )
    assert store.paths() == {"a/b"}


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SIZES = st.integers(0, 2**40)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Stock,
        session=TEXT,
        id=TEXT,
        material=st.binary(),
        path=TEXT,
        size=SIZES,
        digest=TEXT,
        made=st.booleans(),
        at=st.floats(0, 1e10),
    )
)
def test_what_goes_in_comes_out(store: Store, stock: Stock) -> None:
    store.keep_stock(stock)
    assert stock in store.stocks(stock.session)


def test_a_reopened_file_knows_everything(tmp_path: Path) -> None:
    first = SqliteStore(tmp_path / "s.sqlite3")
    first.keep_person(person())
    first.add_export(export())
    first.close()
    again = SqliteStore(tmp_path / "s.sqlite3")
    assert again.person("anon_1") == person()
    assert again.export("anon_1", "render_1") == export()
    again.close()
