import numpy as np
import pytest

from newsthemes.language.word_class import may_be_noun
from newsthemes.topics.concepts import english_words, in_english
from newsthemes.topics.labels import CorpusTerms
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


@pytest.mark.parametrize("name", ["Maria Felipa", "Reality Labs"])
def test_names_are_never_glossed(name):
    assert in_english(name, "fr") == name
    assert in_english(name, "id") == name


def test_a_country_has_its_english_name_and_a_plural_acronym_is_the_acronym():
    assert in_english("Cina", "id") == "China"
    assert english_words("GPUs", "gpus", "en") == english_words("GPU", "gpu", "en")


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
