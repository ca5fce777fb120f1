"""A piece built otherwise than by itself: only its chorus, no intro, the chorus first, one shorter.

The bars between two fixed moments stay as many as they are: what a section loses, another gains.

    intro 4  verse 8  chorus 8   --without intro-->   verse 12  chorus 8
"""

from __future__ import annotations

from studio.brief import Shape
from studio.composer.form import Block

KINDS = {  # what a wish calls a section, and what it is called here
    "chorus": ("chorus", "drop"), "drop": ("drop", "chorus"), "bridge": ("break",),
    "outro": ("outro", "ending"),
}  # fmt: skip
_PHRASE = 8  # bars of a section at most, where nothing else is played
_MAIN = ("chorus", "drop")
Stretch = tuple[Block, ...]


def shaped(
    stretches: tuple[Stretch, ...], wishes: tuple[Shape, ...], *, bar: float
) -> tuple[Stretch, ...]:
    """The blocks of every stretch after these wishes, one after the other; `bar`: its seconds."""
    for wish in wishes:
        match wish.how:
            case "only":
                stretches = tuple(_only(row, wish.section, n) for n, row in enumerate(stretches))
            case "without":
                stretches = tuple(_without(row, wish.section, n) for n, row in enumerate(stretches))
            case "first":
                stretches = (_first(stretches[0], wish.section), *stretches[1:])
            case "last":
                stretches = (*stretches[:-1], _last(stretches[-1], wish.section))
            case "length":
                stretches = tuple(_lasting(row, wish, bar) for row in stretches)
    return stretches


def is_a(block: Block, section: str) -> bool:
    """Whether a block is what a wish calls so."""
    return block.kind in KINDS.get(section, (section,))


def _own(section: str) -> str:
    return KINDS.get(section, (section,))[0]


def _only(row: Stretch, section: str, number: int) -> Stretch:
    """Nothing but such a section, whole phrases long; what lands on a drop still lands."""
    bars = sum(block.bars for block in row)
    kind = _own(section)
    made = [Block(kind, min(_PHRASE, bars - at)) for at in range(0, bars, _PHRASE)]
    if number and made and kind in _MAIN:
        made[0] = Block("drop", made[0].bars)
    return tuple(made)


def _without(row: Stretch, section: str, number: int) -> Stretch:
    """No such section: what comes behind it begins earlier, or what is before it goes on."""
    made: list[Block] = []
    spare = 0
    for n, block in enumerate(row):
        if is_a(block, section) and not (number and n == 0):  # a drop lands where it was wished
            if made:
                made[-1] = made[-1]._replace(bars=made[-1].bars + block.bars)
            else:
                spare += block.bars
        else:
            made.append(block._replace(bars=block.bars + spare))
            spare = 0
    if spare:  # there was nothing else
        other = "verse" if _own(section) in _MAIN else "chorus"
        made.append(Block(other, spare))
    return tuple(made)


def _first(row: Stretch, section: str) -> Stretch:
    """Such a section at the beginning; an intro behind it would be none."""
    where = next((n for n, block in enumerate(row) if is_a(block, section)), None)
    if where == 0 or not row:
        return row
    if where is not None:
        rest = _without((*row[:where], *row[where + 1 :]), "intro", 0)
        return (row[where], *rest)
    lead = [n for n, block in enumerate(row) if block.kind in ("intro", "verse")]
    if not lead:
        return (Block(_own(section), row[0].bars), *row[1:])
    first, rest = row[lead[0]], row[lead[0] + 1 :]
    verse = rest[0].bars if rest and rest[0].kind == "verse" else 0
    bars = max(1, (first.bars + verse + 1) // 2) if verse else first.bars
    left = first.bars + verse - bars
    more = (Block("verse", left),) if left else ()
    return (*row[: lead[0]], Block(_own(section), bars), *more, *(rest[1:] if verse else rest))


def _last(row: Stretch, section: str) -> Stretch:
    """Such a section at the end, once more where it was heard before; no outro behind it."""
    own, bars = _own(section), sum(block.bars for block in row)
    heard = [block.bars for block in row if is_a(block, section)]
    wanted = min(heard[0] if heard else 4, _PHRASE, bars // 2)
    made = list(row)
    while len(made) > 1 and made[-1].kind == "outro" and own != "outro":
        made.pop()
    if not wanted or (made and is_a(made[-1], section) and len(made) > 1):
        left = bars - sum(block.bars for block in made)
        made[-1] = made[-1]._replace(bars=made[-1].bars + left)
        return tuple(made)
    free = bars - sum(block.bars for block in made)
    need = wanted - free
    while need > 0:  # from what comes right before it
        where = next((n for n in range(len(made) - 1, -1, -1) if made[n].bars > 1), None)
        if where is None:
            break
        less = min(need, made[where].bars - 1)
        made[where] = made[where]._replace(bars=made[where].bars - less)
        need -= less
    if need < 0:
        made[-1] = made[-1]._replace(bars=made[-1].bars - need)
        need = 0
    return (*made, Block(own, wanted - need)) if wanted > need else tuple(made)


def _lasting(row: Stretch, wish: Shape, bar: float) -> Stretch:
    """Such sections so many seconds long, or so many times as long, in whole bars."""
    made = list(row)
    for n, block in enumerate(row):
        if not is_a(block, wish.section):
            continue
        other = n + 1 if n + 1 < len(row) else n - 1
        if other < 0:
            continue
        counted = wish.bars or (round(wish.seconds / bar) if wish.seconds else 0)
        wanted = counted or (1 if wish.seconds else round(block.bars * wish.times))
        if wanted == block.bars and wish.times != 1:
            wanted += 1 if wish.times > 1 else -1
        wanted = max(0 if wish.times < 1 and block.bars == 1 else 1, wanted)
        wanted = min(wanted, made[n].bars + made[other].bars - 1)
        made[other] = made[other]._replace(bars=made[other].bars + made[n].bars - wanted)
        made[n] = block._replace(bars=wanted)
    return tuple(block for block in made if block.bars > 0)
