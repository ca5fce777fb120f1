"""The document says what the server does: it is fuzzed from its own document."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio import api, contract
from studio.service import refusals
from studio.words import sentences

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
PLACE = TEXT.filter(lambda text: text.strip("./ ") and "/" not in text)  # or it is another path
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)


def shaped(schema: dict[str, Any], shapes: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of a schema of ours, as far as ours go."""
    match schema:
        case {"$ref": ref}:
            return shaped(shapes[ref.rpartition("/")[2]], shapes)
        case {"const": value}:
            return st.just(value)
        case {"anyOf": options}:
            return st.one_of([shaped(option, shapes) for option in options])
        case {"type": "null"}:
            return st.none()
        case {"type": "boolean"}:
            return st.booleans()
        case {"type": "integer"}:
            return st.integers(schema.get("minimum"), schema.get("maximum"))
        case {"type": "array", "items": items}:
            return st.lists(shaped(items, shapes), min_size=schema.get("minItems", 0), max_size=4)
        case {"type": "object", "properties": fields}:
            needed = set(schema.get("required", ()))
            made = {name: shaped(field, shapes) for name, field in fields.items()}
            return st.fixed_dictionaries(
                {k: v for k, v in made.items() if k in needed},
                optional={k: v for k, v in made.items() if k not in needed},
            )
        case {"type": "object"}:
            return st.dictionaries(TEXT, JUNK, max_size=4)
        case {"type": "string"}:
            return st.text(
                st.characters(exclude_categories=["Cs"]), min_size=schema.get("minLength", 0),
                max_size=min(schema.get("maxLength", 30), 30),
            )  # fmt: skip
    return JUNK


@pytest.fixture
def house(make, wiring) -> dict[str, Any]:
    studio = make(waiting=10_000, upload_files=3)
    wire = wiring(api.build(studio))
    person = wire.person()
    session = person.session()
    person.say(session, 'make a 1-second video with the title "Hello"')
    document = wire.ask("GET", "/openapi.json").json()
    return {"person": person, "wire": wire, "session": session, "document": document}


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


@settings(
    max_examples=250, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_no_request_gets_an_answer_that_the_document_does_not_have(house, data) -> None:
    document, session = house["document"], house["session"]
    path, method, operation = data.draw(st.sampled_from(operations(document)))
    for name in re.findall(r"\{(\w+)\}", path):
        known = {"session": session, "user": "me", "name": "x.mp4"}.get(name, "render_1")
        value = data.draw(st.just(known) | PLACE)
        path = path.replace("{" + name + "}", quote(value, safe=""), 1)
    headers: dict[str, str] = {}
    for parameter in operation["parameters"]:
        if parameter["in"] == "header":
            headers[parameter["name"].replace("-", "_")] = data.draw(st.just("value-01") | HEADER)
    raw = None
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        schema = content["application/json"]["schema"]
        shape = shaped(schema, document["components"]["schemas"])
        body = data.draw(shape | JUNK | st.binary(max_size=40))
        if isinstance(body, dict) and data.draw(st.booleans()):
            body = {k: session if k in ("session_id", "sessionId") else v for k, v in body.items()}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers["Content_Type"] = data.draw(
            st.sampled_from(["application/json"] * 8 + ["", "text/plain", *content])
        )
    asker = house["person"] if data.draw(st.integers(0, 9)) else house["wire"]
    told = asker.ask(method.upper(), path, raw, **headers)
    assert str(told.status) in operation["responses"], (method, path, told.status, told.body[:300])
    if told.headers["content-type"].startswith("text/html"):
        assert operation["responses"][str(told.status)]["content"].keys() == {"text/html"}
    elif told.status >= 400 and told.status not in (416, 422):
        refusal = told.json()
        assert refusal.get("detail") or (refusal["code"] and refusal["message"])


def test_every_endpoint_of_the_contract_is_in_the_document(house) -> None:
    documented = {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path))
        for path, method, _ in operations(house["document"])
    }
    raw = yaml.safe_load(contract.FILE.read_text(encoding="utf-8"))
    for name, endpoint in raw["endpoints"].items():
        path = endpoint["path"].replace("{app}", "nemo_agent")
        assert (endpoint["method"], re.sub(r"\{\w+\}", "{}", path)) in documented, name


def test_the_document_refers_to_nothing_that_it_lacks(house) -> None:
    text = json.dumps(house["document"])
    names = set(re.findall(r"#/components/schemas/(\w+)", text))
    assert names <= house["document"]["components"]["schemas"].keys()


@pytest.mark.parametrize("lang", ["en", "zh", "zh-Hant"])
def test_every_refusal_has_its_sentence_in_every_language(lang: str) -> None:
    known = sentences("service", lang)
    english = sentences("service", "en")
    assert known.keys() == english.keys()
    for kind in vars(refusals).values():
        if isinstance(kind, type) and issubclass(kind, refusals.Refusal) and "key" in vars(kind):
            assert kind.key in known, kind
    for key, sentence in known.items():
        places = [set(re.findall(r"\{(\w+)\}", text)) for text in (sentence, english[key])]
        assert places[0] == places[1], key


def test_a_sentence_of_the_service_is_used_somewhere() -> None:
    rooms = Path(api.__file__).parents[1]
    code = "".join(
        file.read_text(encoding="utf-8")
        for room in ("service", "api")
        for file in (rooms / room).glob("*.py")
    )
    computed = ("fetch_", "export_", "wish_")
    for key in sentences("service", "en"):
        assert f'"{key}"' in code or f"service.{key}" in code or key.startswith(computed), key
