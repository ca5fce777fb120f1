"""The forms of arranged songs: what plays in them, for how many bars, and which of them drop."""

from __future__ import annotations

# Sections by form: what plays, how many bars; "drop" is one where something else came before.
FORMS: dict[str, tuple[tuple[str, int], ...]] = {
    "break": (("intro", 4), ("verse", 8), ("break", 4), ("drop", 8), ("verse", 4)),
    "riser": (("verse", 8), ("break", 4), ("build", 4), ("drop", 8), ("outro", 4)),
    "sweep": (("intro", 4), ("sweep", 8), ("drop", 8), ("verse", 8)),
    "no break": (("intro", 4), ("verse", 8), ("drop", 8), ("verse", 8)),
    "two": (("verse", 6), ("build", 4), ("drop", 8), ("break", 4), ("build", 2), ("drop", 8)),
    "false, true": (("verse", 8), ("build", 4), ("break", 4), ("build", 2), ("drop", 8)),
    "half-time": (("verse", 8), ("build", 4), ("half", 8), ("verse", 6)),
    "beat in": (("break", 8), ("drop", 16)),
    "quiet, loud": (("quiet", 8), ("drop", 8)),
    "hushed, loud": (("hushed", 8), ("drop", 12), ("hushed", 4)),
    "gap": (("intro", 4), ("verse", 8), ("build", 4), ("silent", 1), ("drop", 8), ("outro", 4)),
    "long way": (("intro", 8), ("growing", 16), ("build", 4), ("drop", 12)),
    "false": (("intro", 4), ("verse", 12), ("build", 4), ("intro", 8)),
    "steady": (("drop", 28),),
    "song": (("verse", 8), ("chorus", 8), ("verse", 8), ("chorus", 8)),
    "growing": (("growing", 20), ("verse", 8)),
    "begins": (("intro", 2), ("verse", 8), ("chorus", 8), ("verse", 6)),
    "lo-fi": (("intro", 4), ("soft", 12), ("intro", 2), ("soft", 10)),
    "swells": (("swell", 8), ("intro", 8), ("swell", 8)),
}  # fmt: skip
NONE = ("false", "steady", "song", "growing", "begins", "lo-fi", "swells")
# The same with what came later: risers as loud as the drop, kicks that go on in them, drums that
# wait for the bass, one song over and over; and songs that only go on.
MORE: dict[str, tuple[tuple[str, int], ...]] = {
    "kicks, riser": (("kicks", 4), ("rising", 4), ("drop", 12), ("outro", 4)),
    "kicks, roll": (("kicks", 4), ("build", 4), ("drop", 12), ("verse", 4)),
    "loud riser": (("verse", 8), ("break", 4), ("rising", 4), ("drop", 8), ("break", 4),
                   ("build", 4), ("drop", 8)),
    "bass in": (("bassless", 8), ("drop", 16)),
    "bass out, bass in": (("drop", 8), ("bassless", 4), ("drop", 12)),
    "swept in": (("intro", 4), ("sweep", 8), ("drop", 16)),
    "over and over": 4 * (("intro", 4), ("build", 4), ("drop", 8), ("outro", 2)),
    "half-time, loud riser": (("quiet", 8), ("rising", 4), ("half", 12)),
    "riser to nothing": (("verse", 8), ("rising", 4), ("intro", 8)),
    "kicks, verse": (("kicks", 4), ("verse", 16)),
    "strummed": (("quiet", 20),),
    "soft": (("soft", 8), ("intro", 2), ("soft", 10)),
    "plays on": (("verse", 12), ("chorus", 4), ("verse", 8)),
}  # fmt: skip
# And these: a song that was as loud before its break, kicks that go and come again, choruses that
# come after a pre-chorus, drops of little; and what rests and goes on, or strikes once a bar.
FURTHER: dict[str, tuple[tuple[str, int], ...]] = {
    "long break": (("drop", 8), ("break", 8), ("build", 4), ("drop", 12), ("outro", 4)),
    "kick out": (("drop", 8), ("tops", 4), ("drop", 12), ("verse", 4)),
    "pre-chorus": (("verse", 8), ("pre", 4), ("drop", 8), ("verse", 8), ("pre", 4), ("drop", 8)),
    "four, half-time": (("verse", 8), ("rolling", 4), ("half", 12), ("outro", 4)),
    "bare": (("verse", 8), ("break", 4), ("rolling", 4), ("bare", 8), ("drop", 8)),
    "louder": (("verse", 8), ("drop", 8), ("verse", 8), ("drop", 8)),
    "rests": (("drop", 24),),
    "rests, verse": (("verse", 12), ("chorus", 12)),
    "slow": (("slow", 16),),
    "slow, beat in": (("quiet", 4), ("slow", 12)),
    "back again": (("verse", 12), ("intro", 4), ("verse", 8)),
}  # fmt: skip
