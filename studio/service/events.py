"""What is said in a turn, in the shape of Google's Agent Development Kit: camelCase, no nulls.

One event is one JSON object on one line; non-ASCII stays as it is (as the kit sends it).
"""

from __future__ import annotations

from typing import Any

import msgspec

AUTHOR = "nemo_agent"
_encode = msgspec.json.Encoder().encode


def _event(turn: str, name: str, at: float, content: dict[str, Any] | None, **more: Any) -> bytes:
    actions: dict[str, Any] = {
        "stateDelta": more.pop("state", {}), "artifactDelta": {},
        "requestedAuthConfigs": {}, "requestedToolConfirmations": {},
    }  # fmt: skip
    event: dict[str, Any] = {}
    if content is not None:
        event["content"] = content
    event |= more
    event |= {
        "invocationId": turn, "author": AUTHOR, "actions": actions, "id": name, "timestamp": at,
    }  # fmt: skip
    return _encode(event)


def text(turn: str, name: str, at: float, words: str) -> bytes:
    """Something for the user to read."""
    return _event(turn, name, at, {"parts": [{"text": words}], "role": "model"})


def given(turn: str, name: str, at: float, uri: str, mime: str) -> bytes:
    """A file beside the words, by where it can be fetched."""
    part = {"fileData": {"fileUri": uri, "mimeType": mime}}
    return _event(turn, name, at, {"parts": [part], "role": "model"})


def call(turn: str, name: str, at: float, tool: str, args: dict[str, Any], *, id: str) -> bytes:
    """A tool begins its work; stays inside the client."""
    part = {"functionCall": {"id": id, "args": args, "name": tool}}
    content = {"parts": [part], "role": "model"}
    return _event(turn, name, at, content, longRunningToolIds=[])


def response(
    turn: str,
    name: str,
    at: float,
    tool: str,
    answer: dict[str, Any],
    *,
    id: str,
    state: dict[str, Any],
) -> bytes:
    """A tool has done its work; what changed in the session stands in the state's delta."""
    part = {"functionResponse": {"id": id, "name": tool, "response": answer}}
    return _event(turn, name, at, {"parts": [part], "role": "user"}, state=state)


def failure(turn: str, name: str, at: float, code: str, words: str) -> bytes:
    """The turn could not be carried out; no content, as the kit sends a model's errors."""
    return _event(turn, name, at, None, errorCode=code, errorMessage=words)


def broken(words: str) -> bytes:
    """The frame that the kit sends when an agent raises: no event at all."""
    return _encode({"error": words})
