"""What a person may still spend, and what work costs when a team has the price list on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from studio.service import refusals
from studio.service.studio import Studio
from studio.store import Person


@dataclass(slots=True)
class Bill:
    """What one piece of work comes to: held while it goes on, taken when it has been done."""

    studio: Studio
    person: str
    held: int = 0
    waived: bool = False

    def waive(self) -> None:
        """Nothing was made of it (a question back, a look at the timeline): it costs nothing."""
        self.waived = True

    def reserve(self, price: int) -> None:
        """Holds up to this much in all, or refuses where it is not there."""
        more = price - self.held
        if not self.studio.settings.priced or more <= 0:
            return
        if not self.studio.store.hold(self.person, more):
            raise _too_little(self.studio, self.person, price)
        self.held += more


def balance(person: Person) -> dict[str, int]:
    """The credits as the contract answers them."""
    return {
        "available": max(0, person.granted - person.spent - person.held),
        "frozen": person.held,
        "total": max(0, person.granted - person.spent),
    }


def afford(studio: Studio, person: str, price: int) -> None:
    """Refuses unless so much is free."""
    row = studio.store.person(person)
    available = 0 if row is None else balance(row)["available"]
    if studio.settings.priced and available < price:
        raise _too_little(studio, person, price)


def _too_little(studio: Studio, person: str, price: int) -> refusals.NoCredits:
    row = studio.store.person(person)
    return refusals.NoCredits(
        price=price, available=0 if row is None else balance(row)["available"]
    )


@contextmanager
def bill(studio: Studio, person: str) -> Iterator[Bill]:
    """A bill to reserve on; what is on it at the end is taken, nothing is when the work failed."""
    open_bill = Bill(studio, person)
    try:
        yield open_bill
    except BaseException:
        studio.store.settle(person, held=open_bill.held, spent=0)
        raise
    spent = 0 if open_bill.waived else open_bill.held
    studio.store.settle(person, held=open_bill.held, spent=spent)
