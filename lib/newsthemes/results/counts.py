"""What the counts of a run add up to."""

from collections.abc import Mapping


def boilerplate(reading: Mapping[str, int]) -> int:
    """Return how many passages were set aside as boilerplate: all that were not kept but front matter, which is read as
    title, date and source.

    >>> boilerplate({"passages set aside": 248, "passages of front matter": 172})
    76
    """
    return reading["passages set aside"] - reading.get("passages of front matter", 0)
