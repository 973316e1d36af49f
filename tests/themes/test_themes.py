import importlib.util
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score, f1_score

from newsthemes import embed, load_themes, score_themes, theme_presence
from newsthemes.embedding import Embedder
from newsthemes.errors import InputError
from newsthemes.themes import (
    apply_thresholds,
    article_themes,
    explain,
    false_alarm_rates,
    mask_entities,
    themes_by_topics,
)
from newsthemes.themes.article_support import (
    CAREFUL_LEVEL,
    LEVEL,
    supported,
    supported_by_halves,
    tail_probability,
)
from newsthemes.themes.char_ngrams import Letters
from newsthemes.themes.classifier import BackgroundScores
from newsthemes.themes.description_model import WORDS_ADD, calibration, description_logits
from newsthemes.themes.features import ALONE, WORDS_ALONE, Passages, Phrases, theme_features
from newsthemes.themes.gaussian_process import Examples, best_fit, contexts, radial
from newsthemes.themes.labelled_sentences import read_labels
from newsthemes.themes.reference_corpus import (
    SUBJECTS,
    background,
    background_sentences,
    content_words,
    word_weights,
    words_of,
)
from newsthemes.themes.thresholds import best_threshold
from newsthemes.themes.word_salad import Coherence, shuffled_words

pytestmark = pytest.mark.slow

WEATHER = [
    {
        "id": "rain",
        "name": "Rain",
        "definition": "Rain, storms and floods.",
        "seeds": {"en": ["heavy rain", "the river rose"]},
    },
    {"id": "money", "definition": "Prices, wages and what people pay."},
    {"id": "football"},
]
SAID = [
    ("en", "The storm brought heavy rain and the river flooded the town."),
    ("fr", "De fortes pluies ont provoqué une inondation."),
    ("id", "Hujan lebat menyebabkan banjir di kota itu."),
    ("en", "Wages rose more slowly than the price of bread."),
    ("fr", "Les salaires augmentent moins vite que les prix."),
    ("id", "Harga roti naik lebih cepat daripada upah."),
    ("en", "She reads a book in the garden."),
    ("fr", "L'équipe a gagné son match de football."),
]


@pytest.fixture(scope="module")
def embedder():
    return Embedder()


@pytest.fixture(scope="module")
def said():
    languages, texts = [language for language, _ in SAID], [text for _, text in SAID]
    return texts, embed(texts, languages), languages


@pytest.fixture(scope="module")
def gold(embedder):
    """(labels, vectors, scores) of the bundled labelled sentences, each scored without its article."""
    themes = load_themes()
    labels = read_labels(themes.labels, themes.ids)
    vectors = embedder.embed(labels.texts, labels.languages)
    known = {"articles": labels.articles, "encoder": embedder}
    return labels, vectors, score_themes(labels.texts, vectors, labels.languages, themes, **known)


def test_a_theme_needs_a_line_or_only_a_name(said):
    texts, vectors, languages = said
    scores = score_themes(texts, vectors, languages, WEATHER)
    assert list(scores) == ["rain", "money", "football"] and scores.index.equals(pd.RangeIndex(len(texts)))
    assert ((scores >= 0) & (scores <= 1)).all(axis=None)
    assert scores["rain"].nlargest(3).index.sort_values().tolist() == [0, 1, 2]
    assert scores["money"].nlargest(3).index.sort_values().tolist() == [3, 4, 5]
    assert scores["football"].idxmax() == 7
    assert theme_presence(texts, vectors, languages, WEATHER).loc[6].tolist() == [False, False, False]


def test_seeds_of_one_language_find_the_others(said):
    texts, vectors, languages = said
    french = [{"id": "rain", "language": "fr", "seeds": ["fortes pluies", "inondation"]}]
    assert score_themes(texts, vectors, languages, french)["rain"].nlargest(
        3
    ).index.sort_values().tolist() == [0, 1, 2]


def test_order_and_company_change_nothing(said):
    texts, vectors, languages = said
    whole = score_themes(texts, vectors, languages, WEATHER)
    order = [5, 2, 7, 0, 1, 6, 4, 3]
    turned = score_themes([texts[i] for i in order], vectors[order], [languages[i] for i in order], WEATHER)
    np.testing.assert_allclose(turned, whole.loc[order], atol=1e-9)
    alone = score_themes(texts[3:4], vectors[3:4], languages[3:4], WEATHER)
    np.testing.assert_allclose(alone, whole.loc[[3]], atol=1e-6)
    twice = score_themes(texts * 2, np.vstack([vectors, vectors]), languages * 2, WEATHER)
    np.testing.assert_allclose(twice, pd.concat([whole, whole]), atol=1e-9)


def test_themes_do_not_disturb_one_another(said):
    texts, vectors, languages = said
    whole = score_themes(texts, vectors, languages, WEATHER)
    one = score_themes(texts, vectors, languages, WEATHER[1:2])
    np.testing.assert_allclose(one["money"], whole["money"], atol=1e-12)


@pytest.mark.parametrize("text", ["", " ", "…", "12 %", "x" * 3000, "雨が降る"])
def test_odd_texts_have_a_score(text):
    scores = score_themes([text], embed([text], ["en"]), [None], WEATHER)
    assert ((scores >= 0) & (scores <= 1)).all(axis=None)


def test_no_texts_no_rows():
    empty = np.zeros((0, 384), np.float32)
    for table in (score_themes([], empty, [], WEATHER), theme_presence([], empty, [], None)):
        assert len(table) == 0 and len(table.columns) in (3, 10)


def test_vectors_must_fit(said):
    texts, vectors, languages = said
    with pytest.raises(InputError, match="8 texts, 8 languages and vectors of shape .7, 896."):
        score_themes(texts, vectors[:7], languages, WEATHER)
    with pytest.raises(InputError, match="vectors have 5 dimensions, the encoder gives 896"):
        score_themes(texts, vectors[:, :5], languages, WEATHER)
    with pytest.raises(InputError, match="expected a CSV file or a frame, found int"):
        score_themes(texts, vectors, languages, WEATHER, labels=7)


def test_any_encoder_will_do(said):
    texts, _, languages = said

    def letters(batch):
        counts = np.array(
            [[text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in batch]
        )
        return counts + 0.01

    own = Embedder(letters)
    scores = score_themes(texts, own.embed(texts, languages), languages, WEATHER, encoder=own)
    assert scores.shape == (8, 3) and scores.notna().all(axis=None)


# Features


def test_content_words_are_english_lemmas():
    assert content_words("Les chercheurs quittent l'entreprise", "fr") == content_words(
        "researchers leave company", "en"
    )
    words = words_of(["The ships sailed.", "A ship!", ""], ["en", "en", None])
    assert words.vocabulary == ["sail", "ship"]
    assert words.incidence.toarray().tolist() == [[1, 1], [0, 1], [0, 0]]


def test_features_on_a_case_by_hand(embedder):
    known = background(embedder)
    texts = ["rain", "the rain and a book", ""]
    vectors = embed(texts, ["en"] * 3)
    passages = Passages.of(texts, vectors, ["en"] * 3)
    (theme,) = load_themes([{"id": "rain"}])
    phrases = Phrases.of(theme, embed(["rain"], ["en"]), embed(["rain"], ["en"]))
    features = theme_features(passages, phrases, known)
    usual = known.vectors @ embed(["rain"], ["en"])[0]
    spread = (np.quantile(usual, 0.84) - np.median(usual) + known.spread) / 2
    meaning = (vectors @ embed(["rain"], ["en"])[0] - np.median(usual)) / spread
    np.testing.assert_allclose(features[:, 0], meaning, atol=1e-4)
    rain, book = word_weights(["rain", "book"])
    shared = np.array([1, rain / np.hypot(rain, book), 0])
    np.testing.assert_allclose(features[:, 1], shared * np.clip(meaning / 3, 0, 1), atol=1e-4)
    np.testing.assert_allclose(
        features[:, 2], ALONE * meaning, atol=1e-4
    )  # no article is known: mostly their own
    together = theme_features(passages, phrases, known, ["a", "a", "b"])
    np.testing.assert_allclose(
        together[:, 2], meaning[[1, 0, 2]] * [1, 1, ALONE], atol=1e-4
    )  # what the others of the article mean
    np.testing.assert_array_equal(together[:, :2], features[:, :2])
    # the phrase is the shared word: what is left of their cosine is what lies across it
    cosines = vectors @ embed(["rain"], ["en"])[0]
    said = words_of(
        [row.text for row in background_sentences()], [row.language for row in background_sentences()]
    )
    rainy = said.incidence[:, said.vocabulary.index("rain")].toarray().ravel() > 0
    usual = np.where(rainy, (1 - WORDS_ALONE) * usual, usual)
    spread = (np.quantile(usual, 0.84) - np.median(usual) + known.spread) / 2
    besides = (cosines * [1 - WORDS_ALONE, 1 - WORDS_ALONE, 1] - np.median(usual)) / spread
    np.testing.assert_allclose(features[:, 3], besides, atol=1e-4)
    np.testing.assert_allclose(together[:, 4], besides[[1, 0, 2]] * [1, 1, ALONE], atol=1e-4)


def test_words_add_little_to_what_the_context_says():
    (theme,) = load_themes([{"id": "rain"}])
    alike = np.array([[6.0, 0.5, 5.0, 0.0, 0.0], [6.0, 0.5, 5.0, 6.0, 5.0]])
    word_alone, agreeing = description_logits(alike, theme, np.array([True, True]))
    context = calibration()["without seeds, by context"]
    assert word_alone == pytest.approx(context["bias"] + WORDS_ADD) and word_alone < 0 < agreeing


def test_rare_words_weigh_more():
    harbour, company, made_up = word_weights(["harbour", "company", "xqzvt"])
    assert made_up > harbour > company > 0


def test_the_background_is_varied_and_in_our_own_words(root):
    rows = background_sentences()
    by_language = pd.Series([row.language for row in rows]).value_counts()
    assert by_language["en"] >= 1000 and by_language["fr"] >= 350 and by_language["id"] >= 350
    assert len({row.text for row in rows}) == len(rows) and len({row.subject for row in rows}) >= 20
    assert {row.subject for row in rows} >= {theme.id for theme in load_themes(SUBJECTS)}
    bundled = set(load_themes().ids)
    assert all(set(row.themes) <= bundled for row in rows)


@pytest.mark.acceptance
def test_the_committed_calibration_is_what_the_script_fits(root, embedder):
    spec = importlib.util.spec_from_file_location("fit", root / "scripts" / "fit_theme_calibration.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for kind, fitted in script.calibration(embedder).items():
        assert fitted["weights"] == pytest.approx(calibration()[kind]["weights"], rel=0.05, abs=0.02)
        assert fitted["calibration error"] <= 0.03
        assert fitted["average precision"] == pytest.approx(
            calibration()[kind]["average precision"], abs=0.02
        )


def test_best_threshold():
    truth = np.array([True, True, False, True, False])
    assert best_threshold(np.array([0.9, 0.8, 0.7, 0.6, 0.1]), truth) == pytest.approx(0.35)
    assert best_threshold(np.array([0.9, 0.2, 0.7, 0.1, 0.6]), truth) == pytest.approx(0.05)
    assert best_threshold(np.array([0.9, 0.5, 0.5, 0.1, 0.0]), truth) == pytest.approx(0.05)
    assert best_threshold(
        np.array([0.9, 0.8, 0.7, 0.6, 0.1]), truth, np.array([1, 1, 9, 1, 1])
    ) == pytest.approx(0.75)


# Examples


def test_leaving_a_group_out_is_learning_without_it(embedder):
    rng = np.random.default_rng(0)
    texts = [text for _, text in SAID]
    languages = [language for language, _ in SAID]
    vectors = embed(texts, languages)
    passages = Passages.of(texts, vectors, languages)
    groups = np.array([0, 0, 0, 1, 1, 1, 2, 3])
    articles = ["a", "a", "a", "b", "b", "b", "c", "d"]
    truth, prior = (rng.random((8, 2)) < 0.4).astype(float), np.full((8, 2), 0.3)
    examples = Examples.of(texts, languages, passages, articles, groups)
    base = truth.mean(0)
    prior_weight, weights, scores = best_fit(examples.fits(truth, prior, base), truth)
    rest = np.flatnonzero(groups != 1)
    own = examples.inverse.copy()
    kernel = np.linalg.inv(own) - 0.3 * np.eye(8)
    start = base + prior_weight * (prior - base)
    by_hand = start + kernel[:, rest] @ np.linalg.solve(
        kernel[np.ix_(rest, rest)] + 0.3 * np.eye(5), (truth - start)[rest]
    )
    np.testing.assert_allclose(scores[groups == 1], by_hand[groups == 1], atol=1e-8)
    np.testing.assert_allclose((start + kernel @ examples.without(1, weights))[3:6], by_hand[3:6], atol=1e-8)


def test_the_context_is_the_rest_of_the_article_and_most_of_all_what_is_beside():
    vectors = np.eye(5)
    around = contexts(vectors, ["a", "a", "a", "b", None])
    beside, rest = vectors[1], (vectors[1] + vectors[2]) / np.sqrt(2)
    np.testing.assert_allclose(around[0], (beside + rest) / np.linalg.norm(beside + rest))
    np.testing.assert_allclose(around[1], (vectors[0] + vectors[2]) / np.sqrt(2))
    np.testing.assert_allclose(around[3:], 0)
    np.testing.assert_allclose(contexts(vectors, [None] * 5), 0)
    np.testing.assert_allclose(contexts(vectors, None), 0)


def test_an_example_that_counts_half_has_twice_the_noise(embedder):
    texts, vectors = ["a b", "c d", "e"], np.eye(3)
    given = texts, ["en"] * 3, Passages.of(texts, vectors, ["en"] * 3), [None] * 3, [0, 1, 2]
    whole, half = Examples.of(*given), Examples.of(*given, counts=[1, 0.5, 1])
    added = np.linalg.inv(half.inverse) - np.linalg.inv(whole.inverse)
    np.testing.assert_allclose(added, np.diag([0, 0.3, 0]), atol=1e-8)


def test_shuffled_words_keep_words_lengths_and_languages():
    texts, languages = ["a b c", "d", "e f"], ["en", "fr", "en"]
    heaps, same = shuffled_words(texts, languages)
    assert same == languages and [len(heap.split()) for heap in heaps] == [3, 1, 2] and heaps[1] == "d"
    assert sorted(" ".join(heaps).split()) == list("abcdef")


def test_own_labels_teach(said):
    texts, vectors, languages = said
    odd = [{"id": "odd", "definition": "Something in particular."}]
    wet = ["Rain fell all night.", "A flood closed the road.", "Storms are coming."]
    dry = [
        "Bread costs more.",
        "The cat sleeps.",
        "He paid the bill.",
        "They played cards.",
        "A quiet afternoon.",
    ]
    labels = pd.DataFrame({"text": wet + dry, "themes": ["odd"] * len(wet) + [""] * len(dry)})
    scores = score_themes(texts, vectors, languages, odd, labels=labels)["odd"]
    assert scores.nlargest(3).index.sort_values().tolist() == [0, 1, 2]
    unknown = score_themes(texts, vectors, languages, odd)["odd"]
    few = score_themes(texts, vectors, languages, odd, labels=labels[1:])["odd"]  # two examples are too few
    np.testing.assert_allclose(few, unknown)


def test_a_label_never_scores_itself(said):
    texts, vectors, languages = said
    themes = [{"id": "odd"}]
    labels = pd.DataFrame(
        {
            "text": texts,
            "language": languages,
            "themes": ["odd"] * 4 + [""] * 4,
            "article_id": list("aabbccdd"),
        }
    )
    flipped = labels.assign(themes=[""] * 2 + ["odd"] * 2 + ["odd"] * 2 + [""] * 2)
    first = theme_raw(texts, vectors, languages, themes, labels)
    second = theme_raw(texts, vectors, languages, themes, flipped)
    assert first[0] == pytest.approx(second[0], abs=0.35)  # its own label was turned, and its neighbour's
    assert first[6] != pytest.approx(second[6], abs=1e-6)  # those of others were turned too, and count


def theme_raw(texts, vectors, languages, themes, labels):
    return score_themes(texts, vectors, languages, themes, labels=labels)["odd"].to_numpy()


def test_letters_are_those_of_scikit_learn():
    known = ["Un début, l'été", "a  x\tyy ", "", "computing Computed"]
    other = ["l'été débute", "", "İstanbul\u00a0x recomputed computed computed", "zzz"]
    theirs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    letters = Letters.of(known)
    np.testing.assert_allclose(letters(known).toarray(), theirs.fit_transform(known).toarray(), atol=1e-12)
    np.testing.assert_allclose(letters(other).toarray(), theirs.transform(other).toarray(), atol=1e-12)
    assert letters.runs == theirs.get_feature_names_out().tolist()


def test_coherence_is_that_of_a_process_that_has_not_seen_the_group(embedder):
    texts, languages = [text for _, text in SAID], [language for language, _ in SAID]
    passages = Passages.of(texts, embed(texts, languages), languages)
    examples = Examples.of(texts, languages, passages, None, [0, 0, 0, 1, 1, 1, 2, 3])
    found = Coherence.of(examples, embedder, 8)
    vectors = np.vstack([examples.vectors, found.shuffled])
    kernel, doubt = radial(vectors, vectors), np.repeat([0.0, -1.0], 8)
    noisy = kernel + 0.3 * np.eye(16)
    np.testing.assert_allclose(found.weights, np.linalg.solve(noisy, doubt), atol=1e-9)
    for rows in examples.groups:
        rest = np.setdiff1d(np.arange(16), rows)
        by_hand = 1 + kernel[np.ix_(rows, rest)] @ np.linalg.solve(noisy[np.ix_(rest, rest)], doubt[rest])
        np.testing.assert_allclose(
            found.example_coherence[rows], np.clip((by_hand - 0.1) / 0.3, 0, 1), atol=1e-9
        )


def test_company_moves_no_digit(gold, embedder):
    labels, vectors, scores = gold
    texts = [f"{text} " for text in labels.texts]  # not the labelled texts themselves
    rows = np.array([3, 700, 1200])
    some = [[part[i] for i in rows] for part in (texts, labels.languages)]
    whole = score_themes(texts, vectors, labels.languages, None, encoder=embedder)
    alone = score_themes(some[0], vectors[rows], some[1], None, encoder=embedder)
    pd.testing.assert_frame_equal(alone, whole.loc[rows].reset_index(drop=True), check_exact=True)


SECOND = """
import sys
import numpy as np
from newsthemes.embedding import Embedder
from newsthemes.themes import apply_thresholds, score_themes

def never(*_):
    raise AssertionError("learned again")

from newsthemes.themes import learning
from newsthemes.themes import reference_corpus as words
for kind in (learning.Examples, learning.Coherence, learning.Learned, words.Background):
    kind.of = never
vectors = np.load(sys.argv[1])
embedder = Embedder()
scores = score_themes(["Prices fell."] * len(vectors), vectors, ["en"] * len(vectors), encoder=embedder)
apply_thresholds(scores, encoder=embedder)
assert not {"sklearn", "torch", "scipy.stats"} & set(sys.modules), "a slow import"
np.save(sys.argv[1], scores)
"""


def test_a_second_process_learns_nothing_and_scores_the_same(gold, embedder, tmp_path):
    vectors, file = gold[1][:3], tmp_path / "vectors.npy"
    np.save(file, vectors)
    subprocess.run([sys.executable, "-c", SECOND, str(file)], check=True)
    here = score_themes(["Prices fell."] * 3, vectors, ["en"] * 3, encoder=embedder)
    np.testing.assert_array_equal(np.load(file), here)


# The bundled gold


def test_presence_on_the_gold(gold, embedder):
    labels, _, scores = gold
    found = apply_thresholds(scores, None, encoder=embedder)
    languages = np.array(labels.languages)
    f1 = {theme: f1_score(labels.carried[theme], found[theme]) for theme in found}
    assert np.mean(list(f1.values())) >= 0.75 and min(f1.values()) > 0.55
    by_language = [
        np.mean(
            [
                f1_score(labels.carried[theme][languages == code], found[theme][languages == code])
                for theme in found
            ]
        )
        for code in ("en", "fr", "id")
    ]
    assert max(by_language) - min(by_language) <= 0.10
    ranked = [average_precision_score(labels.carried[theme], scores[theme]) for theme in scores]
    assert np.mean(ranked) >= 0.8


@pytest.mark.acceptance
def test_heaps_of_words_carry_nothing_above_chance(gold, embedder):
    labels, vectors, scores = gold
    heaps, languages = shuffled_words(labels.texts, labels.languages, seed=99)
    found = theme_presence(heaps, embedder.embed(heaps, languages), languages, None, encoder=embedder)
    wrong = apply_thresholds(scores, None, encoder=embedder)[~labels.carried].sum() / (~labels.carried).sum()
    assert found.mean().mean() <= 1.5 * wrong.mean()
    assert found.mean().mean() <= 0.35 * labels.carried.mean().mean()


def test_masked_labels_are_known_by_their_originals(gold, embedder):
    labels, vectors, scores = gold
    rows = [i for i, text in enumerate(labels.texts) if "Meta" in text][:40]
    texts, languages = [labels.texts[i] for i in rows], [labels.languages[i] for i in rows]
    changed = [f"{text} " for text in texts]  # no longer the labelled text, but the same words
    same = score_themes(changed, vectors[rows], languages, None, encoder=embedder, originals=texts)
    unknown = score_themes(changed, vectors[rows], languages, None, encoder=embedder)
    truth = labels.carried.iloc[rows].to_numpy()
    off = {
        name: np.abs(table - truth).mean(axis=None) for name, table in (("same", same), ("unknown", unknown))
    }
    assert off["unknown"] < 0.6 * off["same"]  # who has seen the answers does better
    np.testing.assert_allclose(
        same, score_themes(texts, vectors[rows], languages, None, encoder=embedder), atol=0.05
    )


# Explanations, masks, topics


def test_explain_names_words_phrases_and_examples(said, embedder):
    texts, vectors, languages = said
    table = explain(texts[0], vectors[0], "en", "rain", WEATHER, encoder=embedder)
    assert set(table["part"]) == {"word", "phrase"}
    words = table[table["part"] == "word"]
    assert all(texts[0][int(row.start) : int(row.end)] == row.text for row in words.itertuples())
    assert set(words["text"][:4]) & {"rain", "storm", "flooded", "river"}
    phrases = table[table["part"] == "phrase"]
    assert set(phrases["text"]) == {"heavy rain", "the river rose", "Rain, storms and floods."}
    for _, part in table.groupby("part"):
        assert part["share"].abs().sum() == pytest.approx(1)
        assert part["effect"].abs().is_monotonic_decreasing
    learned = explain("Three researchers left the lab.", embed(["Three researchers left the lab."], ["en"])[0], "en",
                      "talent_loss", encoder=embedder)  # fmt: skip
    assert (learned["part"] == "example").sum() == 5 and learned["effect"].notna().all()
    assert set(learned.loc[learned["effect"] > 0.3, "text"]) & {"researchers", "left"}
    with pytest.raises(InputError, match="no theme 'snow'; there are: rain, money, football"):
        explain("x", vectors[0], "en", "snow", WEATHER, encoder=embedder)


@pytest.mark.parametrize(
    ("language", "text", "masked"),
    [
        ("en", "The AI team at Borealis hired Ada Holm for GlowNet-2.", "The AI team at X hired X for X."),
        (
            "en",
            "In May the Chinese firm bought GPUs in France.",
            "In May the Chinese firm bought GPUs in France.",
        ),
        ("fr", "Selon Ada Holm, l'équipe de Borealis a quitté Glow3.", "Selon X, l'équipe de X a quitté X."),
        ("id", "Menurut Ada Holm, tim Borealis meninggalkan GlowNet.", "Menurut X, tim X meninggalkan X."),
        ("en", "Zyqal grew. Nobody at Zyqal knew.", "X grew. Nobody at X knew."),
        ("en", "Water is wet.", "Water is wet."),
        ("de", "Das Haus der GlowNet steht in Bonn.", "Das Haus der X steht in Bonn."),
        ("zh", "GlowNet很大", "GlowNet很大"),
        (None, "", ""),
    ],
)
def test_names_are_hidden(language, text, masked):
    assert mask_entities([text], [language]) == [masked]


def test_a_name_known_from_elsewhere_is_hidden_where_it_opens_a_sentence():
    assert mask_entities(["Water rose.", "She works for Water."], ["en", "en"]) == [
        "X rose.",
        "She works for X.",
    ]


def test_themes_by_topics_by_hand():
    presence = pd.DataFrame({"a": [1, 1, 0, 0, 0, 0], "b": [0, 1, 0, 0, 0, 1]}, dtype=bool)
    table = themes_by_topics(presence, np.array([0, 0, 1, 1, -1, -1])).set_index("topic")
    assert table["passages"].to_dict() == {-1: 2, 0: 2, 1: 2}
    assert table.loc[0, ["a", "b", "any"]].tolist() == [1.0, 0.5, 1.0]
    assert table["theme"].to_dict() == {-1: None, 0: "a", 1: None}
    with pytest.raises(InputError, match="6 rows of presence but 1 assignments"):
        themes_by_topics(presence, [0])


# Articles


def test_one_surprising_passage_is_enough_in_a_short_article_only():
    usual = [np.linspace(0.001, 0.3, 1000)]
    scores = np.array([[0.34]] + [[0.01]] * 399)
    rare = tail_probability(scores[:1, 0], usual[0])[0]
    assert 0 < rare < 0.01
    for length, expected in ((1, True), (int(0.01 / rare) + 1, False)):
        assert supported(scores[:length], ["a"] * length, usual)[0, 0] == expected
    both = supported(np.array([[0.34], [0.34], [0.01]]), ["a", "b", "b"], usual)
    assert both.ravel().tolist() == [True, True, True]  # the article as a whole is
    alone = supported(np.array([[0.34], [0.01]]), [None, None], usual)
    assert alone.ravel().tolist() == [True, False]


def test_chance_does_not_grow_with_length():
    rng = np.random.default_rng(0)
    usual = [1 / (1 + np.exp(-rng.logistic(-4, 1, 2000)))]
    for length in (2, 20, 200):
        scores = 1 / (1 + np.exp(-rng.logistic(-4, 1, (400 * length, 1))))
        found = supported(scores, np.repeat(np.arange(400), length).tolist(), usual)
        share = found.reshape(400, length).any(1).mean()
        assert share <= 0.025, f"{length} passages: {share}"


def test_the_main_theme_has_the_most_words_and_a_fifth_of_the_article():
    passages = pd.DataFrame(
        {
            "article_id": ["a", "a", "a", "b", "c"],
            "text": ["one two three", "four five", "six " * 5, "x " * 20, "y"],
        }
    )
    presence = pd.DataFrame({"t": [True, False, False, False, True], "u": [False, True, False, False, True]})
    scores = presence * 0.5 + pd.DataFrame({"t": [0, 0, 0, 0, 0.1], "u": [0.0] * 5})
    table = article_themes(passages, presence, scores).set_index(["article_id", "theme"])
    assert table["main"].tolist() == [True, False, False, False, True, False]
    assert table["present"].tolist() == [True, True, False, False, True, True]
    assert table["words"].tolist() == [3, 2, 0, 0, 1, 1]
    assert table.loc[("a", "t"), "score"] == pytest.approx(0.5 * 3 / 10)
    unread = article_themes(passages, presence, scores, measured=[True, True, True, True, False])
    assert unread[unread["article_id"] == "c"][["main", "present", "words", "score"]].isna().all(axis=None)
    assert article_themes(passages[:0], presence[:0]).empty


def test_main_themes_weigh_by_words():
    passages = pd.DataFrame({"article_id": ["a", "a"], "text": ["one " * 30, "two"]})
    table = article_themes(passages, pd.DataFrame({"t": [False, True]}))
    assert table[["main", "present", "words"]].values.tolist() == [[False, True, 1]]


def test_words_of_a_theme_are_counted_where_no_spaces_part_them():
    passages = pd.DataFrame(
        {"article_id": ["a", "a"], "text": ["人工智能芯片的出口", "码头关闭"], "language": ["zh", "zh"]}
    )
    table = article_themes(passages, pd.DataFrame({"t": [False, True]}))
    assert table[["words", "main"]].values.tolist() == [[2, True]]  # of six


def test_the_background_is_judged_by_its_other_half():
    articles = ["a", "a", "b", "b"]
    scores = np.array([[0.9], [0.01], [0.02], [0.01]])
    both = np.ones((4, 1), bool)
    assert supported_by_halves(scores, both, articles)[:, 0].tolist() == [True, True, False, False]
    alike = np.array([[0.9], [0.01], [0.9], [0.01]])
    assert not supported_by_halves(alike, both, articles).any()


def test_a_theme_with_labels_must_say_more_where_the_background_has_no_news_in_the_language():
    known = BackgroundScores(np.zeros((0, 2)), np.zeros((0, 2), bool), np.array([LEVEL, CAREFUL_LEVEL]))
    assert known.levels_in(["en", None, "de"]).tolist() == [
        [LEVEL, CAREFUL_LEVEL],
        [LEVEL, CAREFUL_LEVEL],
        [CAREFUL_LEVEL, CAREFUL_LEVEL],
    ]
    usual, scores = [np.linspace(0.01, 0.3, 100)], np.array([[0.5], [0.5]])
    (rarity, _) = tail_probability(scores[:, 0], usual[0])
    assert supported(scores, ["a", "b"], usual, [[rarity * 2], [rarity / 2]]).ravel().tolist() == [
        True,
        False,
    ]


def test_a_theme_that_every_subject_is_about_is_compared_with_nothing():
    assert supported(np.array([[0.3], [0.6]]), ["a", "b"], [np.zeros(0)]).all()


# What other news must not carry

ELSEWHERE = {
    "sport": [
        "The winger left for a Turkish club, and two more players will follow him in January.",
        "The coach says he cannot replace them before the derby.",
        "The club's directors are looking for a striker.",
    ],
    "kitchen": ["Add 1 cup milk and two eggs to the bowl.", "Bake for an hour at 180 degrees."],
    "code": ["class B(A):", "def port(self): return self.ports[0]", "docker run -p 8080:80 --name web nginx"],
    "hospital": [
        "The only surgeon of the ward resigned in May.",
        "Nurses say that there are too few beds, and share three monitors among nineteen patients.",
    ],
    "cabinet": [
        "The minister of fisheries resigned on Monday and her deputy went with her.",
        "The president will name a new cabinet before the feast.",
    ],
    "bakery": ["The loaf costs less than last year.", "Cheap flour has helped, the baker said."],
    "sanctions": ["Diplomats banned nine generals from travelling.", "Their villas abroad were seized."],
    "film": ["The actress left the series after a quarrel.", "The studio spent forty million on the sequel."],
}


@pytest.fixture(scope="module")
def elsewhere(embedder):
    articles = [name for name, texts in ELSEWHERE.items() for _ in texts]
    texts = [text for texts in ELSEWHERE.values() for text in texts]
    return articles, texts, embed(texts, ["en"] * len(texts))


def test_other_news_carries_none_of_the_bundled_themes(elsewhere, embedder):
    articles, texts, vectors = elsewhere
    found = theme_presence(texts, vectors, ["en"] * len(texts), None, articles=articles, encoder=embedder)
    assert found.groupby(articles).any().any(axis=1).sum() <= 1


OWN = [
    {"id": "ports", "definition": "Harbours, docks and quays, and the ships that call there."},
    {"id": "sport", "definition": "Results and news of football matches and clubs."},
    {"id": "schools", "definition": "What happens in schools, to pupils and to teachers."},
]


@pytest.mark.xfail(
    strict=True, reason="known miss: published ports of a container are still found as harbours"
)
def test_a_word_in_another_sense_is_no_theme(elsewhere, embedder):
    articles, texts, vectors = elsewhere
    found = theme_presence(texts, vectors, ["en"] * len(texts), OWN, articles=articles, encoder=embedder)
    by_article = found.groupby(articles).any()
    assert by_article.loc["sport", "sport"]
    assert not by_article.drop(index="sport").any(axis=None)


def test_false_alarms_are_measured_on_unrelated_news(embedder):
    rates = false_alarm_rates(None, encoder=embedder)
    assert list(rates) == load_themes().ids and max(rates.values()) <= 0.03


def test_false_alarms_of_a_theme_of_ones_own(embedder):
    assert max(false_alarm_rates(OWN, encoder=embedder).values()) <= 0.03
