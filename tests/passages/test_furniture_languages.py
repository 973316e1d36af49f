"""The same furniture in fifteen languages, after the same article, and readers' comments."""

from pathlib import Path

import pytest

from newsthemes.passages.segment import passages_of

# language, tab, an article's paragraphs, tab, ten lines of the page around it; lines end in ¶.
PAGES = {
    language: (body.split("¶"), page.split("¶"))
    for language, body, page in (
        line.split("\t") for line in Path(__file__).with_name("furniture.tsv").read_text("utf-8").splitlines()
    )
}


def kept(lines):
    text = "\n".join(lines)
    return [text[p.start : p.end] for p in passages_of(text, None, frozenset()) if p.reason is None]


@pytest.mark.parametrize("language", PAGES)
def test_what_follows_the_article_goes_and_the_article_stays(language):
    body, page = PAGES[language]
    assert kept([*body, *page]) == kept(body)


@pytest.mark.parametrize("language", PAGES)
def test_each_line_alone_is_furniture_after_an_article(language):
    body, page = PAGES[language]
    missed = [line for line in page[:8] if kept([*body, line]) != kept(body)]
    assert len(missed) <= 2, missed  # a button or a link alone may be the article's last words


def test_readers_comments_are_not_the_article():
    body = [
        "The council voted on Monday to widen the old pier, after years of complaints.",
        "Work begins in May.",
    ]
    comments = ["Comments (2)", "Gull7 28 minutes ago", "What a shame, it is always us who pay for it in the end.",
                "Fisher 2 hours ago", "They fined me there yesterday and the crane was broken already."]  # fmt: skip
    assert kept([*body, *comments]) == body
    notice = ["Comentar", "El contenido de las opiniones es de los lectores y no del diario.", "Gaviota7",
              "Vaya vergüenza de puerto, siempre pagamos los mismos."]  # fmt: skip
    assert kept([*body, *notice]) == body


def test_an_article_about_comments_is_kept():
    body = ["The council voted on Monday to widen the old pier, after years of complaints.", "Comments",
            "The mayor read out 300 comments that residents had sent two days ago.", "She answered each."]  # fmt: skip
    assert "The mayor read out 300 comments that residents had sent two days ago." in kept(body)


def test_an_editor_after_the_last_sentence_is_no_sentence():
    body = ["Warga di dua kecamatan menanti jembatan yang dijanjikan sejak 2015.",
            "Pemerintah kota menyebut dana sudah tersedia tahun ini."]  # fmt: skip
    assert kept([*body, "Editor: Wira. Simak berita lainnya di Kabar."]) == body


@pytest.mark.parametrize(
    ("body", "wall"),
    [
        ("El puerto cerró el martes dos de sus cinco muelles, dijo su director.", "Este contenido es exclusivo para suscriptores."),  # noqa: E501
        ("De haven sloot dinsdag twee van de vijf kades, zei de havenmeester.", "Dit artikel is exclusief voor abonnees."),  # noqa: E501
        ("Port zamknął we wtorek dwa z pięciu nabrzeży, powiedział jego szef.", "Ten artykuł przeczytasz tylko z prenumeratą."),  # noqa: E501
        ("Hamnen stängde två av fem kajer på tisdagen, sade hamnkaptenen.", "Den här artikeln är exklusiv för prenumeranter."),  # noqa: E501
        ("Порт закрыл во вторник два из пяти причалов, сказал его начальник.", "Этот материал доступен только подписчикам."),  # noqa: E501
        ("Liman salı günü beş rıhtımdan ikisini kapattı, dedi liman başkanı.", "Bu içerik yalnızca abonelere açıktır."),
    ],
)  # fmt: skip
def test_an_article_that_is_cut_by_a_wall_says_so_at_its_end(body, wall):
    assert kept([body, wall]) == [body]


def test_an_article_about_subscribers_is_kept():
    body = ["Dit jaar verloor de krant abonnees, en de uitgever noemt het artikel over de haven als reden.",
            "Alleen voor trouwe lezers verandert er niets aan de prijs van het abonnement, zei hij."]  # fmt: skip
    assert kept(body) == body
