"""The lines of a text, one at a time."""

import re
from array import array
from collections.abc import Iterator

LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


class Lines:
    """The lines of a text with their ends, cut out as they are asked for: a list of them would be a copy of it.

    Cut at line feeds and carriage returns only; str.splitlines also cuts at U+2028, U+0085 and others.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.bounds = array("q", [0, *(match.end() for match in LINE.finditer(text))])

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self.text[self.bounds[number] : self.bounds[number + 1]]
