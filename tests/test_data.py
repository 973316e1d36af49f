"""The bundled corpus and its labels are what the data card says they are."""

import re
from collections import Counter

import pandas as pd
import pytest
import yaml

from newsthemes import load_themes, read_corpus

LANGUAGES = ("en", "fr", "id")
ALSO = ("ar", "de", "es")  # languages of a few stories only
SHARED_RUN = 8  # words


@pytest.fixture(scope="module")
def data(root):
    return root / "data"


@pytest.fixture(scope="module")
def articles(data):
    return read_corpus(data / "articles").set_index("article_id")


@pytest.fixture(scope="module")
def matter(data):
    """{article_id: front matter}"""
    files = sorted((data / "articles").glob("*.md"))
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8").split("---")[1]) for file in files}


@pytest.fixture(scope="module")
def gold(data, articles, matter):
    frame = pd.read_csv(data / "gold.csv", keep_default_na=False)
    frame["text"] = [articles.text[a][s:e] for a, s, e in frame[["article_id", "start", "end"]].to_numpy()]
    frame["themes"] = [tuple(themes.split(";")) if themes else () for themes in frame["themes"]]
    frame["language"] = [matter[article]["language"] for article in frame["article_id"]]
    frame["source"] = [matter[article]["source"] for article in frame["article_id"]]
    return frame


@pytest.fixture(scope="module")
def dirt(data):
    return pd.read_csv(data / "dirt.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def card(data):
    return (data / "README.md").read_text(encoding="utf-8")


def test_enough_articles_with_unique_ids_of_the_right_length(articles, gold, matter):
    assert articles.index.is_unique and set(articles.index) == set(matter)
    words = gold.assign(words=gold["text"].str.split().str.len()).groupby("article_id")["words"].sum()
    whole = [article for article in words.index if matter[article].get("dirt") != "excerpt"]
    assert len(whole) >= 150
    assert {article: words[article] for article in whole if not 60 <= words[article] <= 250} == {}


def test_front_matter_is_complete_and_plain(matter):
    for article, fields in matter.items():
        assert {"title", "date", "language", "source", "facts"} <= set(fields), article
        assert fields["language"] in LANGUAGES + ALSO and fields["language"] == article.rsplit("-", 1)[1]
        assert fields["source"].startswith("Newsthemes "), article
        assert set(fields["facts"]) <= {"000", "001", "002", "003", "004"}, article


def test_read_corpus_takes_title_date_and_source_from_it(articles, matter):
    for article, fields in matter.items():
        row = articles.loc[article]
        assert (row["title"], row["source"], row["language"]) == (
            fields["title"],
            fields["source"],
            fields["language"],
        )
        assert row["date"] == (str(fields["date"]) if fields["date"] else None)


def test_themes_are_the_ten(gold, data):
    ids = load_themes(data / "themes.yml").ids
    assert (
        ids
        == (
            "compute_allocation open_source talent_loss cost_efficiency competition_benchmarks "
            "org_culture_leadership export_controls market_reaction metaverse_strategy infrastructure_investment"
        ).split()
    )
    assert {theme for themes in gold["themes"] for theme in themes} == set(ids)


def test_each_gold_sentence_is_one_whole_sentence(gold):
    for row in gold.itertuples():
        assert row.text == row.text.strip() and row.text[-1] in ".?!", (row.article_id, row.start)
        assert "\n" not in row.text


def test_labels_cover_every_article_without_overlap(articles, gold, dirt):
    spans = pd.concat([gold, dirt[dirt["kind"] == "furniture"]])[["article_id", "start", "end"]]
    for article, part in spans.groupby("article_id"):
        text = articles.text[article]
        position = text.index("\n---\n") + len("\n---\n")
        for start, end in sorted(part[["start", "end"]].to_numpy().tolist()):
            assert start >= position and not text[position:start].strip(), (article, start)
            position = end
        assert not text[position:].strip(), article
    assert set(spans["article_id"]) == set(articles.index)


def test_trios_are_the_same_article_in_three_languages_or_six(gold, matter):
    trios = {}
    for article, fields in matter.items():
        if "trio" in fields:
            trios.setdefault(fields["trio"], []).append(article)
    assert len(trios) >= 30
    for name, members in trios.items():
        languages = sorted(LANGUAGES + ALSO) if len(members) > len(LANGUAGES) else LANGUAGES
        assert sorted(members) == [f"{name}-{language}" for language in languages]
        same = [(matter[m]["date"], matter[m]["source"], matter[m]["facts"]) for m in members]
        assert same[0] == same[1] == same[2], name


def test_four_stories_are_in_three_more_languages_with_the_labels_of_the_english_sentences(gold):
    more = gold[gold["language"].isin(ALSO)]
    assert more.groupby("language")["article_id"].nunique().to_dict() == dict.fromkeys(ALSO, 4)
    for article, part in more.groupby("article_id"):
        english = gold[gold["article_id"] == article.rsplit("-", 1)[0] + "-en"]
        assert part["themes"].tolist() == english["themes"].tolist(), article


def test_every_theme_in_every_language_often_enough(gold):
    main = gold[gold["language"].isin(LANGUAGES)]
    counts = Counter((theme, row.language) for row in main.itertuples() for theme in row.themes)
    few = {key: n for key, n in counts.items() if n < 25}
    assert few == {} and len(counts) == 30


def test_twenty_articles_carry_no_theme(gold):
    themed = gold.groupby("article_id")["themes"].agg(lambda themes: any(themes))
    assert (~themed).sum() >= 20


def test_the_dirt_is_marked(matter, dirt):
    kinds = Counter(fields["dirt"] for fields in matter.values() if "dirt" in fields)
    assert kinds == {"repost": 5, "excerpt": 2, "mixed-language": 2, "prompt-residue": 1}
    copied = [
        f.get("repost_of") or f.get("excerpt_of")
        for f in matter.values()
        if f.get("dirt") in ("repost", "excerpt")
    ]
    assert set(copied) <= set(matter)
    assert set(dirt["kind"]) == {"furniture", "language"}


def test_the_cards_counts_are_the_corpus_counts(card, gold, matter, articles):
    assert f"{len(articles)} articles" in card and f"{len(gold)} labelled sentences" in card
    for line in balance_table(gold):
        assert line in card, line


def balance_table(gold):
    """Lines of Markdown: labelled sentences by theme, in each language and in each source of each language."""
    sources = sorted(gold["source"].unique())
    groups = [(language, [source]) for language in LANGUAGES for source in sources]
    groups = [(language, sources) for language in LANGUAGES] + groups
    heads = [
        *LANGUAGES,
        *(f"{language} {source.split()[-1]}" for language, [source] in groups[len(LANGUAGES) :]),
    ]
    lines = ["| theme | " + " | ".join(heads) + " |"]
    for theme in [*load_themes().ids, "none"]:
        part = gold[[theme in themes or (theme == "none" and not themes) for themes in gold["themes"]]]
        numbers = [
            ((part["language"] == language) & part["source"].isin(wanted)).sum()
            for language, wanted in groups
        ]
        lines.append(f"| {theme} | " + " | ".join(map(str, numbers)) + " |")
    return lines


def words_of(text):
    return re.findall(r"\w+", text.lower())


def runs_of(text):
    words = words_of(text)
    return {tuple(words[i : i + SHARED_RUN]) for i in range(len(words) - SHARED_RUN + 1)}


def test_nothing_is_copied_from_the_real_articles(root, gold):
    seeds = root.parent / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("the real articles are not beside this checkout")
    taken = {run for file in seeds.glob("*.txt") for run in runs_of(file.read_text(encoding="utf-8"))}
    assert [row.text for row in gold.itertuples() if runs_of(row.text) & taken] == []
