import base64
import hashlib
import json
import re
from collections import Counter
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from matplotlib.figure import Figure

from newsthemes import InputError
from newsthemes.__main__ import main
from newsthemes.figures.colours import palette_places
from newsthemes.figures.export import export
from newsthemes.report import write_report
from newsthemes.report.explorer_data import passage_data
from newsthemes.report.load import read_run
from newsthemes.report.methods import corpus_name
from newsthemes.report.page import as_json, finding
from newsthemes.results.folder import write_table
from newsthemes.themes import load_themes
from newsthemes.topics import Layer, Topics
from newsthemes.topics.assign import Placement

HOSTILE = "<script>alert(1)</script><img src=x onerror=\"document.title='owned'\"> & </script> ]]> \u2028 <!-- {{7*7}}"
LEAFLET_SHA256 = {  # as published with release 1.9.3
    "leaflet.js": "WBkoXOwTeyKclOHuWtc+i2uENFpDZ9YPdf5Hf+D7ewM=",
    "leaflet.css": "kLaT2GOSpHechhsozzB+flnD+zUyjE2LlfWPgU04xyI=",
}

# article, language, text, topic, {theme: score}
PASSAGES = [
    ("a", "en", "The lab opens its model to everyone.", 0, {"open_source": 0.9}),
    ("a", "en", "Engineers leave for a rival across town.", 1, {"talent_loss": 0.8}),
    ("a", "en", "Training took 5 million dollars.", 0, {"open_source": 0.6, "talent_loss": 0.7}),
    ("b", "fr", "Le modèle est publié en accès libre.", 0, {"open_source": 0.999}),
    ("b", "fr", "Les ingénieurs s’en vont.", 1, {"talent_loss": 0.95}),
    ("b", "fr", "L’entraînement a coûté 6 millions.", -1, {}),
    ("c", "ar", "أطلق المختبر نموذجه المفتوح للجميع.", 0, {"open_source": 0.85}),
    ("c", "zh", "实验室向所有人开放其模型。", 0, {"open_source": 0.75}),
    ("d", "en", HOSTILE, 1, {"talent_loss": 0.65}),
]
ARTICLES = {
    "a": ("A lab opens up", "Daily Planet", "2025-01-02", "https://example.org/a"),
    "b": ("Un laboratoire s’ouvre", "Le Petit Journal", "2025-02-03", None),
    "c": (None, None, None, "javascript:alert(1)"),
    "d": (HOSTILE, HOSTILE, None, None),
}
THEMES = ["open_source", "talent_loss", "export_controls"]


def finished_run(folder, passages=PASSAGES, articles=ARTICLES, topics=("Open models", HOSTILE), figure=True):
    """A result folder as ``newsthemes run`` leaves it; ``passages`` and ``articles`` as above."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, texts = _passages(passages)
    kept = rows[rows["kept"]].reset_index(drop=True)
    tables = {
        "articles.parquet": _articles(articles, texts),
        "passages.parquet": rows,
        "vectors.npy": _vectors(rows, passages),
        "passage_themes.parquet": _themes(kept, passages),
        "article_themes.parquet": _main(articles),
        "prevalence.csv": _shares(kept, passages),
        "evidence.csv": _evidence(kept, passages),
        "contradictions.csv": _contradictions(kept),
        "report.csv": pd.DataFrame(
            [("reading", "torn.pdf", "unreadable", "no text in it"), ("reading", "", "count", "articles: 4")],
            columns=["step", "item", "reason", "detail"],
        ),
    }
    for name, table in tables.items():
        write_table(table, folder / name)
    _topics(passages, topics).save(folder / "topics")
    (folder / "figures").mkdir(exist_ok=True)
    if figure:
        _figure(folder / "figures")
    (folder / "run.json").write_text(json.dumps(_record(kept, rows, articles, topics)), encoding="utf-8")
    return folder


def _passages(passages):
    """One furniture passage ahead of each article, then its own; texts[article][start:end] is the passage."""
    texts, rows = {}, []
    for article, language, text, *_ in passages:
        if article not in texts:
            texts[article] = "Menu"
            rows.append((f"{article}:0", article, 0, 4, "Menu", None, 0.0, False, "menu"))
        start = len(texts[article]) + 1
        texts[article] += f"\n{text}"
        rows.append(
            (f"{article}:{start}", article, start, start + len(text), text, language, 0.9, True, None)
        )
    columns = "passage_id article_id start end text language language_p kept reason".split()
    return pd.DataFrame(rows, columns=columns).astype({"kept": bool}), texts


def _articles(articles, texts):
    rows = [
        (name, f"{name}.txt", title, source, None, date, None, url, "en", texts.get(name, ""), name)
        for name, (title, source, date, url) in articles.items()
    ]
    columns = "article_id path title source author date date_source url language text story_id".split()
    return pd.DataFrame(rows, columns=columns)


def _vectors(rows, passages):
    """Nine directions at most, so that the map is laid out by principal components, at once."""
    vectors = np.zeros((len(rows), 9), np.float32)
    kept = np.flatnonzero(rows["kept"].to_numpy(bool))
    vectors[kept, np.arange(len(passages)) % 9] = 1
    return vectors


def _themes(kept, passages):
    rows = [
        (name, theme, found.get(theme, 0.01), theme in found)
        for theme in THEMES
        for name, (*_, found) in zip(kept["passage_id"], passages, strict=True)
    ]
    return pd.DataFrame(rows, columns=["passage_id", "theme", "score", "present"]).astype({"present": bool})


def _shares(kept, passages):
    """Of four articles that are four stories, as the passages have it; the main themes as in :func:`_main`."""
    rows = []
    for theme, first, mentioned in zip(THEMES, (2, 1, 0), (3, 3, 0), strict=True):
        for measure, number in (("main", first), ("mentions", mentioned)):
            known = (number / 4, None, None, number, 4, 4, 4, 2, False, "too few stories for an interval")
            rows.append(("all", "all", theme, measure, "stories", *known))
        rows.append(
            ("all", "all", theme, "mentions", "articles", 0.123, None, None, 1, 4, 4, 4, 2, False, None)
        )
    columns = (
        "group value theme measure unit share low high count n stories articles sources single_source note"
    )
    return pd.DataFrame(rows, columns=columns.split())


def _main(articles):
    """Whose main theme is which: of a and c it is open source, of d talent loss, b has none."""
    main = {"a": "open_source", "c": "open_source", "d": "talent_loss"}
    rows = [(name, theme, main.get(name) == theme) for name in articles for theme in THEMES]
    return pd.DataFrame(rows, columns=["article_id", "theme", "main"]).astype({"main": bool})


def _evidence(kept, passages):
    tables = []
    for theme in THEMES:
        found = kept.assign(score=[scores.get(theme, 0) for *_, scores in passages])
        found = found[found["score"] > 0].sort_values("score", ascending=False, kind="stable")
        gloss = [
            "glossed: " + text if code != "en" else None
            for text, code in zip(found["text"], found["language"], strict=True)
        ]
        tables.append(found.assign(theme=theme, rank=range(1, len(found) + 1), gloss=gloss))
    return pd.concat(tables)[["theme", "rank", "score", "passage_id", "gloss"]]


def _contradictions(kept):
    columns = "thing what unit relation figure_a figure_b passage_a passage_b articles_a articles_b".split()
    if len(kept) < 6:
        return pd.DataFrame(columns=columns)
    first, second = kept["passage_id"][2], kept["passage_id"][5]
    rows = [
        (1, "training cost", "USD", "may agree", "5.10", "6.00", first, second, 1, 1),
        (2, "training cost", "USD", "differ", "5.10", "6.00", first, second, 1, 2),
    ]
    return pd.DataFrame(rows, columns=columns)


def _topics(passages, labels):
    assignment = np.array([topic if topic < len(labels) else -1 for *_, topic, _ in passages], int)
    sizes = [int((assignment == topic).sum()) for topic in range(len(labels))]
    table = pd.DataFrame(
        {
            "topic": range(len(labels)), "label": labels, "terms": ["modèle; libre"] * len(labels),
            "terms_english": ["model; free"] * len(labels), "size": sizes, "stability": [0.9, 0.6][: len(labels)],
            "solid": [True, False][: len(labels)], "language_leak": [0.01, 0.02][: len(labels)],
            "stories": 3, "sources": 2, "single_source": False, "parent": None, "largest_story": 0.9,
        }
    )  # fmt: skip
    quotes = [
        (topic, 1, int(np.flatnonzero(assignment == topic)[0]))
        for topic in range(len(labels))
        if sizes[topic]
    ]
    parts = np.where(
        assignment == 0, np.arange(len(passages)) % 2, np.where(assignment > 0, assignment + 1, -1)
    )
    names = ["Finer 0", "Finer 1", *labels[1:]] if labels else []
    inside = pd.array([0, 0, *range(1, len(labels))][: len(names)], dtype="Int64")
    below = pd.concat([table, table.tail(1)], ignore_index=True).assign(
        topic=range(len(names)), label=names, parent=inside, terms="", terms_english="",
        size=[int((parts == part).sum()) for part in range(len(names))],
    )  # fmt: skip
    return Topics(
        layers=(_layer("main", assignment, table), _layer("finer", parts, below)),
        main=0,
        quotes=pd.DataFrame(quotes, columns=["topic", "rank", "row"]).astype(int),
        evidence_level="fewer than 300 passages",
        claims=["No claim is made here."],
        placement=Placement(
            np.eye(2, 9), np.array(["en", "fr"], object), np.zeros((2, len(labels))), np.zeros(9)
        ),
        centroids=np.zeros((len(labels), 9), np.float32),
        fitted=np.ones(len(assignment), bool),
        fitted_on=len(assignment),
        articles=np.arange(len(assignment)),
        stories=np.arange(len(assignment)),
    )


def _layer(name, assignment, table):
    strength = np.where(assignment >= 0, 0.8, 0.0)
    return Layer(name, assignment, strength, table, 1.0, 0.9, np.zeros((2, len(table))))


def _figure(folder):
    figure = Figure(figsize=(2, 1))
    figure.set_label("What was drawn <b>. Two bars.")
    figure.subplots().bar([0, 1], [1, 2])
    export(
        figure,
        pd.DataFrame({"theme": ["Open & shut", None], "share": [0.123456, 2.0]}),
        "bars",
        folder,
        "Two <bars>.",
    )


def _record(kept, rows, articles, topics):
    return {
        "corpus": "/home/somebody/news", "input_hash": "abc123", "encoder": "minilm", "seed": 7, "themes": "bundled",
        "theme_names": load_themes().names,
        "evidence_rung": "fewer than 300 passages", "claims": ["No claim is made here, <b>none</b>."],
        "versions": {"python": "3.11.0", "newsthemes": "0.1.0"},
        "counts": {
            "reading": {"articles": len(articles), "inputs not read in full": 1, "passages": len(rows),
                        "passages kept": len(kept), "passages set aside": len(rows) - len(kept)},
            "stories": {"articles": len(articles), "stories": len(articles)},
            "topics": {"passages": len(kept), "topics": len(topics), "passages in no topic": 1},
            "themes": {"passages": len(kept), "passages with a theme": 8},
        },
        "stages": {
            "reading": {"key": "k", "recipe": "r", "seconds": 1.25, "reused": False, "peak_memory_mb": 100.0}
        },
        "figures": {"key": "f", "seconds": 1.0}, "files": [], "sha256": {},
    }  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return finished_run(tmp_path_factory.mktemp("report") / "out")


@pytest.fixture(scope="module")
def page(run):
    return write_report(run).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tree(page):
    return lxml_html.fromstring(page)


@pytest.fixture(scope="module")
def data(run):
    return passage_data(read_run(run))


def data_of(tree):
    return json.loads(tree.get_element_by_id("data").text)


class TestPolicy:
    def test_it_names_exactly_the_scripts_and_styles_inside(self, tree):
        policy = dict(
            part.strip().split(" ", 1)
            for part in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].split(";")
        )
        inside = {
            "script-src": tree.xpath("//script[not(@type)]/text()"),
            "style-src": tree.xpath("//style/text()"),
        }
        for directive, texts in inside.items():
            digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
            assert policy[directive].split() == [f"'sha256-{digest}'" for digest in digests]
        assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
        assert policy["img-src"] == "data:"
        assert set(policy) == {"default-src", "base-uri", "form-action", "img-src", *inside}

    def test_nothing_is_loaded_and_no_handler_or_style_stands_on_an_element(self, tree):
        for element in tree.iter(lxml_html.etree.Element):
            names = set(element.attrib)
            assert "style" not in names and not any(name.startswith("on") for name in names)
            assert element.get("src", "data:").startswith("data:")
            assert element.get("href", "#").startswith(("#", "data:,"))
            assert "srcset" not in names

    def test_what_is_inlined_cannot_end_its_element_early(self, tree):
        for text in tree.xpath("//script/text() | //style/text()"):
            assert not re.search(r"</(script|style)|<!--|\r", text, re.IGNORECASE)

    def test_leaflet_is_the_released_one(self, tree):
        inside = [*tree.xpath("//script[not(@type)]/text()"), *tree.xpath("//style/text()")]
        for name, published in LEAFLET_SHA256.items():
            released = files("xstatic.pkg.leaflet").joinpath("data", name).read_bytes()
            assert base64.b64encode(hashlib.sha256(released).digest()).decode() == published
            assert released.decode().replace("\r\n", "\n") in inside


class TestText:
    @pytest.mark.slow
    @given(st.text())
    def test_json_holds_any_text_and_nothing_that_markup_reads(self, text):
        written = as_json({text: [text]})
        assert json.loads(written) == {text: [text]}
        assert not set(written) & set("<>&\u2028\u2029")

    def test_numbers_that_json_lacks_are_refused(self):
        with pytest.raises(ValueError):
            as_json({"score": float("nan")})

    def test_hostile_text_is_text_wherever_it_stands(self, page, tree):
        assert HOSTILE not in page and "<script>alert" not in page and "<img src=x" not in page
        assert Counter(element.tag for element in tree.xpath("//script | //img")) == {"script": 9, "img": 1}
        assert HOSTILE in data_of(tree)["passages"]["text"]
        assert tree.xpath("//section[@id='topics']//tbody//th/button")[1].text == HOSTILE

    def test_the_place_of_the_corpus_is_not_published(self, page):
        assert "/home/somebody" not in page and "“news”" in page

    @pytest.mark.parametrize(
        "corpus, name",
        [
            ("data/articles", "articles"),
            ("C:\\news\\2025", "2025"),
            ("['/a', '/c']", "several inputs"),
            (".", "."),
        ],
    )
    def test_the_name_of_a_corpus_is_the_end_of_its_path(self, corpus, name):
        assert corpus_name(corpus) == name


class TestStructure:
    def test_landmarks_language_and_headings(self, tree):
        assert tree.get("lang") == "en"
        assert [
            len(tree.xpath(f"//{tag}")) for tag in ("main", "header", "footer", "nav", "h1", "aside")
        ] == [1] * 6
        levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4")]
        assert levels[0] == 1 and all(
            below - above <= 1 for above, below in zip(levels, levels[1:], strict=False)
        )

    def test_every_header_cell_is_scoped_and_every_picture_described(self, tree):
        assert all(cell.get("scope") in ("row", "col") for cell in tree.xpath("//th"))
        assert tree.xpath("//img/@alt") == ["What was drawn <b>. Two bars. "] or tree.xpath("//img/@alt")[
            0
        ].startswith("What was drawn <b>.")

    def test_every_control_is_labelled_and_every_link_leads_somewhere(self, tree):
        for control in tree.xpath("//input | //select"):
            assert control.getparent().tag == "label" and control.getparent().text_content().strip()
        for target in tree.xpath("//a/@href"):
            assert tree.get_element_by_id(target[1:]) is not None
        for name in tree.xpath("//@aria-labelledby | //@aria-describedby"):
            assert tree.get_element_by_id(name) is not None

    def test_ids_are_used_once(self, tree):
        assert max(Counter(tree.xpath("//@id")).values()) == 1


class TestContents:
    def test_the_corpus_at_a_glance(self, tree):
        glance = [" ".join(entry.text_content().split()) for entry in tree.xpath("//ul[@class='glance']/li")]
        assert glance == [
            "4 articles in 4 stories",
            "9 passages kept, 4 set aside",
            "3 sources",
            "1 language: English; passages in 3 others",
            "2 topics, 1 solid under resampling, 1 of these carried by one story",
            "2025 2 dated articles",
        ]

    def test_what_mistakes_alone_would_give_is_no_finding_where_a_theme_is_sure(self, run):
        read = read_run(run)
        shares = pd.DataFrame(
            [
                ("open_source", "main", 0.01, 0.001),
                ("open_source", "mentions", 0.05, 0.03),
                ("talent_loss", "main", 0.0, 0.0),
            ],
            columns=["theme", "measure", "share", "low"],
        )
        shares = shares.assign(count=20, n=400, stories=400, false_alarms=0.01)
        assert finding(read._replace(shares=shares)).startswith("Open source is mentioned in 5% of stories")

    def test_few_topics_are_shown_without_scrolling(self, tree):
        assert not tree.xpath("//section[@id='topics']//*[contains(@class, 'folded')]")

    def test_the_surest_of_very_sure_passages_is_known_to_the_page(self, run):
        read = read_run(run)
        themes = read.themes.iloc[:2].assign(score=[0.999991, 0.999994])
        scores = [
            score
            for found in passage_data(read._replace(themes=themes))["passages"]["themes"]
            for _, score in found
        ]
        assert sorted(scores) == [0.999991, 0.999994]

    def test_the_finding_comes_before_everything(self, tree):
        assert tree.xpath("//p[@class='finding']")[0].text == (
            "The commonest main theme is Open source (2 of 4 stories), then Talent loss (1 of 4 stories). Open source "
            "and Talent loss are each mentioned in 3 of 4 stories. The largest of 2 topics is “Open models”."
        )
        order = [section.get("id") for section in tree.xpath("//main/section")]
        assert order == ["shares", "explore", "topics", "contradictions", "figures", "methods"]

    def test_shares_of_both_measures_the_commonest_main_theme_first(self, tree):
        rows = tree.xpath("//table[@id='share-table']/tbody/tr")
        assert [[" ".join(cell.text_content().split()) for cell in row][:4] for row in rows] == [
            ["Open source", "2 of 4", "", "3 of 4"],
            ["Talent loss", "1 of 4", "", "3 of 4"],
            ["Export controls", "0 of 4", "", "0 of 4"],
        ]

    def test_methods_carry_the_seed_the_versions_and_the_counts(self, tree):
        told = " ".join(tree.get_element_by_id("methods").text_content().split())
        for part in (
            "seed 7", "python 3.11.0, newsthemes 0.1.0", "4 articles", "13 passages", "4 passages were set aside",
            "fingerprint abc123", "(minilm)", "two principal components",
        ):  # fmt: skip
            assert part in told

    def test_claims_stand_folded_beside_the_numbers(self, tree):
        assert "No claim is made here, <b>none</b>." in tree.get_element_by_id("claims").text_content()

    def test_a_figure_has_its_caption_and_the_numbers_it_draws(self, tree):
        figure = tree.xpath("//figure")[0]
        assert figure.xpath("figcaption")[0].text_content() == "Two <bars>."
        cells = [cell.text_content() for cell in figure.xpath(".//td")]
        assert cells == ["Open & shut", "0.123", "", "2.0"]
        kind, picture = figure.xpath(".//img/@src")[0].split(";base64,")
        head = {"data:image/svg+xml": b"<?xml", "data:image/png": b"\x89PNG"}[kind]
        assert base64.b64decode(picture).startswith(head)

    def test_inputs_not_read_in_full_are_named(self, tree):
        assert "torn.pdf" in tree.get_element_by_id("methods").text_content()

    @pytest.mark.slow
    def test_a_title_of_ones_own(self, run, tmp_path):
        again = finished_run(tmp_path / "out")
        page = lxml_html.fromstring(write_report(again, title="<Ours>").read_text(encoding="utf-8"))
        assert page.xpath("//title")[0].text == page.xpath("//h1")[0].text == "<Ours>"


class TestData:
    def test_kept_passages_in_order_with_where_they_stand(self, data):
        passages = data["passages"]
        assert passages["text"] == [text for _, _, text, *_ in PASSAGES]
        assert passages["article"] == [0, 0, 0, 1, 1, 1, 2, 2, 3]
        assert passages["start"][:3] == [5, 42, 83] and passages["end"][:3] == [41, 82, 115]
        assert [data["languages"][place]["name"] for place in passages["language"]][5:8] == [
            "French",
            "Arabic",
            "Chinese",
        ]

    def test_themes_of_a_passage_surest_first_and_passages_of_a_theme_by_rank(self, data):
        assert data["passages"]["themes"][2] == [[1, 0.7], [0, 0.6]]
        assert [theme["name"] for theme in data["themes"]] == [
            "Open source",
            "Talent loss",
            "Export controls",
        ]
        assert [theme["rows"] for theme in data["themes"]] == [[3, 0, 6, 7, 2], [4, 1, 2, 8], []]

    def test_an_article_has_its_story_main_theme_and_the_user_s_own_columns(self, tmp_path):
        run = finished_run(tmp_path / "out")
        articles = pd.read_parquet(run / "articles.parquet")
        articles["news_desk"] = ["World", "Sport", None, "World"]
        articles["id_in_archive"] = ["1", "1", "1", "1"]  # one value parts nothing
        write_table(articles, run / "articles.parquet")
        data = passage_data(read_run(run))
        assert data["columns"] == [{"name": "news desk", "values": ["Sport", "World"]}]
        assert [article["own"] for article in data["articles"]] == [[1], [0], [-1], [1]]
        assert [article["main"] for article in data["articles"]] == [0, -1, 0, 1]
        assert [article["story"] for article in data["articles"]] == [0, 1, 2, 3]

    def test_small_vectors_keep_what_is_near_near(self, data):
        small = np.frombuffer(base64.b64decode(data["vectors"]["rows"]), np.int8)
        small = small.reshape(-1, data["vectors"]["width"]).astype(float)
        assert small.shape == (9, 9) and np.abs(small).max(axis=1).tolist() == [127] * 9

    def test_themes_and_languages_have_the_colours_of_the_figures(self, data):
        for kind in ("themes", "languages"):
            places = palette_places([entry["name"] for entry in data[kind]])
            assert {entry["name"]: entry["colour"] for entry in data[kind]} == places

    @pytest.mark.slow
    def test_the_map_is_the_one_the_run_has_drawn(self, run, tmp_path):
        again = finished_run(tmp_path / "out")
        ids = read_run(again).passages["passage_id"]
        drawn = pd.DataFrame(
            {"x": np.linspace(0, 1, 9), "y": 0.5, "group": None, "by": "topic", "passage_id": ids}
        )
        drawn.to_csv(again / "figures" / "topic-map.csv", index=False)
        assert read_run(again).layout[0].tolist() == np.linspace(0, 1, 9).tolist()
        drawn.iloc[::-1].to_csv(again / "figures" / "topic-map.csv", index=False)  # of other passages
        assert read_run(again).layout[0].tolist() == read_run(run).layout[0].tolist()

    def test_topics_finer_ones_and_their_quotes(self, data):
        assert data["passages"]["topic"] == [0, 1, 0, 0, 1, -1, 0, 0, 1]
        assert data["passages"]["finer"] == [0, -1, 0, 1, -1, -1, 0, 1, -1]
        assert data["finer"] == ["Finer 0", "Finer 1"]
        assert [topic["rows"] for topic in data["topics"]] == [[0], [1]]

    def test_glosses_only_where_there_are_any(self, data):
        assert data["passages"]["gloss"][:4] == [
            None,
            None,
            None,
            "glossed: Le modèle est publié en accès libre.",
        ]
        assert data["passages"]["gloss"][5] is None

    def test_contradicting_figures_stay_as_written(self, data):
        assert [side["figure"] for side in data["contradictions"][0]["sides"]] == ["5.10", "6.00"]
        assert [side["row"] for side in data["contradictions"][1]["sides"]] == [2, 5]

    def test_the_map_spans_a_thousand_units(self, data):
        places = np.array([data["passages"]["x"], data["passages"]["y"]])
        assert places.min() == 0 and places.max() == 1000


class TestFiles:
    def test_the_same_results_give_the_same_bytes(self, run):
        first = write_report(run).read_bytes()
        assert write_report(run).read_bytes() == first

    def test_no_finished_run_is_told_in_a_line(self, tmp_path, capsys):
        assert main(["report", "--out", str(tmp_path)]) == 2
        told = capsys.readouterr().err
        assert told.count("\n") == 1 and "holds no finished run" in told

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "damaged", ["vectors.npy", "evidence.csv", "topics/newsthemes.json", "figures/bars.csv"]
    )
    def test_damaged_results_are_told_in_a_line_and_leave_the_earlier_report(self, tmp_path, damaged, capsys):
        run = finished_run(tmp_path / "out")
        earlier = write_report(run).read_bytes()
        (run / damaged).unlink()
        assert main(["report", "--out", str(run)]) == 2
        told = capsys.readouterr().err
        assert told.count("\n") == 1 and damaged.split("/")[-1] in told
        assert (run / "report.html").read_bytes() == earlier
        assert not list(run.glob(".report*"))

    def test_tables_that_disagree_are_told_too(self, tmp_path):
        run = finished_run(tmp_path / "out")
        evidence = pd.read_csv(run / "evidence.csv").assign(passage_id="somewhere else")
        evidence.to_csv(run / "evidence.csv", index=False)
        with pytest.raises(InputError, match="somewhere else"):
            write_report(run)

    def test_the_command_prints_the_path(self, run, capsys):
        assert main(["report", "--out", str(run)]) == 0
        assert capsys.readouterr().out == f"{run / 'report.html'}\n"

    @pytest.mark.slow
    def test_themes_have_the_names_the_run_gave_them_whatever_became_of_their_file(self, tmp_path):
        run = finished_run(tmp_path / "out")
        record = json.loads((run / "run.json").read_text())
        named = dict(zip(THEMES, ("芯片与算力", "رحيل الباحثين", "Открытые <b>модели</b>"), strict=True))
        record = {**record, "themes": "/nowhere/themes.yml", "theme_names": named}
        (run / "run.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        assert read_run(run).names == named
        tree = lxml_html.fromstring(write_report(run).read_text("utf-8"))
        told = tree.get_element_by_id("shares").text_content()
        assert all(name in told for name in named.values())
        assert not tree.get_element_by_id("shares").xpath(".//b[text()='модели']")

    def test_an_older_run_has_plain_names(self, tmp_path):
        run = finished_run(tmp_path / "out")
        record = json.loads((run / "run.json").read_text())
        (run / "run.json").write_text(json.dumps({k: v for k, v in record.items() if k != "theme_names"}))
        assert read_run(run).names == {name: name.replace("_", " ").capitalize() for name in THEMES}


class TestCorpora:
    @pytest.mark.slow
    def test_without_topics(self, tmp_path):
        tree = lxml_html.fromstring(
            write_report(finished_run(tmp_path / "out", topics=())).read_text("utf-8")
        )
        assert data_of(tree)["topics"] == [] and set(data_of(tree)["passages"]["topic"]) == {-1}
        assert "No topic was found" in tree.get_element_by_id("topics").text_content()

    def test_without_a_kept_passage(self, tmp_path):
        run = finished_run(tmp_path / "out", [], topics=(), figure=False)
        tree = lxml_html.fromstring(write_report(run).read_text("utf-8"))
        assert "No passage was kept" in tree.get_element_by_id("explore").text_content()
        assert not tree.xpath("//*[@id='map']")

    @pytest.mark.slow
    def test_five_thousand_passages_stay_well_under_ten_megabytes(self, tmp_path):
        sentence = "Η εταιρεία εκπαιδεύει μεγαλύτερα μοντέλα με λιγότερους επεξεργαστές. " * 5
        many = [
            (
                f"article-{number // 10}",
                "el",
                f"{number} {sentence}",
                0,
                {"open_source": 0.9, "talent_loss": 0.8},
            )
            for number in range(5000)
        ]
        names = {
            name: ("A title of the usual length, as they are", "Source", None, None) for name, *_ in many
        }
        path = write_report(finished_run(tmp_path / "out", many, names, topics=("One",), figure=False))
        assert path.stat().st_size < 8_000_000  # a run's figures take up to 2 MB
