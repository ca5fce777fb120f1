"""The headers of a call: who asks, in whose name; each value checked before it is sent."""

from __future__ import annotations

import re

import contract
from client.identity import Identity
from client.values import Problem

_PRINTABLE = re.compile(r"[\x21-\x7e]+")
_SECRET = re.compile(r"[\x21-\x7e]{1,8192}")


def attribution(identity: Identity, rules: contract.Contract) -> dict[str, str]:
    """The three headers that every call carries; without them exports are refused."""
    names = rules.headers
    return {
        names["source"]: _value(identity.name),
        names["version"]: _value(identity.version),
        names["platform"]: _value(identity.platform),
    }


def secret(value: str, *, problem: str) -> str:
    """The secret without the blanks and newlines that files and shells add, fit for a header."""
    bare = value.strip().strip("\ufeff").strip()
    if bare.lower().startswith("bearer "):
        bare = bare[7:].strip()
    if not _SECRET.fullmatch(bare):
        raise Problem(problem)
    return bare


def _value(value: str) -> str:
    """The printable ASCII of a value: a header that cannot be sent must not stop the call."""
    return "-".join(_PRINTABLE.findall(value))[:200] or "unknown"
