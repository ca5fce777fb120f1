"""What requests may say, as values, and the sentence when they do not say it.

`/run_sse` answers a bad body as the Agent Development Kit does (422 with a list of details); the
other endpoints with the contract's envelope.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

B = TypeVar("B", bound=msgspec.Struct)
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Number = Annotated[int, Meta(ge=1, le=2**31)]


class OpenSession(msgspec.Struct):
    task_name: Annotated[str, Meta(max_length=1000)] = "project"
    language: Annotated[str, Meta(max_length=40)] | None = None


class Urls(msgspec.Struct):
    urls: Annotated[list[Annotated[str, Meta(max_length=4096)]], Meta(min_length=1)]
    source_type: str = "url"


class StartExport(msgspec.Struct):
    id: Name
    sessionId: Name  # the wire's own spelling, camelCase here alone
    draft: dict[str, Any] | None = None
    version: Number | None = None
    output: dict[str, Any] | None = None


class Claim(msgspec.Struct):
    task_id: Name
    session_id: Name


class Unreadable(Exception):
    """The body is not what the endpoint takes; carries where and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(raw: bytes, kind: type[B]) -> B:
    """The body as a value; an empty one counts as no wishes at all."""
    try:
        return msgspec.json.decode(raw or b"{}", type=kind)
    except msgspec.MsgspecError as error:
        raise Unreadable(str(error)[:200]) from None
    except (UnicodeDecodeError, RecursionError):
        raise Unreadable("not JSON in UTF-8") from None


class Message(msgspec.Struct, frozen=True):
    """A message to the agent: the session, and the text of all its parts; None without parts."""

    app: str
    user: str
    session: str
    text: str | None


class Details(Exception):
    """A 422 of `/run_sse`: what is wrong, where, as FastAPI words it."""

    def __init__(self, *details: dict[str, Any]) -> None:
        super().__init__("422")
        self.details = list(details)


class NotText(Exception):
    """A body that is not UTF-8: the kit answers 400."""


_NOT_AN_OBJECT = "Input should be a valid dictionary or object to extract fields from"
_PARTS = {
    "text", "thought", "functionCall", "functionResponse", "inlineData", "fileData",
    "executableCode", "codeExecutionResult", "videoMetadata", "thoughtSignature",
}  # fmt: skip


def message(raw: bytes, content_type: str, *, resume: bool = False) -> Message:
    """The message in a body of `/run_sse`; snake_case and camelCase both do.

    Whoever only wants to hear the rest of an answer need not say anything.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if not re.fullmatch(r"application/(json|[\w.+-]+\+json)", kind):
        shown = raw[:200].decode("utf-8", "replace")
        raise Details(_detail("model_attributes_type", ["body"], _NOT_AN_OBJECT, shown))
    body = _json(raw)
    if not isinstance(body, dict):
        raise Details(_detail("model_attributes_type", ["body"], _NOT_AN_OBJECT, body))
    wrong: list[dict[str, Any]] = []
    app, user, session = (_text(body, name, wrong) for name in ("appName", "userId", "sessionId"))
    streaming = body.get("streaming", False)
    if not (isinstance(streaming, bool) or streaming in (0, 1, "true", "false", "yes", "no")):
        wrong.append(
            _detail(
                "bool_type", ["body", "streaming"], "Input should be a valid boolean", streaming
            )
        )
    text = None if resume else _said(body, wrong)
    if wrong:
        raise Details(*wrong)
    return Message(app, user, session, text)


def _json(raw: bytes) -> Any:
    if not raw.strip():
        raise Details(_detail("missing", ["body"], "Field required", None))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise NotText from None
    try:
        return json.loads(text)  # not msgspec: it refuses lone surrogates, which the kit takes
    except (ValueError, RecursionError) as error:
        at = getattr(error, "pos", 0)
        detail = _detail("json_invalid", ["body", at], "JSON decode error", {})
        raise Details(detail | {"ctx": {"error": getattr(error, "msg", "too deep")}}) from None


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: "_" + found[0].lower(), name)


def _field(body: dict[str, Any], name: str) -> tuple[bool, Any]:
    for spelled in (name, _snake(name)):
        if spelled in body:
            return True, body[spelled]
    return False, None


def _text(body: dict[str, Any], name: str, wrong: list[dict[str, Any]]) -> str:
    there, value = _field(body, name)
    if not there:
        wrong.append(_detail("missing", ["body", name], "Field required", body))
        return ""
    if not isinstance(value, str):
        wrong.append(
            _detail("string_type", ["body", name], "Input should be a valid string", value)
        )
        return ""
    return value


def _said(body: dict[str, Any], wrong: list[dict[str, Any]]) -> str | None:
    """The texts of the message's parts, as one; None where it has no parts."""
    there, said = _field(body, "newMessage")
    if not there:
        wrong.append(_detail("missing", ["body", "newMessage"], "Field required", body))
        return None
    if not isinstance(said, dict):
        wrong.append(_detail("model_attributes_type", ["body", "newMessage"], _NOT_AN_OBJECT, said))
        return None
    parts = said.get("parts")
    if parts is not None and not isinstance(parts, list):
        wrong.append(
            _detail(
                "list_type", ["body", "newMessage", "parts"], "Input should be a valid list", parts
            )
        )
        return None
    texts = []
    for number, part in enumerate(parts or []):
        place: list[Any] = ["body", "newMessage", "parts", number]
        if not isinstance(part, dict):
            wrong.append(_detail("model_attributes_type", place, _NOT_AN_OBJECT, part))
            continue
        for key in part:
            if key not in _PARTS and key not in {_snake(name) for name in _PARTS}:
                wrong.append(
                    _detail(
                        "extra_forbidden",
                        [*place, key],
                        "Extra inputs are not permitted",
                        part[key],
                    )
                )
        text = part.get("text")
        if text is not None and not isinstance(text, str):
            wrong.append(
                _detail("string_type", [*place, "text"], "Input should be a valid string", text)
            )
        elif text is not None and not part.get("thought"):
            texts.append(text)
    return "\n".join(texts) if parts else None


def _detail(kind: str, loc: list[Any], msg: str, given: Any) -> dict[str, Any]:
    return {"type": kind, "loc": loc, "msg": msg, "input": given}
