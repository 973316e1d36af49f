from collections import Counter

import numpy as np
import pytest

from newsthemes.language.word_class import may_be_noun
from newsthemes.topics.concepts import Concept, english_words, in_english
from newsthemes.topics.corpus_terms import CorpusTerms, TopicTerms
from newsthemes.topics.labels import label_of, without_repeats
from newsthemes.topics.typical import with_headlines

PORT = ["The harbour crane lifts cargo", "A harbour crane waits", "Cargo fills the harbour"]
CHIPS = ["The data center needs chips", "Chips leave the data center", "A data center cools chips"]
TEXTS, LABELS = PORT + CHIPS, [0, 0, 0, 1, 1, 1]


def labelled(texts=TEXTS, labels=LABELS, languages=None, **about):
    languages = languages or ["en"] * len(texts)
    return CorpusTerms(texts, languages, **about).of(np.array(labels), max(labels) + 1)


def test_keyphrases_come_before_single_words():
    assert labelled()[1].label == "data center, chips"


def test_a_word_and_its_translation_are_one_term():
    texts = [*TEXTS, "Le port attend", "Le port dort", "The port waits", "The port sleeps"]
    found = labelled(texts, [*LABELS, 2, 2, 2, 2], ["en"] * 6 + ["fr"] * 2 + ["en"] * 2)[2]
    assert sum("port" in term for term in found.english) == 1


def test_words_of_one_long_story_do_not_name_a_topic_of_several():
    texts = [
        "The crater is deep",
        "Crater dust",
        "Crater walls",
        "Crater rim",
        "A comet is near",
        "The comet fades",
    ]
    texts += ["Comet tails glow", *CHIPS]
    stories = ["a", "a", "a", "a", "b", "c", "d", "e", "f", "g"]
    found = labelled(texts, [0] * 7 + [1] * 3, stories=stories)[0]
    assert found.label.split(", ")[0] == "comet"
    assert "crater" not in found.label


@pytest.mark.parametrize(
    ("stories", "fewest", "label"),
    [
        ({"crater": 2, "comet": 6, "rocket": 5, "dust": 4}, 3, "comet, rocket, dust"),
        ({"crater": 2, "comet": 6, "rocket": 5, "dust": 4}, 1, "crater, comet, rocket"),
        ({"crater": 2, "comet": 2}, 3, "crater, comet"),
        ({"China": 5, "Chinese": 6, "dust": 4}, 2, "China, dust"),
        ({"China": 5, "Chile": 6, "dust": 4}, 2, "China, Chile, dust"),
    ],
)
def test_a_label_is_of_terms_of_many_stories_where_there_are_such(stories, fewest, label):
    taken = [
        (Concept(frozenset({word}), word.istitle(), False, Counter({(word, "en"): 1})), 9 - place, count)
        for place, (word, count) in enumerate(stories.items())
    ]
    assert label_of(taken, list(stories), names=3, fewest=fewest) == label


@pytest.mark.parametrize("name", ["Maria Felipa", "Reality Labs"])
def test_names_are_never_glossed(name):
    assert in_english(name, "fr") == name
    assert in_english(name, "id") == name


def test_a_country_has_its_english_name_and_a_plural_acronym_is_the_acronym():
    assert in_english("Cina", "id") == "China"
    assert english_words("GPUs", "gpus", "en") == english_words("GPU", "gpu", "en")


@pytest.mark.slow
def test_half_a_phrase_is_not_glossed_and_adjectives_come_before_nouns():
    assert in_english("lei zorbada", "pt") == "lei zorbada"
    assert in_english("réalité virtuelle", "fr") == "virtual reality"
    assert in_english("sanctions américaines", "fr") == "American sanctions"


@pytest.mark.parametrize(
    ("word", "language"), [("belongs", "en"), ("mengatakan", "id"), ("écrivent", "fr"), ("gewaltig", "de")]
)
def test_verbs_and_adjectives_are_no_nouns(word, language):
    assert not may_be_noun(word, language)


def lines(texts, labels, stories, headlines):
    vectors = np.eye(8, dtype=np.float32)[np.array(labels)]
    about = {
        "languages": np.array(["en"] * len(texts), object),
        "stories": np.array(stories, object),
        "articles": None,
    }
    return with_headlines(
        labelled(texts, labels), texts, vectors, np.array(labels), about, np.array(headlines)
    )


def test_a_topic_of_one_story_is_called_by_its_headline_with_a_sentence_under_it():
    texts = ["Harbour falls silent.", *PORT, *CHIPS]
    named, under = lines(texts, [0] * 4 + [1] * 3, ["a"] * 4 + ["b", "c", "d"], [True] + [False] * 6)
    assert named[0].label == "Harbour falls silent"
    assert under[0] in PORT
    assert named[1].label == "data center, chips"
    assert under[1] in CHIPS


def test_the_line_under_a_label_is_a_headline_where_a_topic_of_several_stories_has_one():
    texts = ["Chips run hot in every data center", *CHIPS]
    _, under = lines(texts, [0] * 4, ["a", "b", "c", "d"], [True, False, False, False])
    assert under == [texts[0]]


def broad_topic(stories=120):
    """(texts, labels, parts, stories): a topic of many stories in two parts, half of the one about Carthage, and most
    of both about the senate; and one of another subject."""
    rows = np.arange(stories)
    texts = ["The senate" if row % 3 else "The forum" for row in rows]
    texts = [
        f"{text}: Carthage" if row < stories // 3 else f"{text}: nothing"
        for row, text in zip(rows, texts, strict=True)
    ]
    texts += [f"A barge carries {thing}" for thing in ("grain", "salt", "stone")] * 20
    labels = np.repeat([0, 1], [stories, 60])
    parts = np.concatenate([(rows >= stories // 2).astype(int), np.full(60, 2)])
    return texts, labels, parts


def test_a_broad_topic_is_named_by_what_most_of_its_stories_share():
    texts, labels, parts = broad_topic()
    terms = CorpusTerms(texts, ["en"] * len(texts))
    label = terms.of(labels, 2, parts)[0].label.split(", ")
    assert "senate" in label[0] and "Carthage" not in label[0]


def test_a_term_of_one_part_counts_less_for_the_whole_topic():
    texts, labels, parts = broad_topic()
    terms = CorpusTerms(texts, ["en"] * len(texts))
    concepts, held = terms.concepts
    counts, in_stories = terms._story_counts(labels, 2), terms._stories(labels, 2, held)
    by_part, whole = (terms._coverage(labels, counts, held, in_stories, given) for given in (parts, None))
    named = {word: [word in concept.english for concept in concepts] for word in ("Carthage", "senate")}
    assert by_part[0, named["Carthage"]] == pytest.approx(whole[0, named["Carthage"]] / 2)
    assert by_part[0, named["senate"]].max() == pytest.approx(whole[0, named["senate"]].max(), rel=0.02)


def test_the_line_under_a_broad_label_is_of_an_article_that_says_what_the_others_say():
    texts = [
        "An odd headline of its own",
        "A barber cuts hair",
        "Harbour news of this week",
        "The crane lifts cargo",
        "Cargo and crane",
        "A quiet bay for most of June",
        "One crane is idle",
    ]
    vectors = np.array([[1, 0.1], [1, -0.2], [1, 0.2], [1, -0.1], [1, 0], [1, 0.3], [1, 0]], float)
    about = {
        "languages": None,
        "articles": np.array(["odd", "odd", "port", "port", "port", "bay", "bay"], object),
        "stories": None,
    }
    own = [TopicTerms(["crane", "cargo"], ["crane", "cargo"], "crane, cargo", (2, 2))]
    headlines = np.array([True, False, True, False, False, True, False])
    _, lines = with_headlines(own, texts, vectors, np.zeros(7, int), about, headlines)
    assert lines == ["Harbour news of this week"]


def subjects(of_parts, counts=(40, 30)):
    """The label of one topic of which so many stories each speak of a harbour and of bread; ``of_parts``: labels."""
    texts = [f"The harbour crane {row}" for row in range(counts[0])] + [
        f"Bread is dear {row}" for row in range(counts[1])
    ]
    labels, parts = np.zeros(len(texts), int), np.repeat([0, 1], counts)
    terms = CorpusTerms([*texts, "A quiet bay", "A quiet bay too"], ["en"] * (len(texts) + 2))
    given = [TopicTerms([], [], label) for label in of_parts]
    labels, parts = np.r_[labels, 1, 1], np.r_[parts, 2, 2]
    return terms.of(labels, 2, parts, [*given, TopicTerms([], [], "bay")])[0].label


def test_a_broad_topic_of_two_subjects_is_called_by_both_the_larger_first():
    assert subjects(["harbour", "bread"]) == "harbour, bread"
    assert subjects(["harbour", "bread"], (30, 40)) == "bread, harbour"


@pytest.mark.parametrize(
    ("of_parts", "counts"), [(["harbour", "harbour"], (40, 30)), (["harbour", ""], (40, 30)), (["x", "y"], (12, 9)),
                             (["x", "y"], (70, 3))]
)  # fmt: skip
def test_parts_that_say_the_same_or_little_do_not_name_a_topic(of_parts, counts):
    assert subjects(of_parts, counts) not in (", ".join(of_parts), "x", "harbour, ")


def test_a_term_typical_of_one_topic_comes_before_one_of_several():
    texts = ["crane and cargo"] * 4 + ["crane and bread"] * 4 + ["ink and paper"] * 8
    terms = CorpusTerms(texts, ["en"] * 16).of(np.repeat([0, 1, 2], [4, 4, 8]), 3)
    assert terms[0].terms == ["cargo", "crane"] and terms[1].terms == ["bread", "crane"]


def test_the_subject_of_a_label_is_its_phrase_or_what_most_stories_hold():
    assert TopicTerms(["rise", "cost"], ["rise", "cost"], "rise, cost", (3, 7)).subject == "cost"
    assert TopicTerms(["users"], ["users"], "social media, users", (9,)).subject == "social media"


@pytest.mark.parametrize(("shown", "language"), [("Tuesday", "en"), ("terça feira", "pt"), ("janvier", "fr")])
def test_days_and_months_are_dates(shown, language):
    assert Concept(frozenset(shown.split()), False, False, Counter({(shown, language): 1})).is_date


def test_a_phrase_stands_for_its_word_where_it_is_nearly_as_good():
    def found(words, score, stories):
        shown = Counter({(" ".join(words), "en"): 1})
        return Concept(frozenset(words), False, len(words) > 1, shown), score, stories

    strike, action, pay = found(["strike"], 9, 8), found(["strike", "action"], 7, 7), found(["pay"], 6, 6)
    assert without_repeats([strike, action, pay], 2) == [action, pay]
    rare = found(["strike", "action"], 7, 2)
    assert without_repeats([strike, rare, pay], 2) == [strike, pay]


def test_the_line_under_a_mixed_topic_is_of_its_largest_part():
    texts = [
        "Odd",
        "Harbour falls silent.",
        "Harbour again.",
        "The crane is in the harbour.",
        "Bread costs more money.",
    ]
    vectors = np.array([[1, 0], [1, 0.1], [1, -0.1], [1, 0.2], [1, 0]], float)
    about = {"languages": None, "articles": None, "stories": None}
    own = [TopicTerms(["bread"], ["bread"], "bread", (1,))]
    whole = np.zeros(5, int)
    headlines = np.array([False, True, False, False, True])
    _, without = with_headlines(own, texts, vectors, whole, about, headlines)
    _, lines = with_headlines(own, texts, vectors, whole, about, headlines, np.array([-1, 0, 0, 0, 1]))
    assert (without, lines) == (["Bread costs more money."], ["Harbour falls silent."])


def test_the_line_is_of_an_article_that_is_typical_as_a_whole():
    texts = [
        "A headline near the middle",
        "Sewers in the north.",
        "Sewers in the south.",
        "A headline a bit aside",
        "Tigers and farms.",
        "Farms and tigers.",
    ]
    vectors = np.array([[1, 0], [0.2, 1], [0.2, 1], [1, 0.3], [1, 0], [1, 0.1]], float)
    about = {"languages": None, "articles": np.array(["odd"] * 3 + ["whole"] * 3, object), "stories": None}
    headlines = np.array([True, False, False, True, False, False])
    own = [TopicTerms([], [], "animals", ())]
    assert with_headlines(own, texts, vectors, np.zeros(6, int), about, headlines)[1] == [texts[3]]
