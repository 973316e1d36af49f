"""What a term is worth in the name of a topic, and the label made of the best terms."""

from collections.abc import Iterable, Sequence
from os.path import commonprefix

from newsthemes.language.word_class import english_classes
from newsthemes.topics.concepts import Concept

IN_LABEL = 3  # terms
LONGEST_LABEL = 60  # characters
# Zipf: up to the first a word names a topic, from the second it says nothing alone
COMMON, EVERYDAY = 4.4, 6.2
LEAST_WORTH = 0.15  # of a word that says nothing alone
PHRASE_WORTH, VERB_WORTH, NO_NOUN_WORTH = 1.35, 0.85, 0.3
SAME_START = 0.6  # of the letters of the shorter of two words
NEARLY = 0.7  # of a word's score and stories, from which a phrase with the word says more
GOOD = 0.25  # share of the best term's score that a term of the label has


def label_of(
    taken: Sequence[tuple[Concept, float, int]], shown: Sequence[str], names: int, fewest: float
) -> str:
    """The best terms that may stand alone, as ``shown``, keyphrases first; at most so many ``names``. Terms that
    ``fewest`` stories hold come before others, and of these the commonest."""
    if not taken:
        return ""
    best = max(score for _, score, _ in taken)
    fit, named = [], 0
    order = sorted(
        range(len(taken)),
        key=lambda place: (-min(taken[place][2], fewest), -round(taken[place][1], 6), place),
    )
    for place in order:
        (concept, score, _), term = taken[place], shown[place]
        good = (
            concept.is_noun and score >= GOOD * best and not any(_related(term, other) for *_, other in fit)
        )
        if good and named + concept.is_name <= names:
            fit.append((not concept.is_phrase or concept.is_name, place, term))
            named += concept.is_name
    fit = fit or [(False, place, term) for place, term in enumerate(shown)]
    chosen = sorted(fit[:IN_LABEL])
    label = ""
    for *_, name in chosen:
        longer = f"{label}, {name}" if label else name
        if label and len(longer) > LONGEST_LABEL:
            break
        label = longer
    return label


def _related(term: str, other: str) -> bool:
    """Whether two terms are one but for capitals, or a country and what is of it, by their beginning: "China" and
    "Chinese".

    >>> _related("China", "Chinese"), _related("Ukraine", "Ukrainian"), _related("China", "Chile")
    (True, True, False)
    >>> _related("Salud", "salud"), _related("health", "healer")
    (True, False)
    """
    if term.casefold() == other.casefold():
        return True
    same = len(commonprefix([term, other]))
    capitals = term[:1].isupper() and other[:1].isupper() and " " not in term + other
    return capitals and same >= 4 and same >= SAME_START * min(len(term), len(other))


def without_repeats(
    ranked: Sequence[tuple[Concept, float, int]], most: int
) -> list[tuple[Concept, float, int]]:
    """The first of a ranking that share no word with one before; a phrase takes the place of its word where it is
    nearly as good."""
    taken, said = [], set()
    for place, found in enumerate(ranked):
        if _words(found[0]) & said:
            continue
        taken.append(_as_phrase(found, ranked[place + 1 :], said))
        said |= _words(taken[-1][0])
        if len(taken) == most:
            break
    return taken


def _words(concept: Concept) -> set[str]:
    return {word for words in concept.words for word in words.split()}


def _as_phrase(
    found: tuple[Concept, float, int], others: Iterable[tuple[Concept, float, int]], said: set[str]
) -> tuple[Concept, float, int]:
    """The first phrase of ``others`` that has a single word's place, else the word: one nearly as good, in nearly as
    many stories, of which no other word was ``said``."""
    word, score, stories = found
    if word.is_phrase or word.is_name:
        return found
    for other in others:
        phrase, worth, holding = other
        fits = phrase.is_phrase and phrase.is_noun and not phrase.is_name and _words(word) < _words(phrase)
        good = worth >= NEARLY * score and holding >= NEARLY * stories
        if fits and good and not _words(phrase) & said:
            return other
    return found


def worth_of(concept: Concept) -> float:
    """What a concept is worth in a name of a topic, by what it is and how common it is at large."""
    if concept.is_date:
        return LEAST_WORTH * NO_NOUN_WORTH
    common = concept.commonness
    spread = 0 if common is None or concept.is_name else (common - COMMON) / (EVERYDAY - COMMON)
    worth = 1 - (1 - LEAST_WORTH) * min(max(spread, 0.0), 1.0)
    if concept.is_phrase and concept.is_noun and not concept.is_name:
        worth *= PHRASE_WORTH
    if not concept.is_phrase and not concept.is_name and "VERB" in english_classes(concept.english):
        worth *= VERB_WORTH
    return worth if concept.is_noun else NO_NOUN_WORTH * worth
