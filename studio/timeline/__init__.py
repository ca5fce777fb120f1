"""The thing itself: what is seen and heard, and every edit of it, as values. Pure.

`timeline.apply(t, operation)` is the only way to change one; a `History` keeps every version.
"""

from studio.timeline.apply import apply
from studio.timeline.difference import difference
from studio.timeline.facts import duration, pending
from studio.timeline.history import History, begun, grown, redo, restore, undo
from studio.timeline.laws import check
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import Operation
from studio.timeline.summary import summary
from studio.timeline.wire import draft, from_draft

__all__ = [
    "History", "Material", "Operation", "Timeline", "apply", "begun", "check", "difference",
    "draft", "duration", "from_draft", "grown", "pending", "redo", "restore", "summary", "undo",
]  # fmt: skip
