"""A filter graph under construction: inputs with their options, chains with their labels. Pure.

Every name in it is ours (`in0`, `p3`); every number comes from a value. What a user wrote is never
here: words are drawn elsewhere and come in as pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.media.process import FILE_ONLY


@dataclass(slots=True)
class Graph:
    """Inputs and chains, in the order in which they were asked for."""

    inputs: list[tuple[str, ...]] = field(default_factory=list)
    chains: list[str] = field(default_factory=list)
    count: int = 0

    def input(self, file: str, *options: str) -> int:
        """The number of a file that is opened with these options."""
        self.inputs.append((*options, "-i", file))
        return len(self.inputs) - 1

    def label(self, prefix: str = "p") -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def chain(self, sources: str, filters: str, prefix: str = "p") -> str:
        """The label of what these filters make of these sources, such as `[0:v]` or `[p1][p2]`."""
        name = self.label(prefix)
        self.chains.append(f"{sources}{filters}[{name}]")
        return name

    @property
    def arguments(self) -> list[str]:
        """The inputs as arguments, each held to files and pipes."""
        found: list[str] = []
        for one in self.inputs:
            found += [*FILE_ONLY, *one] if "lavfi" not in one else one
        return found

    @property
    def script(self) -> str:
        return ";".join(self.chains)
