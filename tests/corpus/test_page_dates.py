"""The date of a page's article: metadata, address, a line beside the headline; never prose, links or comments."""

import time

import lxml.html
import pytest

from newsthemes.corpus.readers.html import read_page
from newsthemes.corpus.readers.page_dates import page_date

STORY = (
    "<p>The ferry will sail twice a day from June, the operator said on Friday. Fares stay as they are.</p>"
    * 4
)
JSON_LD = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "%s"}</script>'


def dated(body, head="", url=None, language="en", after=""):
    page = (
        f'<html lang="{language}"><head><title>Ferry sails again</title>{head}</head><body>{body}<article>'
        f"<h1>Ferry sails again</h1>{after}{STORY}</article></body></html>"
    )
    article = read_page(page, url)
    return article["date"], article["date_source"]


@pytest.mark.parametrize(
    "after",
    [
        "<p>5 March 2024</p>",
        '<div class="byline">By R. Tolland <span>|</span> <a href="/d">5 March 2024</a></div>',
        '<time datetime="2024-03-05T10:00">yesterday</time>',
        '<span class="entry-date published">5. März 2024</span> <span class="updated">9. März 2024</span>',
        "<p>Updated 9 March 2024</p><p>Published 5 March 2024</p>",
        '<ul class="meta"><li>05.03.2024</li><li>Local</li></ul>',
    ],
)
def test_a_line_beside_the_headline_is_the_date(after):
    assert dated("", after=after) == ("2024-03-05", "page")


@pytest.mark.parametrize(
    "after",
    [
        "<p>The strike of 5 March 2024 closed the port, and ships waited for three days before they could be unloaded "
        "by those who had come back to work in the harbour.</p>",
        '<div class="related"><a href="/b">Bridge closes</a> <time>2024-03-05</time></div>',
        '<div id="comments"><p>Ada, 5 March 2024</p></div>',
        "<dl><dt>Born</dt><dd>5 March 1975</dd></dl>",
        "<p>Member No. 1709632800</p>",
    ],
)
def test_prose_related_links_comments_and_numbers_are_no_date(after):
    assert dated("", after=after) == (None, None)


def test_a_day_of_greenwich_is_the_day_that_the_page_or_its_address_shows():
    head = JSON_LD % "2024-03-06T02:25:54Z"
    assert dated("", head)[0] == "2024-03-06"
    assert dated("", head, after='<p class="date">March 5, 2024</p>')[0] == "2024-03-05"
    assert dated("", head, "https://news.example/2024/03/05/ferry")[0] == "2024-03-05"
    assert (
        dated("", JSON_LD % "2024-03-06T02:25:54-05:00", "https://news.example/2024/03/05/f")[0]
        == "2024-03-06"
    )


def test_of_two_dates_of_publication_the_one_that_is_shown():
    head = JSON_LD % "2024-03-03" + '<meta property="article:published_time" content="2024-03-06">'
    assert dated("", head) == ("2024-03-03", "html metadata")
    assert dated("", head, after='<p class="date">6 March 2024</p>') == ("2024-03-06", "html metadata")


def test_metadata_that_do_not_say_of_what_come_after_what_is_shown():
    head = '<meta name="DC.date" content="2024-03-09">'
    assert dated("", head) == ("2024-03-09", "html metadata")
    assert dated("", head, after='<p class="date">5 March 2024</p>') == ("2024-03-05", "page")
    assert dated("", '<meta property="article:publisher" content="134888293273302">') == (None, None)


def test_numbers_are_read_as_the_page_or_its_language_has_them():
    assert dated("", after='<p class="date">3/5/2024</p>', language="es")[0] == "2024-05-03"
    assert dated("", after='<p class="date">3/5/2024</p>', language="en-US")[0] == "2024-03-05"
    assert dated("", after='<p class="date">3/5/2024</p>')[0] is None
    assert dated("", after='<p class="date">3/5/2024</p><p class="date">25/4/2024</p>')[0] == "2024-05-03"


def test_a_page_with_an_xml_declaration_is_a_page():
    page = f"<html><body><h1>Ferry</h1><p>5 March 2024</p>{STORY}</body></html>"
    assert read_page(f'<?xml version="1.0" encoding="iso-8859-1"?>{page}')["date"] == "2024-03-05"


def test_a_page_of_many_dated_lines_is_read_in_time():
    lines = '<p class="date">5 March 2024</p>' * 10_000
    root = lxml.html.document_fromstring(f"<html><body><div>{lines}</div><h1>Ferry</h1></body></html>")
    start = time.process_time()
    assert page_date(root, None, "Ferry", "en") == ("2024-03-05", "page")
    assert time.process_time() - start < 5


def test_paragraphs_that_are_a_link_are_no_text():
    link = '<p>Read more: <a href="/b">The bridge of Norwick closes for the whole of the summer</a></p>'
    quoted = '<p>The <a href="/c">operator</a> asked for more time, and the council will hear it in May.</p>'
    article = f"<article><h1>Ferry</h1>{STORY}{link}{quoted}<h3>More on this:</h3>{link}</article>"
    text = read_page(f"<html><body>{article}</body></html>")["text"]
    assert "bridge" not in text and "council will hear it" in text and not text.rstrip().endswith(":")


def test_a_part_that_is_named_comment_may_be_the_article():
    parts = "".join(f'<div class="gallery__item__comment">{STORY}</div>' for _ in range(3))
    comments = '<div class="post-comments"><p>Ada: I will never sail.</p></div>'
    text = read_page(f"<html><body><h1>Ferry</h1>{parts}{comments}</body></html>")["text"]
    assert "twice a day" in text and "never sail" not in text


def test_a_notice_of_rights_ends_no_article():
    notice = (
        "<p>© 2024 Norwick Post. Written permission must be obtained before any of this is printed again.</p>"
    )
    law = "<p>Copyright law is to be changed in June, the minister said, and nobody will have to pay for it twice.</p>"
    text = read_page(f"<html><body><article><h1>Ferry</h1>{STORY}{law}{notice}</article></body></html>")[
        "text"
    ]
    assert "permission" not in text and text.endswith("pay for it twice.")


@pytest.mark.parametrize(
    ("paragraph", "date"),
    [
        (
            "NORWICK, 5 March 2024 – The port shut two of its five piers on Tuesday, its master said.",
            "2024-03-05",
        ),
        (
            "27.1.2022 - Der Hafen hat am Dienstag zwei seiner fünf Kais gesperrt, sagte sein Leiter.",
            "2022-01-27",
        ),
        (
            "Pressemitteilung vom 25. Januar 2022 | Berlin – Der Hafen hat zwei seiner fünf Kais gesperrt.",
            "2022-01-25",
        ),
        ("On 5 March 2024 – a Tuesday – the port shut two of its five piers, the harbour master said.", None),
        (
            "The port, which opened on 5 March 1924, shut two of its five piers, the harbour master said.",
            None,
        ),
    ],
)
def test_a_dateline_opens_the_text(paragraph, date):
    page = f'<html lang="de"><body><h1>Port shut</h1><p>{paragraph}</p><p>{STORY}</p></body></html>'
    article = read_page(page)
    assert (article["date"], article["date_source"]) == (date, "page" if date else None)


def test_a_heading_that_is_a_date_is_that_of_the_headline_below():
    article = read_page(f"<html><body><h3>21.01.2022</h3><h1>Port shut</h1><p>{STORY}</p></body></html>")
    assert article["date"] == "2022-01-21"


@pytest.mark.parametrize(
    ("language", "date"), [("en-GB", "2020-10-02"), ("en-US", "2020-02-10"), ("en", None)]
)
def test_english_numbers_go_by_the_country(language, date):
    page = f'<html lang="{language}"><body><h1>Port shut</h1><span class="time">02/10/2020</span><p>{STORY}</p></body></html>'  # noqa: E501
    assert read_page(page)["date"] == date


def test_todays_date_above_the_headline_does_not_count_against_address_and_metadata():
    meta = '<meta property="article:published_time" content="2023-10-30T12:00:00Z">'
    page = f'<html><head>{meta}</head><body><div class="date">31.10.2023</div><h1>Port shut</h1><p>{STORY}</p></body></html>'  # noqa: E501
    assert read_page(page, "https://news.example/2023/10/30/port")["date"] == "2023-10-30"
