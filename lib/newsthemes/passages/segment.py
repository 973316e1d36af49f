"""One article to its passages."""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from newsthemes.corpus.decode import replace_surrogates
from newsthemes.corpus.headline import FIRST_LINES, is_headline, letters
from newsthemes.corpus.readers.frontmatter import front_matter
from newsthemes.language.scripts import UNSPACED_CHARACTER
from newsthemes.passages.boilerplate.patterns import LABELLED, MARKS, SENTENCE_END
from newsthemes.passages.boilerplate.phrases import bare, normalise, table
from newsthemes.passages.boilerplate.rules import edge_lines, line_reasons, sentence_reason
from newsthemes.passages.identify_language import tag
from newsthemes.passages.sentences import sentence_spans, trim

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
NARROWEST, WIDEST = 40, 120  # characters a line of wrapped text may have
UNSPACED_WORD = 6  # characters of a word in a script that puts no spaces between words
NO_WORDS = {"front matter", "markup", "no words"}
WHOLE = {"menu", "widget", "counter", "byline", "reference", "label", "markup", "no words"}


class Passage(NamedTuple):
    start: int
    end: int
    reason: str | None
    language: str | None = None
    language_p: float | None = None
    is_title: bool = False


def passages_of(
    text: str,
    declared: str | None,
    repeated: frozenset[str],
    title: str | None = None,
    page: str | None = None,
) -> list[Passage]:
    """All passages of one article, in order: see `split_passages`. `page`: why none of them is kept, or None."""
    text = replace_surrogates(text)
    _, body = front_matter(text)
    lines = line_spans(text, body)
    passages = _front_matter(text, body, title) if body else []
    written = _written(text, lines)
    again = [normalise(line) in repeated for line in written]
    if all(again):  # a notice told often, with no article around it to be the template of
        again = [False] * len(again)
    reasons = line_reasons(written, again)
    guess = tag([max(written, key=len)])[0][0] if written else "en"  # for abbreviations; menus are short
    edges = edge_lines(written, reasons)
    headline = _headline(written, title)
    for i, (start, end) in enumerate(lines):
        found = _line_passages(text, start, end, reasons[i], i in edges, guess)
        passages += [p._replace(is_title=p.reason != "label") for p in found] if i == headline else found
    passages = [p._replace(reason=page) for p in passages] if page else _with_article(passages)
    return _tagged(text, passages, declared)


def _front_matter(text: str, body: int, title: str | None) -> list[Passage]:
    """The block of metadata, with the headline in it as a passage of its own where the article does not repeat it."""
    start = text.find(title, 0, body) if title and letters(title) else -1
    if start < 0 or any(is_headline(line, title) for line in text[body : body + 2_000].splitlines()):
        return [Passage(*trim(text, 0, body), "front matter")]
    end = start + len(title)
    around = [trim(text, 0, start), trim(text, end, body)]
    parts = [Passage(*span, "front matter") for span in around if span[0] < span[1]]
    return sorted([*parts, Passage(start, end, None, is_title=True)])


def _headline(lines: list[str], title: str | None) -> int | None:
    """Which line is the title of the article."""
    first = enumerate(lines[:FIRST_LINES] if title else ())
    return next((i for i, line in first if is_headline(line, title)), None)


def _with_article(passages: list[Passage]) -> list[Passage]:
    """A headline above nothing that was kept, such as that of a cookie notice, is set aside for the same reason."""
    others = [p for p in passages if not p.is_title and p.reason not in NO_WORDS]
    if not others or any(p.reason is None for p in others):
        return passages
    sizes = Counter()
    for p in others:
        sizes[p.reason] += p.end - p.start
    reason = max(sorted(sizes), key=sizes.get)
    return [p._replace(reason=p.reason or reason) if p.is_title else p for p in passages]


def holds(text: str, lines: frozenset[str]) -> bool:
    """Whether any line of an article is one of these normalised `lines`."""
    text = replace_surrogates(text)
    return any(normalise(line) in lines for line in _written(text, line_spans(text, front_matter(text)[1])))


def _written(text: str, lines: list[tuple[int, int]]) -> list[str]:
    return [LINE_BREAK.sub(" ", text[start:end]) for start, end in lines]


def line_spans(text: str, begin: int = 0) -> list[tuple[int, int]]:
    """The lines of a text that hold anything, without the white space around them.

    In a text that is wrapped at a fixed width, the lines of a paragraph are one.
    """
    spans = [trim(text, *match.span()) for match in LINE.finditer(text, begin)]
    spans = [span for span in spans if span[0] < span[1]]
    lengths = [end - start for start, end in spans]
    width = max(lengths, default=0)
    if len(spans) < 4 or width > WIDEST or width < NARROWEST:
        return spans
    wrapped = [_wrapped(text, one, two, width) for one, two in pairwise(spans)]
    adjacent = sum(_adjacent(text, one, two) for one, two in pairwise(spans))
    ended = sum(
        bool(SENTENCE_END.search(text[slice(*span)])) for span, w in zip(spans, wrapped, strict=False) if w
    )
    if sum(wrapped) < max(3, adjacent / 2) or ended > sum(wrapped) / 3:
        return spans
    joined = spans[:1]
    for span, follows in zip(spans[1:], wrapped, strict=True):
        joined[-1:] = [(joined[-1][0], span[1])] if follows else [joined[-1], span]
    return joined


def _adjacent(text: str, one: tuple[int, int], two: tuple[int, int]) -> bool:
    return not re.search(r"\n\s*\n|\r\s*\r", text[one[1] : two[0]].replace("\r\n", "\n"))


def _wrapped(text: str, one: tuple[int, int], two: tuple[int, int], width: int) -> bool:
    """Whether a line breaks only because the next word would not have fitted."""
    unspaced = UNSPACED_CHARACTER.match(text, two[0])
    next_word = UNSPACED_WORD if unspaced else len(text[two[0] : two[1]].split(None, 1)[0])
    full = one[1] - one[0] + 1 + next_word > 0.95 * width
    return full and _adjacent(text, one, two) and not MARKS.match(text[two[0] : two[1]])


def _line_passages(
    text: str, start: int, end: int, reason: str | None, edge: bool, language: str
) -> list[Passage]:
    if reason in WHOLE and end - start < 1000:
        return [Passage(start, end, reason)]
    opening, closing = [], []
    if reason is None:
        start, end, opening, closing = _without_marks(text, start, end)
    spans = [
        (start + a, start + b) for a, b in sentence_spans(LINE_BREAK.sub(" ", text[start:end]), language)
    ]
    reasons = _sentence_reasons([text[a:b] for a, b in spans], reason, edge)
    return opening + [Passage(*span, why) for span, why in zip(spans, reasons, strict=True)] + closing


def _sentence_reasons(sentences: list[str], line_reason: str | None, edge: bool) -> list[str | None]:
    """A line's reason holds for all its sentences, but a link to another article ends with its first."""
    if line_reason and line_reason != "related":
        return [line_reason] * len(sentences)
    reasons: list[str | None] = []
    for sentence in sentences:
        first = line_reason if not reasons else None
        after = reasons[-1] if reasons else None
        reasons.append(first or sentence_reason(sentence, edge, len(sentences) == 1, after))
    return reasons


def _without_marks(text: str, start: int, end: int) -> tuple[int, int, list[Passage], list[Passage]]:
    """Set Markdown marks, bullets and a `Title:` label before a line's words apart, as passages of their own."""
    opening, closing = [], []
    if (marks := MARKS.match(text[start:end])) and marks.end() < end - start:
        opening.append(Passage(*trim(text, start, start + marks.end()), "markup"))
        start += marks.end()
    if start < (marks := _end_marks(text, start, end)) < end:
        closing.append(Passage(*trim(text, marks, end), "markup"))
        end = trim(text, start, marks)[1]
    found = LABELLED.match(text[start:end])
    if found and found[2].strip() and bare(found[1]) in table("title"):
        opening.append(Passage(*trim(text, start, start + found.start(2)), "label"))
        start += found.start(2)
    return *trim(text, start, end), opening, closing


def _end_marks(text: str, start: int, end: int) -> int:
    """Where the Markdown marks begin that end a span: `**`, `__`, or `#` after a space; its end without any."""
    while end > start:
        hashes = end
        while hashes > start and text[hashes - 1] == "#":
            hashes -= 1
        if text[max(start, end - 2) : end] in ("**", "__"):
            end -= 2
        elif start < hashes < end and text[hashes - 1].isspace():
            end = hashes - 1
        else:
            break
    return end


def _tagged(text: str, passages: list[Passage], declared: str | None) -> list[Passage]:
    kept = [i for i, p in enumerate(passages) if p.reason is None]
    languages, certain = tag([text[passages[i].start : passages[i].end] for i in kept], declared)
    for i, language, p in zip(kept, languages, certain, strict=True):
        passages[i] = passages[i]._replace(language=language, language_p=p)
    return passages
