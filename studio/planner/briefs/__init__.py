"""A sentence becomes a Brief, or a changed one; a Brief becomes one line in the user's language.

`understand` reads a wish for music, `change` a small change to what there is ("less drums", "only
piano after 0:20"): everything not named stays as it was, the seed too, so that the piece stays the
piece. `unread` are the words of a wish that neither of them made anything of.
"""

from studio.planner.briefs.beyond import sentences as refused
from studio.planner.briefs.beyond import spliced, works
from studio.planner.briefs.differences import differences
from studio.planner.briefs.leftover import hears, unread
from studio.planner.briefs.reading import (
    change,
    commissioned,
    lasting,
    measured,
    musical,
    restyled,
    struck,
    understand,
)
from studio.planner.briefs.saying import clock, said_back, said_short
from studio.planner.briefs.takes import takes, takes_asked

__all__ = [
    "change", "clock", "commissioned", "differences", "hears", "lasting", "measured", "musical",
    "refused", "restyled", "said_back", "said_short", "spliced", "struck", "takes", "takes_asked",
    "understand", "unread", "works",
]  # fmt: skip
