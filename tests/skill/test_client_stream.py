"""Bytes to events: the same events however the bytes are cut, and none of the known accidents."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.stream import Frame, Frames


def frames(*chunks: bytes, most: int = 1 << 25) -> list[str]:
    reader = Frames(most=most)
    return [frame.data for chunk in chunks for frame in reader.feed(chunk)]


TABLE = [
    ("lf", b"data: a\n\ndata: b\n\n", ["a", "b"]),
    ("cr", b"data: a\r\rdata: b\r\r", ["a", "b"]),
    ("crlf", b"data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]),
    ("mixed ends", b"data: a\r\n\ndata: b\r\r\n", ["a", "b"]),
    ("no space", b"data:a\n\n", ["a"]),
    ("only the first space goes", b"data:  a\n\n", [" a"]),
    ("several lines", b"data: a\ndata: b\n\n", ["a\nb"]),
    ("empty data is an event", b"data:\n\ndata\n\n", ["", ""]),
    ("a comment is a sign of life", b": ping\n\ndata: a\n\n", ["", "a"]),
    ("unknown fields", b"event: x\nretry: 5\nfoo: bar\nid: 1\ndata: a\n\n", ["a"]),
    ("byte order mark", b"\xef\xbb\xbfdata: a\n\n", ["a"]),
    ("unfinished tail", b"data: a\n\ndata: b\n", ["a"]),
    ("unfinished line", b"data: a\n\ndata: b", ["a"]),
    ("bad utf-8", b"data: a\xff\n\ndata: b\n\n", ["a\ufffd", "b"]),
    ("bad utf-8 in a comment", b": caf\xe9\n\ndata: b\n\n", ["", "b"]),
    ("separators of text are no line ends", "data: a\u2028b\u2029c\u0085d\x0be\x0cf\n\n".encode(),
     ["a\u2028b\u2029c\u0085d\x0be\x0cf"]),
    ("nothing", b"", []),
    ("blank lines", b"\n\n\r\n\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("wire", "events"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE])
def test_each_form_of_stream_gives_its_events(wire: bytes, events: list[str]) -> None:
    assert frames(wire) == events
    assert frames(*(wire[i : i + 1] for i in range(len(wire)))) == events


FIELDS = st.sampled_from(
    [b"data: ", b"data:", b"data", b"id: 7", b": note", b"event: x", b"", b"\xef\xbb\xbf"]
)
ENDS = st.sampled_from([b"\n", b"\r", b"\r\n", b"\n\n", b"\r\r", b"\r\n\r\n"])
VALUES = st.one_of(st.binary(max_size=6), st.text(max_size=4).map(str.encode))
WIRES = st.lists(st.tuples(FIELDS, VALUES, ENDS), max_size=8).map(
    lambda rows: b"".join(b"".join(row) for row in rows)
)


@settings(max_examples=300, deadline=None)
@given(wire=WIRES, data=st.data())
def test_a_stream_cut_anywhere_gives_the_same_events(wire: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(wire)), max_size=6)))
    pieces = [wire[a:b] for a, b in zip([0, *cuts], [*cuts, len(wire)], strict=True)]
    assert frames(*pieces) == frames(wire)


def test_an_unfinished_tail_is_noted_and_a_whole_stream_is_not() -> None:
    cut, whole = Frames(), Frames()
    list(cut.feed(b"data: a\n\ndata: b\n"))
    list(whole.feed(b"data: a\n\n"))
    assert cut.close()
    assert not whole.close()


def test_the_last_id_stays_known() -> None:
    reader = Frames()
    got = list(reader.feed(b"id: 3\ndata: a\n\ndata: b\n\nid: 4\n\n"))
    assert got == [Frame("a", "3"), Frame("b", "3")]
    assert reader.last_id == "4"


def test_an_event_beyond_all_measure_is_let_go_and_the_next_one_is_read() -> None:
    reader = Frames(most=1000)
    tracemalloc.start()
    events = list(reader.feed(b"data: "))
    for _ in range(2000):
        events += reader.feed(b"x" * 1000)
    events += reader.feed(b"\ndata: more\n\ndata: next\n\n")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [event.data for event in events] == ["next"]
    assert reader.dropped == 1
    assert peak < 500_000
