"""The skill's end of the wire: endpoint name in, data or ApiError out.

Owns tokens, headers, sessions, retries by the contract's table, streams, uploads, downloads, and
what is remembered on disk. The only package that imports requests (in `wire`).
"""

from client.calls import Client
from client.identity import Identity
from client.store import Store
from client.values import ApiError, Backend, Kind, Problem, Session

__all__ = ["ApiError", "Backend", "Client", "Identity", "Kind", "Problem", "Session", "Store"]
