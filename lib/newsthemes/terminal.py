"""What is shown in a terminal."""

import re
import sys

COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """A text that does nothing to a terminal: control characters and marks of direction become U+FFFD, lines stay.

    >>> printable("a file named \\x1b[31m")
    'a file named \ufffd[31m'
    """
    return COMMANDS.sub("\ufffd", text.replace("\r\n", "\n"))


def note(line: str) -> None:
    """Say something that the user should know, in one line on standard error."""
    from tqdm import tqdm

    tqdm.write(
        printable(f"newsthemes: {line}"), file=sys.stderr
    )  # above the line of a run, where there is one
