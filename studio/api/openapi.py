"""The document of the API (OpenAPI 3.1), made from the table of routes and the bodies' types."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from studio.api.route import Route

Json = dict[str, Any]

_STRING: Json = {"type": "string"}
_BINARY: Json = {"type": "string", "format": "binary"}
_REFUSAL: Json = {
    "type": "object", "required": ["code", "message"],
    "properties": {"code": {"type": "integer"}, "message": _STRING, "data": {}, "detail": _STRING},
}  # fmt: skip
_BY_HAND: dict[str, Json] = {
    "message": {
        "application/json": {"schema": {
            "type": "object",
            "required": ["app_name", "user_id", "session_id", "new_message"],
            "properties": {
                "app_name": {"type": "string", "const": "nemo_agent"},
                "user_id": _STRING, "session_id": _STRING, "streaming": {"type": "boolean"},
                "new_message": {"type": "object", "properties": {
                    "role": _STRING,
                    "parts": {"type": "array", "items": {
                        "type": "object", "additionalProperties": False,
                        "properties": {"text": _STRING},
                    }},
                }},
            },
        }},
    },
    "upload": {
        "multipart/form-data": {"schema": {
            "type": "object", "required": ["files"],
            "properties": {"files": {"type": "array", "items": _BINARY}},
        }},
        "application/json": {"schema": {
            "type": "object", "required": ["urls"],
            "properties": {
                "urls": {"type": "array", "items": _STRING, "minItems": 1},
                "source_type": _STRING,
            },
        }},
    },
    "stop": {"application/json": {"schema": {
        "type": "object", "properties": {"force": {"type": "boolean"}},
    }}},
}  # fmt: skip


def document(table: Iterable[Route], *, version: str) -> Json:
    """The whole document."""
    rows = tuple(table)
    kinds = [route.body for route in rows if isinstance(route.body, type)]
    _, components = msgspec.json.schema_components(
        kinds, ref_template="#/components/schemas/{name}"
    )
    paths: Json = {}
    for route in rows:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The studio", "version": version,
            "description": "Sessions, messages, files, renders; skill.yaml has the contract.",
        },
        "paths": paths,
        "components": {
            "schemas": {**components, "Refusal": _REFUSAL},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "key": {"type": "apiKey", "in": "header", "name": "X-Studio-Key"},
            },
        },
    }  # fmt: skip


def _operation(route: Route) -> Json:
    operation: Json = {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": [*_places(route.path), *_headers(route)],
        "responses": {"200": _success(route)} | {
            str(status): _refusal(why, status, page=status == 404 and route.name == "project")
            for status, why in _answers(route).items()
        },
        "security": [{"token": [], "key": []}, {"token": []}] if route.auth else [{}],
    }  # fmt: skip
    match route.body:
        case "":
            pass
        case str(name):
            operation["requestBody"] = {"content": _BY_HAND[name]}
        case kind:
            reference = {"$ref": f"#/components/schemas/{kind.__name__}"}
            operation["requestBody"] = {"content": {"application/json": {"schema": reference}}}
    return operation


def _places(path: str) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _STRING}
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _headers(route: Route) -> list[Json]:
    demanded = [
        {"name": name, "in": "header", "required": True, "schema": _STRING}
        for name in route.headers
    ]
    if route.name == "project":
        demanded.append({"name": "ct", "in": "query", "required": True, "schema": _STRING})
    if route.name == "say":
        for name in ("Last-Event-ID", "Idempotency-Key"):
            demanded.append({"name": name, "in": "header", "required": False, "schema": _STRING})
    return demanded


def _answers(route: Route) -> dict[int, str]:
    """The refusals of an address: its own, and those that every address has."""
    common = {403: "Without the key, or from a foreign page"}
    if route.auth:
        common |= {401: "The token is missing or expired (1001)"}
    if route.body:
        common |= {413: "The body is too large"}
    return common | route.answers


def _success(route: Route) -> Json:
    match route.name:
        case "say":
            content: Json = {"text/event-stream": {"schema": _STRING}}
        case "project":
            content = {"text/html": {"schema": _STRING}}
        case "download" | "linked" | "material":
            content = {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            }
        case _:
            content = {"application/json": {"schema": {"type": "object"}}}
    return {"description": "It worked", "content": content}


def _refusal(why: str, status: int, *, page: bool = False) -> Json:
    if page:
        return {"description": why, "content": {"text/html": {"schema": _STRING}}}
    if status in (206, 304, 422):
        return {"description": why}
    reference = {"$ref": "#/components/schemas/Refusal"}
    return {"description": why, "content": {"application/json": {"schema": reference}}}
