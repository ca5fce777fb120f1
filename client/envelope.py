"""An answer's status, type and bytes become its data, or the error that it stands for. Pure."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any

import contract
from client import clean
from client.values import ApiError

Data = dict[str, Any]
_ONLY = {"error", "error_details", "message", "detail", "code", "success"}
_BY_STATUS = {403: "refused", 404: "not_found", 405: "not_found", 409: "conflict", 410: "gone"}


def data(
    status: int, body: bytes, *, endpoint: str, headers: Mapping[str, str], rules: contract.Contract
) -> Data:
    """The answer's data: what lies under `data`, and beside it what the answer says at its top."""
    answer = _parsed(body)
    raise_if_refused(answer, status, endpoint=endpoint, headers=headers, rules=rules)
    if not isinstance(answer, dict):
        raise ApiError("bad_answer", status=status, endpoint=endpoint)
    inner = answer.get("data")
    top = {key: value for key, value in answer.items() if key != "data"}
    if (hint := _seconds(headers.get("retry-after"))) is not None:
        top.setdefault("retry_after", hint)
    return {**top, **inner} if isinstance(inner, dict) else {**answer, **top}


def raise_if_refused(
    answer: object,
    status: int,
    *,
    endpoint: str,
    headers: Mapping[str, str],
    rules: contract.Contract,
) -> None:
    """Nothing when the answer is a success; its error otherwise, by code first, then by status."""
    code = code_of(answer)
    fine = 200 <= status < 300
    if fine and code in (None, 0, 200) and not _says_no(answer):
        return
    told = answer if isinstance(answer, dict) else {}
    raise ApiError(
        _name(code, status, endpoint=endpoint, rules=rules),
        code if code not in (None, 0) else status,
        status=status,
        endpoint=endpoint,
        detail=_detail(told, status),
        wait=_seconds(headers.get("retry-after")),
        data=told.get("data") if isinstance(told.get("data"), dict) else None,
    )


def rule_for(
    code: int | None, status: int, *, endpoint: str, rules: contract.Contract
) -> contract.ErrorRule | None:
    """The table's row for this error on this call, if it has one."""
    for number in (code, status):
        rule = rules.errors.get(number) if number is not None else None
        if rule is not None and (not rule.only or endpoint in rule.only):
            return rule
    return None


def code_of(answer: object) -> int | None:
    """The `code` of an answer, also one written as a string or inside `error`."""
    if not isinstance(answer, dict):
        return None
    inner = answer.get("error")
    for place in (answer, inner if isinstance(inner, dict) else {}):
        match place.get("code"):
            case bool():
                continue
            case int(code):
                return code
            case str(digits) if digits.strip().isdecimal() and len(digits) < 8:
                return int(digits)
    return None


def _name(code: int | None, status: int, *, endpoint: str, rules: contract.Contract) -> str:
    if rule := rule_for(code, status, endpoint=endpoint, rules=rules):
        return rule.name
    if status >= 500:
        return "server"
    return _BY_STATUS.get(status, "bad_request" if status >= 400 else "backend")


def _says_no(answer: object) -> bool:
    if not isinstance(answer, dict):
        return False
    # a failed render is a good answer that has an `error` beside its `status`
    return answer.get("success") is False or (bool(answer.get("error")) and answer.keys() <= _ONLY)


def _detail(answer: Mapping[str, Any], status: int) -> str:
    """The backend's own words about the error. A 422 repeats the whole request: not those."""
    if status == 422:
        return ""
    inner = answer.get("error")
    places = (answer, inner if isinstance(inner, dict) else {})
    for place in places:
        for key in ("message", "msg", "detail", "error"):
            if isinstance(place.get(key), str) and place[key].strip():
                return clean.line(place[key])
    return ""


def _parsed(body: bytes) -> object:
    with contextlib.suppress(ValueError, RecursionError):
        return json.loads(body.decode("utf-8-sig", "replace"))
    return None


def _seconds(value: str | None) -> float | None:
    with contextlib.suppress(ValueError, TypeError):
        seconds = float(value or "")
        return seconds if 0 <= seconds < 1e7 else None
    return None
