"""Exports of "label: value" lines: ProQuest, Gale and PressReader, in the languages of their pages."""

import re

from newsthemes.corpus.dates import find_date, parse_date
from newsthemes.corpus.readers.exports.lines import RULE, by_plain_name, head_of, label_of

KIND = "export of labelled records"
LABELS = by_plain_name(
    {
        "title": "title, titre, título, titulo, titel, titolo, headline, article name, document title, judul, "
        "tytuł, başlık, tiêu đề, заглавие, название, заголовок, 标题, 標題, タイトル, 제목, العنوان",
        "text": "full text, fulltext, texte intégral, texte integral, texto completo, volltext, testo completo, "
        "testo integrale, volledige tekst, pełny tekst, полный текст, body, article text, teks lengkap, 全文, 本文",
        "abstract": "abstract, résumé, resume, resumen, resumo, zusammenfassung, kurzfassung, riassunto, samenvatting, "
        "streszczenie, özet, аннотация, 摘要, 抄録, 초록",
        "author": "author, authors, author(s), auteur, auteurs, autor, autores, autore, autori, verfasser, byline, "
        "yazar, tác giả, penulis, автор, 作者, 著者, 저자",
        "date": "publication date, date, pub date, date de publication, fecha de publicación, data de publicação, "
        "veröffentlichungsdatum, publikationsdatum, erscheinungsdatum, data di pubblicazione, publicatiedatum, "
        "datum, fecha, data, tarih, tanggal, data publikacji, yayın tarihi, дата, дата публикации, "
        "出版日期, 日期, 出版日, 발행일",
        "source": "publication title, publication, source, from, journal, titre de la publication, titre de "
        "publication, título de publicación, título de la publicación, título da publicação, publikationstitel, "
        "titel der publikation, titolo della pubblicazione, newspaper, paper, quelle, "
        "fuente, fonte, bron, sumber, kaynak, źródło, tytuł publikacji, источник, издание, название издания, "
        "出版物名称, "
        "来源, 出版物のタイトル, 출판물 제목",
        "info": "publication info, informations sur la publication, información de publicación, "
        "publikationsinformationen, informazioni sulla pubblicazione, source information",
        "url": "document url, url, url du document, url del documento, dokument-url, persistent link, permalink",
        "language": "language of publication, language, langue de publication, langue, idioma de la publicación, "
        "idioma, sprache der publikation, sprache, publikationssprache, lingua di pubblicazione, lingua, "
        "出版物语言, 出版物の言語",
        "section": "section, rubrique, sección, seção, rubrik, ressort, sezione",
        "other": "links, subject, subjects, sujet, materia, tema, thema, soggetto, assunto, assuntos, "
        "onderwerp, temat, konu, "
        "тема, 主题, 主題, 주제, location, lieu, lugar, ort, "
        "company, company / organization, people, classification, identifier / keyword, keyword, keywords, "
        "publication year, année de publication, año de publicación, erscheinungsjahr, publisher, "
        "place of publication, country of "
        "publication, publication subject, issn, isbn, source type, type de source, tipo de fuente, quellentyp, "
        "document type, type de document, tipo de documento, dokumenttyp, proquest document id, "
        "id de document proquest, id del documento de proquest, proquest-dokument-id, copyright, "
        "last updated, dernière mise à jour, última "
        "actualización, letzte aktualisierung, database, base de données, base de datos, datenbank, pages, first page, "
        "page, start page, end page, issue, volume, number, dateline, column, accession number, document number, "
        "article type, content level, lexile measure, length, word count, number of pages, e-issn, notes",
        "end": "gale document number, end page, numéro de document gale",
    }
)
# A text, a whole one or an abstract, has one of these labels; see nexis.HINTS.
HINTS = (
    "full text,fulltext,text:,texte:,texto:,testo:,tekst:,teks:,текст:,content:,contenu:,contenido:,inhalt:,inhoud:,"
    "treść:,содержание:,metin:,内容:,正文:,texte int,texto completo,volltext,testo completo,testo integrale,"
    "volledige tekst,pełny tekst,"
    "полный текст,body:,article text,teks lengkap,全文,本文,pressreader, · , • "
).split(",")
SEVERAL, LEAST_OFTEN = 3, 0.6  # records, and the share of them that has a label which is not known here
LONGEST_VALUE = 150  # characters of a line with such a label
LEAST_STATED = 2  # fields that make a record of a text without a title
TITLE_LINE = re.compile(
    r"^(?:title|titre|título|titel|titolo|headline)[ \t]?:[ \t]?\S", re.IGNORECASE | re.MULTILINE
)
NUMBERED = re.compile(r"^\s*+do[ck]ument[oe]?\s\d{1,6}\s(?:of|de|von|di|sur|van)\s\d{1,6}\s*$", re.IGNORECASE)
CITED = re.compile(r"^\s*+source citation\b", re.IGNORECASE)
# Of own making, and what a byline may be called too: they hold the text only where every record has one.
BARE_TEXT = by_plain_name(
    {
        "text": "text, texte, texto, testo, tekst, teks, текст, content, contents, contenu, contenido, "
        "conteúdo, contenuto, "
        "inhalt, inhoud, isi, treść, содержание, metin, nội dung, 正文, 内容, 본문, النص"
    }
)
INFO_SOURCE = re.compile(r"^((?:(?!\s(?:vom|of|du|del|van|от|z dnia)\s\D{0,12}\d)[^;\[(.:]){2,80})")
SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»)]?\s*$")
# Labels that lines of a text begin with too: "Source: Reuters".
OF_PROSE = ("date", "source", "section", "author")
Labels = list[tuple[str, str] | None]  # (field, value) of each line, None without a label
PRESS = re.compile(r"^(.{2,60}?)\s(?:·|•|\||/)\s(.{6,40}?)(?:\s(?:·|•|\||/)\s(.*))?$")


def split(text: str) -> list[dict]:
    """The articles of an export, none where a text is not one: a title, a text and two more labels make one."""
    lower = text.lower()
    if not any(hint in lower for hint in HINTS):
        return []
    lines = _with_titles(text.splitlines())
    labels = _labels(lines)
    stated = {field for field, _ in filter(None, labels)}
    if {"title", "text"} <= stated and len(stated) >= 4 or {"end", "text", "source"} <= stated:
        return [article for article in map(_article, _records(lines, labels)) if article]
    return _pressreader(lines, "pressreader" in lower)


def _with_titles(lines: list[str]) -> list[str]:
    """The lines, with "Title: " before what follows a line "Document 3 of 20" without a label, and a rule above it."""
    written = list(lines)
    for number in [i for i, line in enumerate(lines) if NUMBERED.match(line)]:
        following = next(
            (i for i in range(number + 1, min(number + 4, len(lines))) if lines[i].strip()), None
        )
        if following is not None and not head_of(lines[following]):
            written[number], written[following] = "_" * 10, f"Title: {lines[following].strip()}"
    return written


def _labels(lines: list[str]) -> Labels:
    """(field, value) of the lines that are labelled: by what a label is called, or as each record has it."""
    labels = [label_of(line, LABELS) for line in lines]
    many = sum(label is not None and label[0] == "title" for label in labels)
    if many < 2:
        return labels
    bare = [label_of(line, BARE_TEXT) for line in lines]
    if sum(map(bool, bare)) == many:
        labels = [label or text for label, text in zip(labels, bare, strict=True)]
    own = _own_labels(lines, labels, many)
    return [
        ("other", lines[number].partition(":")[2].strip()) if number in own else label
        for number, label in enumerate(labels)
    ]


def _own_labels(lines: list[str], labels: Labels, many: int) -> set[int]:
    """The lines with what most of ``many`` records have before a colon, once each and with a short value after it."""
    found: dict[str, list[int]] = {}
    for number in _between_texts(lines, labels):
        found.setdefault(head_of(lines[number]), []).append(number)
    least = max(SEVERAL, LEAST_OFTEN * many)
    return {
        number
        for same in found.values()
        if least <= len(same) <= many and max(len(lines[number]) for number in same) <= LONGEST_VALUE
        for number in same
    }


def _between_texts(lines: list[str], labels: Labels) -> list[int]:
    """The lines such as "Desk: ports" that no text goes on with: before it, or among the labels that follow it.

    A subheading ("Update: the mayor resigned.") may recur in every text and is one of its lines.
    """
    inside, ended = [], False
    for number, label in enumerate(labels):
        if label:
            stays = label[0] in OF_PROSE and number and lines[number - 1].strip()
            ended = label[0] == "text" or bool(ended and stays)
        inside.append(ended and not RULE.match(lines[number]))
        ended = inside[-1]
    following, found = _following(lines), set()
    fields = [*(label[0] if label else None for label in labels), None]  # and none after the last line
    for number in reversed(range(len(lines))):
        after = following[number]
        ends = after in found or fields[after] not in (None, "title")
        beside = after == number + 1 and fields[after] == "title"
        among = (ends or beside) and number and not lines[number - 1].strip()
        may_be = not inside[number] or (among and not SENTENCE_END.search(lines[number]))
        if may_be and labels[number] is None and head_of(lines[number]):
            found.add(number)
    return sorted(found)


def _following(lines: list[str]) -> list[int]:
    """The number of the next line that is not blank, for each line; their number after the last."""
    following, after = [], len(lines)
    for number in reversed(range(len(lines))):
        following.append(after)
        after = number if lines[number].strip() else after
    return following[::-1]


def _records(lines: list[str], labels: Labels) -> list[list[tuple[str, str]]]:
    """The (field, value) pairs of each record; lines without a label go on with the field before."""
    records: list[list[tuple[str, str]]] = [[]]
    ended, following = False, _following(lines)
    for number, (line, label) in enumerate(zip(lines, labels, strict=True)):
        rule, after = bool(RULE.match(line)), following[number]
        fields = {field for field, _ in records[-1]}
        first = records[0][0][0] if records[0] else None
        single = after == len(lines) or labels[after] is not None or bool(RULE.match(lines[after]))
        apart = single or not lines[number - 1].strip()
        again = label and not rule and _begins_again(labels, number, fields, first, apart)
        over = ended and line.strip() and not (label and label[0] in ("other", "url"))
        if (rule and fields) or again or over:
            records.append([])
            ended = False
        if rule:
            continue
        if label and not _goes_on_with_text(records[-1], label, first, single, apart):
            records[-1].append(label)
            ended = ended or label[0] == "end"
        elif CITED.match(line):
            records[-1].append(("other", line))
        elif records[-1]:
            field, value = records[-1][-1]
            records[-1][-1] = field, f"{value}\n{line}"
        elif line.strip():
            records[-1].append(("title", line.strip()))  # Gale: a title without a label
    return records


def _begins_again(labels: Labels, number: int, fields: set[str], first: str | None, apart: bool) -> bool:
    """Whether a label begins the next record: a second title, or the first label of all once more, ``apart`` from the
    text before it and with an article to come."""
    field = labels[number][0]
    if field == "title":
        return "title" in fields
    again = field == first != "text" and {field, "text"} <= fields
    return again and apart and _has_article(labels, number, field)


def _goes_on_with_text(
    record: list[tuple[str, str]], label: tuple[str, str], first: str | None, single: bool, apart: bool
) -> bool:
    """Whether a line that begins like a label is one of the record's text; ``single``: no line of text follows it."""
    if not record or record[-1][0] != "text":
        return False
    if label[0] == "other":
        return not apart
    return label[0] in {*OF_PROSE, first} - {"text"} and not (single and _is_field(record, label))


def _has_article(labels: Labels, number: int, field: str) -> bool:
    """Whether a title or a text is labelled before the label (of ``field``) of a line comes again."""
    for after in range(number + 1, len(labels)):
        if (label := labels[after]) and label[0] in (field, "title", "text"):
            return label[0] != field
    return False


def _is_field(record: list[tuple[str, str]], label: tuple[str, str]) -> bool:
    """Whether a line such as "Date: …" after a text is a field of the record: not when it has one, nor a long one."""
    return label[0] not in {field for field, _ in record} and len(label[1]) < 120


def _article(record: list[tuple[str, str]]) -> dict | None:
    fields: dict[str, str] = {}
    for field, value in record:
        if value.strip():
            fields.setdefault(field, value.strip())
    stated = fields.keys() & {"author", "date", "source", "info", "url", "language"}
    if not fields.keys() & {"text", "abstract"} or not (fields.get("title") or len(stated) >= LEAST_STATED):
        return None
    info = fields.get("info", "") or (fields.get("source", "") if "(" in fields.get("source", "") else "")
    source = INFO_SOURCE.match(fields.get("source") or info)
    return {
        "title": " ".join(fields.get("title", "").split()) or None,
        "text": fields.get("text") or fields["abstract"],
        "author": fields.get("author"),
        "source": source[1].strip() if source else None,
        "date": fields.get("date") or find_date(info) or _date_in(info) or _date_in(fields.get("source", "")),
        "url": fields.get("url"),
        "language": fields.get("language"),
        "section": fields.get("section"),
    }


def _date_in(info: str) -> str | None:
    """The date in "Almery Gazette. (Mar. 5, 2024): p3"."""
    return next(
        (found for part in re.split(r"[():;\]\[]", info) if (found := parse_date(part.strip(" .")))), None
    )


def _pressreader(lines: list[str], named: bool) -> list[dict]:
    """Articles of PressReader: a title, then a line "Almery Gazette · 5 Mar 2024 · R. Tolland", then the text."""
    heads = {}
    for number, line in enumerate(lines):
        found = PRESS.match(line.strip()[:200])
        if found and number and lines[number - 1].strip() and parse_date(found[2]):
            heads[number] = found
    if not heads or (len(heads) < 2 and not named):
        return []
    numbers = [*heads, len(lines) + 1]
    articles = []
    for number, following in zip(numbers, numbers[1:], strict=False):
        found = heads[number]
        body = [
            line for line in lines[number + 1 : following - 1] if not re.search("pressreader", line, re.I)
        ]
        rest = [
            part.strip() for part in re.split(r"\s[·•|/]\s", found[3] or "") if not part.strip().isdigit()
        ]
        articles.append(
            {
                "title": lines[number - 1].strip(),
                "source": found[1].strip(),
                "date": found[2].strip(),
                "author": re.sub(r"^by\s+", "", rest[-1], flags=re.I) if rest else None,
                "section": rest[0] if len(rest) > 1 else None,
                "text": "\n".join(body).strip(),
            }
        )
    return articles
