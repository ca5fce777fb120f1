"""The command line: what it asks for, and what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contract
from door import arguments, start
from door.arguments import Arguments, Usage, parse

ASKS = [
    ([], Arguments()),
    (["add music"], Arguments(words=("add music",))),
    (["add music", "a.mp4", "b.mp4"], Arguments(words=("add music", "a.mp4", "b.mp4"))),
    (["a.mp4", "--json", "add music"], Arguments(json=True, words=("a.mp4", "add music"))),
    (["--backend", "local", "hi"], Arguments(backend="local", words=("hi",))),
    (["--backend=hosted", "hi"], Arguments(backend="hosted", words=("hi",))),
    (["--backend", "http://127.0.0.1:8/"], Arguments(backend="http://127.0.0.1:8")),
    (["--session", "a b", "--new"], Arguments(session="a b", new=True)),
    (["--session=片头"], Arguments(session="片头")),
    (["--out", "-", "hi"], Arguments(out="-", words=("hi",))),
    (["--out", "--json"], Arguments(out="--json")),
    (["--plan", "--force", "hi"], Arguments(plan=True, force=True, words=("hi",))),
    (["add music", "--", "-rf.mp4"], Arguments(words=("add music",), files=("-rf.mp4",))),
    (["--", "--json"], Arguments(files=("--json",))),
    (["--", "--", "x"], Arguments(files=("--", "x"))),
    (["- quieter please"], Arguments(words=("- quieter please",))),
    (["-6 dB on the music"], Arguments(words=("-6 dB on the music",))),
    (["-"], Arguments(words=("-",))),
    ([""], Arguments(words=("",))),
    (["--help"], Arguments(do="help")),
    (["hi", "-h", "--json"], Arguments(do="help")),
    (["--version"], Arguments(do="version")),
    (["studio", "status"], Arguments(do="studio", words=("studio", "status"))),
    (["studio", "stop", "--json"], Arguments(do="studio", json=True, words=("studio", "stop"))),
    (["studio lights, warm mood"], Arguments(words=("studio lights, warm mood",))),
    (["studio", "a.mp4"], Arguments(words=("studio", "a.mp4"))),
]  # fmt: skip

WRONG = [
    (["--bogus"], "unknown_option"),
    (["-v"], "unknown_option"),
    (["-rf.mp4"], "unknown_option"),
    (["--jsonl"], "unknown_option"),
    (["--out"], "value_wanted"),
    (["--out", "--", "x"], "value_wanted"),
    (["--out="], "value_wanted"),
    (["--session", " "], "value_wanted"),
    (["--json=yes"], "no_value_wanted"),
    (["--session", "a\nb"], "bad_session"),
    (["--session", "x" * 201], "bad_session"),
    (["--backend", "cloud"], "bad_backend"),
    (["--backend", "ftp://x"], "bad_backend"),
    (["--backend", "https://"], "bad_backend"),
    (["--backend", "https://a b"], "bad_backend"),
    (["--backend", "https://a:99999"], "bad_backend"),
    (["--backend", "https://a/?token=nmv_usr_1"], "bad_backend"),
    (["--backend", "https://me:pw@example.com"], "secret_in_address"),
    (["studio"], "studio_command"),
    (["studio", "restart"], "studio_command"),
]


@pytest.mark.parametrize(("argv", "asked"), ASKS, ids=[" ".join(a) or "nothing" for a, _ in ASKS])
def test_the_words_of_a_call_are_read(argv: list[str], asked: Arguments) -> None:
    assert parse(argv) == asked


@pytest.mark.parametrize(("argv", "key"), WRONG, ids=[" ".join(a)[:40] for a, _ in WRONG])
def test_a_wrong_call_is_told_what_is_wrong(argv: list[str], key: str) -> None:
    with pytest.raises(Usage) as caught:
        parse(argv)
    assert caught.value.key == key


def test_an_address_with_a_secret_is_not_said_back() -> None:
    with pytest.raises(Usage) as caught:
        parse(["--backend", "https://me:hunter2@example.com"])
    assert "hunter2" not in caught.value.what


@given(st.lists(st.text(max_size=30), max_size=8))
def test_every_call_is_read_or_told_what_is_wrong(argv: list[str]) -> None:
    try:
        asked = parse(argv)
    except Usage as usage:
        assert usage.key
    else:
        assert asked.do in {"turn", "help", "version", "studio"}


@given(st.lists(st.text(max_size=30), max_size=8))
def test_nothing_behind_two_dashes_is_an_option(files: list[str]) -> None:
    assert parse(["--", *files]).files == tuple(files)


def test_events_are_wanted_even_where_the_rest_is_wrong() -> None:
    assert arguments.wants_json(["--bogus", "--json"])
    assert not arguments.wants_json(["--", "--json"])


def test_what_is_read_early_from_the_environment_is_what_the_contract_names() -> None:
    names = contract.load().environment
    assert (names["url"], names["token"]) == start.AWAY


@pytest.mark.parametrize(
    ("argv", "kind"),
    [
        (["hi"], "studio"),
        (["--backend", "local", "hi"], "studio"),
        (["--backend", "hosted", "hi"], "skill"),
        (["--backend", "https://example.com", "hi"], "skill"),
        (["--plan", "hi"], "skill"),
        (["studio", "status"], "skill"),
    ],
)
def test_a_first_start_lays_what_the_call_will_need(
    argv: list[str], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in start.AWAY:
        monkeypatch.delenv(name, raising=False)
    assert start._kind(parse(argv)) == kind
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_example")
    assert start._kind(parse(argv)) == ("studio" if "local" in argv else "skill")
