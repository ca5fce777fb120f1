"""The letterbox: the contract's endpoints over HTTP. The only room with the web framework."""

from studio.api.app import build
from studio.api.gate import Gate

__all__ = ["Gate", "build"]
