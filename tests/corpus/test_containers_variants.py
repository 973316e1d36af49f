"""Other exports of the same kinds: in other languages, tagged and displayed, XML, and what only looks like one."""

from pathlib import Path

import pytest

from newsthemes.corpus import read

VARIANTS = Path(__file__).parent / "cases" / "variants"
PORT, VOTE = ("2024-03-05", "2024-03-12")


@pytest.mark.parametrize(
    "name, kind, titles, sources",
    [
        ("nexis_fr.txt", "Nexis export", ["Le port de Brévol ferme deux quais", "Les enseignants votent la grève"],
         ["Courrier de Brévol"] * 2),
        ("nexis_de.txt", "Nexis export", ["Hafen Almery schließt zwei Piers"], ["Norwicker Zeitung"]),
        ("lexis_classic.txt", "Nexis export", ["Port Closes Two Piers", "Teachers vote for a one-day strike"],
         ["The Almery Gazette", "Norwick Post (Norwick)"]),
        ("factiva_tagged.txt", "Factiva export", ["Port of Almery closes two piers", "Teachers vote"],
         ["Almery Gazette", "Norwick Post"]),
        ("factiva_tagged.html", "Factiva export", ["Port of Almery closes", "Teachers vote"],
         ["Almery Gazette", "Norwick Post"]),
        ("factiva_full.txt", "Factiva export", ["Port of Almery closes two piers", "Les enseignants votent"],
         ["Almery Gazette", "Norwick Post"]),
        ("factiva.xml", "Factiva XML", ["Port of Almery closes", "Teachers vote"], ["Almery Gazette", "Norwick Post"]),
        ("gale.txt", "export of labelled records",
         ["Port of Almery closes two piers", "Teachers vote for a one-day strike"], ["Almery Gazette", "Norwick Post"]),
        ("pressreader.txt", "export of labelled records",
         ["Port of Almery closes two piers", "Teachers vote for a one-day strike"], ["Almery Gazette", "Norwick Post"]),
        ("proquest_fr.txt", "export of labelled records", ["Le port ferme", "La grève"], ["Courrier de Brévol"] * 2),
        ("nitf.xml", "NITF", ["Port of Almery closes"], ["Almery Gazette"]),
        ("newsml.xml", "NewsML-G2", ["Port of Almery closes", "Teachers vote"], ["Norwick Wire"] * 2),
        ("atom.xml", "Atom feed", ["Le port ferme"], ["Courrier"]),
        ("sitemap.xml", "sitemap of news", ["Port closes two piers"], ["Almery Gazette"]),
        ("er.json", "Event Registry", ["Port closes"], ["Almery Gazette"]),
        ("gdelt.json", "GDELT list", ["Port closes two piers"], ["g.example"]),
        ("mc.json", "Media Cloud list", ["Port closes two piers"], ["almery.example"]),
    ],
)  # fmt: skip
def test_articles_with_title_source_and_date(name, kind, titles, sources):
    reading = read(VARIANTS / name)
    assert reading.articles["title"].tolist() == titles
    assert reading.articles["source"].tolist() == sources
    assert reading.articles["date"].tolist() == [PORT, VOTE][: len(titles)]
    found = reading.report[reading.report["reason"] == "articles found"]["detail"].tolist()
    assert found == [f"{len(titles)} article{'s' if len(titles) > 1 else ''}; {kind}"]


def test_what_is_no_text_of_an_article_is_not_in_it():
    texts = {
        name: " ".join(read(VARIANTS / name).articles["text"]) for name in ("lexis_classic.txt", "gale.txt")
    }
    assert texts["gale.txt"] == (
        "Port of Almery closes two piers\n\nThe port of Almery shut two of its five piers on Tuesday.\n"
        "Ships were told to wait. Teachers vote for a one-day strike\n\nTeachers in Norwick voted on Monday."
    )
    assert not [
        w for w in ("LOAD", "GRAPHIC", "Copyright", "LENGTH", "http") if w in texts["lexis_classic.txt"]
    ]


def test_a_label_in_a_text_does_not_end_it():
    assert "Note: le conseil attend." in read(VARIANTS / "proquest_fr.txt").articles["text"][1]
    assert "Note : les travaux durent un mois." in read(VARIANTS / "nexis_fr.txt").articles["text"][0]


def test_the_printed_date_of_an_old_text_is_that_of_its_source():
    article = read(VARIANTS / "tei.xml").articles.iloc[0]
    assert (article["date"], article["source"], article["language"]) == (
        "1914-03-05",
        "Norwicker Zeitung",
        "de",
    )


def test_xml_and_json_of_ones_own_are_tables():
    assert read(VARIANTS / "own.xml").articles["title"].tolist() == ["Port closes", "Teachers vote"]
    texts = read(VARIANTS / "es.json").articles["text"]
    assert [text.splitlines()[-1] for text in texts] == ["The port shut.", "Teachers voted."]
    assert read(VARIANTS / "jsonld.json").articles["author"].tolist() == ["R. Tolland"]
    assert read(VARIANTS / "nyt_lines.jsonl").articles["date"].tolist() == ["2024-03-05", "2024-03-06"]


def test_what_looks_like_several_and_was_read_as_one_says_so():
    report = read(VARIANTS / "several.txt").report
    assert report["reason"].tolist() == ["read as one article"]
    assert 'a line "Title: …" stands in it 3 times' in report["detail"][0]


def test_an_article_about_an_export_is_an_article(tmp_path):
    text = "How to read Nexis\n\nAn export of LexisNexis ends with End of Document. Load-Date: is a label.\n"
    (tmp_path / "a.txt").write_text(text)
    reading = read(tmp_path)
    assert reading.articles["text"].tolist() == [text] and reading.report.empty
