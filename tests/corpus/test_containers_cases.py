"""Exports, feeds, mail, archives and tables as people have them: every article once, with what is known of it."""

from pathlib import Path

import pytest

from newsthemes.corpus import read

CASES = Path(__file__).parent / "cases"
TITLES = [
    "Port of Almery closes two piers after crane fault",
    "Teachers in Norwick vote for a one-day strike",
    "Startup Kelvane raises money for graphics chips",
    "Lab releases open model weights under a free licence",
    "Three senior engineers leave Orbiq for a rival",
    "Heavy rain floods the lower town of Sarrel",
]
DATES = ["2024-03-05", "2024-03-12", "2024-04-02", "2024-04-09", "2024-05-07", "2024-06-18"]
SOURCES = ["Almery Gazette", "Norwick Post"] * 3
AUTHORS = ["R. Tolland", "E. Marr", "S. Ode", "P. Lin", "S. Ode", "E. Marr"]
MORE = ["La mairie de Brévol ferme trois piscines", "Pemerintah kota Sarimulya membangun jembatan baru"]
PORT = (
    "The port of Almery shut two of its five piers on Tuesday after inspectors found a crack in a gantry crane. "
    "Ships carrying grain were told to wait outside the harbour until Friday. The harbour master said the fault had "
    "been reported twice since January. Repairs are expected to cost 1.2 million crowns."
)
MACHINERY = (
    "Load-Date End_of_Document Client/Matter LexisNexis TESTEN (c)_2024 Section: Byline words ProQuest Full_text "
    "Subject: Tous_droits certificat publiC WARC Content-Type"
).split()


def found(name):
    return {
        row.item: row.detail
        for row in read(CASES / name).report.itertuples()
        if row.reason == "articles found"
    }


@pytest.mark.parametrize(
    "name, kind",
    [
        ("nexis_export/nexis_uni.txt", "Nexis export"),
        ("nexis_export/nexis_uni.docx", "Nexis export"),
        ("nexis_export/nexis_uni.rtf", "Nexis export"),
        ("factiva_export/factiva_fulltext.html", "Factiva export"),
        ("proquest_export/proquest.txt", "export of labelled records"),
        ("guardian_json/page1.json", "Guardian API"),
        ("guardian_json/results_list.json", "Guardian API"),
        ("nyt_json/search.json", "New York Times API"),
    ],
)
def test_an_export_is_its_six_articles(name, kind):
    reading = read(CASES / name)
    articles = reading.articles
    assert articles["title"].tolist() == TITLES
    assert articles["source"].tolist() == SOURCES
    assert articles["date"].tolist() == DATES
    assert articles["article_id"].tolist() == [f"{Path(name).name}#{i}" for i in range(1, 7)]
    assert " ".join(articles["text"][0].split()) == f"{TITLES[0]} {PORT}"
    assert not [word for word in MACHINERY for text in articles["text"] if word.replace("_", " ") in text]
    assert found(name) == {Path(name).name: f"6 articles; {kind}"}


@pytest.mark.parametrize(
    "name", ["nexis_export/nexis_uni.txt", "proquest_export/proquest.txt", "guardian_json/page1.json"]
)
def test_authors_are_read(name):
    assert read(CASES / name).articles["author"].tolist() == AUTHORS


def test_europresse_has_the_dates_it_prints():
    articles = read(CASES / "europresse_export").articles
    assert articles["title"].tolist() == TITLES
    printed = ["2024-03-05", "2024-03-12", "2024-03-02", "2024-03-09", "2024-03-07", "2024-03-18"]
    assert articles["date"].tolist() == printed
    assert articles["source"].tolist() == SOURCES
    assert not [word for word in MACHINERY for text in articles["text"] if word.replace("_", " ") in text]


@pytest.mark.parametrize("name, kind", [("feed.xml", "RSS feed"), ("feed.json", "JSON Feed")])
def test_a_feed_is_its_items(name, kind):
    articles = read(CASES / "rss" / name).articles
    assert articles["title"].tolist()[:7] == [*TITLES, MORE[0]]
    assert articles["date"].tolist()[:6] == DATES
    assert set(articles["date_source"]) == {"feed"}
    assert all(url.startswith("https://") for url in articles["url"])
    assert "<p>" not in "".join(articles["text"])
    assert found(f"rss/{name}") == {name: f"8 articles; {kind}"}


@pytest.mark.parametrize("orient", ["columns", "index", "split", "table"])
def test_json_of_every_orient(orient):
    articles = read(CASES / "pandas_json" / f"{orient}.json").articles
    assert articles["title"].tolist()[:6] == TITLES
    assert articles["date"].tolist()[:6] == DATES
    assert len(articles) == 8


def test_what_newsapi_cuts_is_set_aside_and_said():
    reading = read(CASES / "newsapi_json")
    assert not reading.articles["text"].str.contains("chars").any()
    assert reading.articles["text"].str.len().min() > 150
    assert reading.report["reason"].tolist().count("truncated text") == 6


def test_two_articles_of_an_archive_page_on_one_line():
    articles = read(CASES / "nyt_json" / "archive_oneline.json").articles
    assert articles["title"].tolist() == TITLES[:2]
    assert articles["date"].tolist() == DATES[:2]
    assert all(articles["url"])


def test_mail_is_decoded():
    articles = read(CASES / "mail_mhtml").articles
    assert articles["path"].value_counts().to_dict() == {
        "letters.mbox": 8, "letter0.eml": 1, "letter1.eml": 1, "saved.mhtml": 1
    }  # fmt: skip
    letters = articles[articles["path"] == "letters.mbox"]
    assert letters["title"].tolist()[:6] == TITLES
    assert letters["date"].tolist()[:6] == DATES
    saved = articles.set_index("path").loc["saved.mhtml"]
    assert (saved["title"], saved["date"]) == (MORE[0], "2024-08-05")
    assert saved["url"] == "https://courrier.example/piscines"
    assert not articles["text"].str.contains("=C3|MIME|base64|boundary").any()


@pytest.mark.parametrize("name", ["news.warc", "news.warc.gz"])
def test_a_warc_is_its_pages_with_their_addresses(name):
    articles = read(CASES / "warc" / name).articles
    assert articles["title"].tolist()[:6] == TITLES
    assert articles["url"][0] == "https://gazette.example/almery/port-crane"
    assert len(articles) == 8 and articles["url"].is_unique


def test_packed_files_are_read_by_what_they_hold():
    reading = read(CASES / "archives")
    assert reading.articles["path"].value_counts().to_dict() == {
        "articles.csv.gz": 8, "articles.jsonl.bz2": 8, "articles.jsonl.gz": 8, "pages.tar": 8, "pages.zip": 8,
        "page.html.gz": 1,
    }  # fmt: skip
    assert reading.articles["article_id"].is_unique
    assert "pages.zip#page0.html" in set(reading.articles["article_id"])
    assert found("archives") == {
        "pages.tar": "8 articles; tar archive",
        "pages.zip": "8 articles; zip archive",
    }


@pytest.mark.parametrize("name", ["articles.xlsx", "export.xls", "unicode_text.txt"])
def test_spreadsheets_are_tables(name):
    articles = read(CASES / "excel" / name).articles
    assert articles["title"].tolist()[:6] == TITLES
    assert articles["date"].tolist()[:6] == DATES
    assert len(articles) == 8


def test_an_arrow_file_beside_what_describes_it():
    reading = read(CASES / "hf_dataset")
    assert reading.articles["title"].tolist()[:6] == TITLES
    assert reading.report["reason"].tolist() == ["no article", "no article"]


def test_rich_text_and_a_book():
    reading = read(CASES / "documents")
    article = reading.articles.set_index("path").loc["article.rtf"]
    assert (article["title"], article["date"]) == (MORE[0], "2024-08-05")
    assert "jusqu’à la fin de l’été" in article["text"] and "\\" not in article["text"]
    chapters = reading.articles[reading.articles["path"] == "issue.epub"]
    assert len(chapters) > 1 and chapters["title"].notna().all()


def test_a_live_blog_is_one_article_with_its_own_title():
    reading = read(CASES / "liveblog.html")
    article = reading.articles.iloc[0]
    assert (article["title"], article["date"]) == ("Norwick v Almery: live updates", "2024-05-11")
    for sentence in ("late goal by the visitors", "a fuse had blown", "nineteen thousand", "run as planned"):
        assert sentence in article["text"]
    assert "Copy link" not in article["text"]
