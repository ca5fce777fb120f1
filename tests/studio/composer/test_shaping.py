"""Pieces in other sections: what is wished is there, and every bar and drop stays where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio import brief as briefs
from studio import composer
from studio.brief import Brief, Shape
from studio.composer import form, shaping

SECTIONS = ("intro", "verse", "chorus", "bridge", "drop", "outro")
WISHES = st.builds(
    Shape,
    how=st.sampled_from(("only", "without", "first", "last", "length")),
    section=st.sampled_from(SECTIONS),
    seconds=st.sampled_from((0.0, 1.0, 7.0, 40.0)),
    times=st.sampled_from((0.25, 0.5, 1.5, 3.0)),
)


@given(
    st.lists(st.integers(1, 70), min_size=1, max_size=4), st.lists(WISHES, min_size=1, max_size=4)
)
def test_bars_between_fixed_moments_stay_as_many(bars, wishes):
    before = form.sections(tuple(bars))
    after = shaping.shaped(before, tuple(wishes), bar=2.0)
    assert [sum(b.bars for b in row) for row in after] == [
        sum(b.bars for b in row) for row in before
    ]
    assert all(block.bars > 0 for row in after for block in row)
    assert {block.kind for row in after for block in row} <= set(form.INTENSITY)


def kinds(*wishes: Shape, drops: tuple[float, ...] = (), seconds: int = 60) -> list[str]:
    brief = Brief(genre="corporate", length_ms=seconds * 1000.0, drops=drops, form=wishes)
    return [section.kind for section in composer.plan(brief).sections]


@pytest.mark.parametrize("drops", [(), (20_000.0, 40_000.0)])
def test_a_piece_is_what_was_wished(drops):
    assert set(kinds(Shape(how="only", section="chorus"), drops=drops)) <= {
        "chorus", "drop", "ending",
    }  # fmt: skip
    assert "intro" not in kinds(Shape(how="without", section="intro"), drops=drops)
    assert kinds(Shape(how="first", section="chorus"), drops=drops)[0] == "chorus"


@pytest.mark.parametrize("section", ["chorus", "intro", "bridge"])
@pytest.mark.parametrize("drops", [(), (20_000.0, 40_000.0)])
def test_a_piece_ends_with_what_was_wished(drops, section):
    row = [one for one in kinds(Shape(how="last", section=section), drops=drops) if one != "ending"]
    assert row[-1] in shaping.KINDS.get(section, (section,)) and len(row) > 2


def test_a_section_is_longer_in_whole_bars_and_drops_stay_where_they_are():
    plain = Brief(genre="house", length_ms=60_000.0, drops=(20_000.0,))
    wished = briefs.changed(plain, form=(Shape(how="length", section="intro", seconds=12.0),))
    one, two = composer.plan(plain), composer.plan(wished)
    assert one.drops == two.drops and one.bpm == two.bpm
    assert one.sections[0].kind == two.sections[0].kind == "intro"
    bar = 4 * 60 / two.bpm
    assert abs((two.sections[0].end - two.sections[0].at) / composer.RATE - 12) <= bar / 2
    assert two.sections[0].bars > one.sections[0].bars


def test_a_section_has_the_bars_that_are_counted():
    wished = Brief(
        genre="house", length_ms=60_000.0, form=(Shape(how="length", section="intro", bars=2),)
    )
    assert composer.plan(wished).sections[0].bars == 2
