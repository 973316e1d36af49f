import pytest

from newsthemes.errors import InputError
from newsthemes.topics.vocabulary import Vocabulary, is_stop_word, lemma, read_aliases, stop_words


def terms(text, language="en", aliases=None, times=1):
    vocabulary = Vocabulary([text] * times, [language] * times, aliases)
    return [vocabulary.surface(key) for key in vocabulary.terms[0]]


@pytest.mark.parametrize("word", ["open", "new", "work", "ai"])
def test_words_the_news_is_about_are_no_stop_words(word):
    assert word in stop_words("en") or word == "ai"
    assert not is_stop_word(word, "en", frozenset({"en", "fr", "id"}))


def test_french_ai_is_a_stop_word_and_the_acronym_is_not():
    assert is_stop_word("ai", "fr")
    assert not is_stop_word("AI", "fr")


@pytest.mark.parametrize(
    ("word", "language"), [("the", "en"), ("avec", "fr"), ("yang", "id"), ("nicht", "de")]
)
def test_stop_words_of_every_language_are_out(word, language):
    assert is_stop_word(word, language)


def test_a_stop_word_of_another_language_of_the_corpus_is_out_unless_it_is_a_word():
    spoken = frozenset({"en", "fr"})
    assert is_stop_word("les", "en", spoken)  # French left inside an English text
    assert not is_stop_word("car", "en", spoken)  # 'for' in French, but English has it too


def test_lemmas_are_counted_together_and_shown_in_the_commonest_form():
    vocabulary = Vocabulary(["models models model", "chips"], ["en", "en"])
    assert vocabulary.terms == [["model", "model", "model"], ["chip"]]
    assert vocabulary.surface("model") == "models"


def test_an_unknown_language_has_no_lemmas_and_no_stop_words():
    assert lemma("kata", "xx") == "kata"
    assert terms("kata lain", "xx") == ["kata", "lain"]


def test_clitics_are_split_off():
    assert terms("L'équipe d'ingénieurs", "fr") == ["équipe", "ingénieurs"]
    assert terms("Startup's model", "en") == ["startup", "model"]


def test_names_and_terms_stay_whole():
    text = "They say DeepSeek-V3 is open source and that open source wins."
    assert terms(text, times=4) == ["DeepSeek-V3", "open source", "open source", "wins"]


def test_a_hyphen_does_not_divide_a_term():
    vocabulary = Vocabulary(["an open-source model and open source code"] * 4, ["en"] * 4)
    assert vocabulary.terms[0].count("open source") == 2


def test_a_stop_word_keeps_its_neighbours_apart():
    vocabulary = Vocabulary(["cats and dogs"] * 5, ["en"] * 5)
    assert vocabulary.terms[0] == ["cat", "dog"]


def test_a_reduplicated_plural_counts_as_its_word():
    assert terms("model-model", "id") == ["model"]


def test_aliases_are_merged_and_names_are_not_doubled():
    aliases = read_aliases()
    text = "We met LeCun, Yang Lichun, Yann LeCun, Buta and Blind. He is blind."
    found = terms(text, "en", aliases)
    assert found.count("Yann LeCun") == 3
    assert found.count("Blind") >= 2


@pytest.mark.parametrize(
    ("content", "said"),
    [("name\talias\n", "first line"), ("alias\tname\nX\n", "line 2"), ("alias\tname\nA\tB\n\tC\n", "line 3")],
)
def test_a_malformed_alias_table_names_the_line(tmp_path, content, said):
    path = tmp_path / "aliases.tsv"
    path.write_text(content)
    with pytest.raises(InputError, match=said):
        read_aliases(path)


def test_a_missing_alias_table_is_named(tmp_path):
    with pytest.raises(InputError, match="none.tsv"):
        read_aliases(tmp_path / "none.tsv")
