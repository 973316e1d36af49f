"""Lines that stand in several unrelated articles: templates, not reporting."""

from collections import Counter

from newsthemes.passages.boilerplate.phrases import normalise
from newsthemes.passages.segment import line_spans

ARTICLES = 3  # a line of three or more unrelated articles repeats
BODY = 40  # characters of a line that tells one article from another
LONGEST = 300  # characters; longer lines are paragraphs, whose copies make a story


def repeated_lines(texts: list[str]) -> frozenset[str]:
    """The normalised lines that at least three articles share which are no copies of one another.

    An article half of whose lines were seen before is a repost: it counts for nothing, or every
    line of a story told three times would pass for furniture. Articles are taken in the order of
    their text, so that the order of files changes nothing.
    """
    seen: Counter[int] = Counter()  # by hash: the lines themselves would double the memory
    repeated: set[str] = set()
    for text in sorted(set(texts)):
        lines = {
            hash(line): line
            for line in (normalise(text[a:b]) for a, b in line_spans(text) if b - a <= LONGEST)
        }
        body = [key for key, line in lines.items() if len(line) > BODY]
        if body and 2 * sum(key in seen for key in body) > len(body):
            continue
        seen.update(lines.keys())
        repeated.update(line for key, line in lines.items() if seen[key] >= ARTICLES)
    return frozenset(repeated)
