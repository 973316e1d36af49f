"""English nouns after a number."""


def noun(number: int, one: str) -> str:
    """Return the form of a noun that goes with a number.

    >>> noun(1, "story"), noun(0, "story"), noun(2, "survey")
    ('story', 'stories', 'surveys')
    """
    many = one[:-1] + "ies" if one.endswith("y") and one[-2:-1] not in "aeiou" else one + "s"
    return one if number == 1 else many


def plural(number: int, one: str) -> str:
    """Return a number with its noun.

    >>> plural(1, "story"), plural(1200, "story")
    ('1 story', '1,200 stories')
    """
    return f"{number:,} {noun(number, one)}"
