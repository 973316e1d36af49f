"""Nexis Uni, Nexis and classic LexisNexis exports, as text or out of RTF, DOCX and HTML, in seven languages.

An article ends with "End of Document", or begins with "3 of 200 DOCUMENTS". Its head (title, source, date, labels)
is told from its text by the line "Body", or by the last label of the head; what follows "Load-Date" is no text.
"""

import re

from newsthemes.corpus.readers.exports.lines import COPYRIGHT, by_plain_name, is_date_line, label_of

KIND = "Nexis export"
END = re.compile(
    r"^[ \t]*+(?:end of document|fin (?:du|de) document|ende des dokuments?|dokumentende|fin del documento"
    r"|fi(?:m|ne) d[oe]l? documento|einde van (?:het )?document|slut(?:ten)? på dokumentet|slut på dokument"
    r"|konec dokumentu"
    r"|koniec dokumentu|конец документа|кінець документа|belgenin sonu|文[档檔件][结結]尾|文書の終わり|문서 끝"
    r"|نهاية المستند|asiakirjan loppu|dokumentum vége|sfârșitul documentului|τέλος (?:του )?εγγράφου|"
    r"kết thúc tài liệu"
    r"|akhir dokumen|fi del document)"
    r"[ \t]*+\r?$",
    re.IGNORECASE | re.MULTILINE,
)
NUMBERED = re.compile(
    r"^[ \t]*+(?:do[ck]ument[oe]?[ \t]+)?\d{1,6}[ \t]+(?:of|de|von|di|van|sur|av)[ \t]+\d{1,6}"
    r"(?:[ \t]+do[ck]ument[a-z]{0,3})?[ \t]*+\r?$",
    re.IGNORECASE | re.MULTILINE,
)
LABELS = by_plain_name(
    {
        "title": "headline, titre, schlagzeile, überschrift, titular, titulo, título, titolo, kop, nagłówek, "
        "заголовок, 标题, 標題, 見出し"
        ", başlık, overskrift, otsikko, titulek, cím, titlu, τίτλος, 제목, العنوان, tiêu đề, judul",
        "author": "byline, auteur, signataire, autor, autorin, verfasser, autores, autore, door, por, firma, "
        "forfatter, författare, автор, "
        "作者, 著者"
        ", yazar, kirjoittaja, szerző, συντάκτης, 저자, 작성자, الكاتب, tác giả, penulis",
        "section": "section, rubrique, rubrik, sección, seccion, seção, secção, sezione, rubriek, ressort, "
        "cahier, avsnitt, "
        "sektion, sekcja, dział, раздел, рубрика, 版面, 栏目, 欄目, セクション"
        ", bölüm, osasto, rovat, rubrika, secțiune, secțiunea, ενότητα, 섹션, القسم, chuyên mục, "
        "rubrik berita, розділ",
        "length": "length, longueur, länge, laenge, longitud, extensión, comprimento, tamanho, lunghezza, "
        "lengte, längd, længde, lengde, długość, длина, объем, 长度, 長度, 字数, 長さ"
        ", uzunluk, pituus, délka, dĺžka, hossz, hosszúság, lungime, μήκος, 길이, الطول, độ dài, "
        "panjang, довжина, обсяг, длительность",
        "lead": "dateline, highlight, series, lieu, ort, datumszeile, hoogtepunt, faits saillants, destacado",
        "language": "language, langue, sprache, idioma, língua, lingua, taal, språk, sprog, język, язык, 语言, "
        "語言, 言語"
        ", dil, kieli, jazyk, nyelv, limba, γλώσσα, 언어, اللغة, ngôn ngữ, bahasa, мова",
        "loaded": "load-date, load date, date de chargement, date-chargement, ladedatum, update, fecha de carga, "
        "fecha-carga, data de carregamento, data di caricamento, laaddatum, laad-datum, data ładowania, "
        "data załadowania, дата загрузки, "
        "inläsningsdatum, indlæsningsdato, 加载日期, 載入日期, ロード日, 読み込み日"
        ", yükleme tarihi, latauspäivä, latauspäivämäärä, datum načtení, datum nahrání, "
        "betöltés dátuma, data încărcării, ημερομηνία φόρτωσης, 로드 날짜, 로드일, تاريخ التحميل, "
        "ngày tải, tanggal muat, дата завантаження",
        "tail": "graphic, graphique, graphique(s), grafik, gráfico, grafico, classification, classement, "
        "klassifizierung, klassifikation, clasificación, classificação, classificazione, classificatie, subject, "
        "sujet, thema, tema, tópico, onderwerp, publication-type, publication type, type de publication, "
        "type-publication, publikationsart, zeitungstyp, tipo de publicación, tipo de publicação, "
        "tipo di pubblicazione, journal-code, journal code, code-revue, organization, organisation, company, "
        "société, firma/unternehmen, unternehmen, empresa, industry, secteur, branche, industria, geographic, "
        "géographique, region, geografía, person, personne, personen, persona, ticker, acc-no, document-type, notes, "
        "notizen, correction-date, type, cite, url"
        ", sınıflandırma, luokitus, klassificering, klasifikace, osztályozás, clasificare, ταξινόμηση, "
        "분류, التصنيف, phân loại, klasifikasi, класифікація, классификация, 分类, 分類",
    }
)
# An export has one of these. To look for words first is a hundredth of the work of looking at lines.
HINTS = (
    "load-date", "load date", "chargement", "ladedatum", "update", "fecha de carga", "fecha-carga",
    "data de carregamento", "data di caricamento", "laaddatum", "laad-datum", "length:", "longueur", "länge:",
    "laenge:", "longitud:", "extensión:", "comprimento:", "tamanho:", "lunghezza:", "lengte:", "længde:", "längd:",
    "ładowania:", "długość:", "дата загрузки", "длина:", "объем:", "加载日期", "載入日期", "长度", "長度",
    "ロード日", "長さ", "uzunluk:", "yükleme tarihi", "pituus:", "latauspäiv", "délka:", "dĺžka:",
    "hossz:", "lungime:", "μήκος:",
    "길이:", "로드", "الطول:", "تاريخ التحميل", "độ dài:", "panjang:", "довжина:", "обсяг:",
    "längd:", "inläsningsdatum",
)  # fmt: skip
SEVERAL = 2  # documents that end with no line of their own
HEAD_LABELS = {"title", "author", "section", "length", "lead"}
BODY = re.compile(
    r"^(?:body|corps(?: du texte| de l['’]article)?|texte|text(?:körper)?|haupttext|volltext|cuerpo|corpo|tekst"
    r"|hoofdtekst|full[ -]text|inhalt|brödtext|treść|основная часть|текст|正文|本文|metin|"
    r"leipäteksti|teksti|text článku|szöveg|textul|κείμενο|본문|النص|nội dung|isi|основний текст)$",
    re.IGNORECASE,
)
NOTICE = re.compile(
    r"^(?:correction appended|correction ajoutée|korrektur angehängt|.*\b(?:all rights reserved|tous droits"
    r" réservés|alle rechte vorbehalten|todos los derechos reservados|todos os direitos reservados|tutti i diritti"
    r" riservati|alle rechten voorbehouden|все права защищены|wszelkie prawa zastrzeżone|版权所有|"
    r"版權所有|tüm hakları saklıdır|alla rättigheter förbehållna|kaikki oikeudet pidätetään|"
    r"všechna práva vyhrazena|minden jog fenntartva|toate drepturile rezervate|"
    r"με επιφύλαξη παντός δικαιώματος|무단.{0,12}금지|جميع الحقوق محفوظة|無断転載.{0,8})\W*)$",
    re.IGNORECASE,
)
COVER_END = re.compile(
    r"\A(?:(?>.*?LexisNexis\b).*?(?:©|copyright|\(c\))|(?>.*?(?:©|copyright|\(c\))).*LexisNexis\W*+$)",
    re.IGNORECASE,
)


def split(text: str) -> list[dict]:
    """The articles of an export, none where a text is not one."""
    lower = text.lower()
    if not any(hint in lower for hint in HINTS):
        return []
    if len(ends := list(END.finditer(text))) and _count(text, "loaded", "length") >= 1:
        bounds = [0, *(end.end() for end in ends)]
        blocks = [text[a : b.start()] for a, b in zip(bounds, ends, strict=False)]
    elif len(starts := list(NUMBERED.finditer(text))) and _count(text, "loaded", "length") >= 1:
        bounds = [*(start.start() for start in starts[1:]), len(text)]
        blocks = [text[start.end() : end] for start, end in zip(starts, bounds, strict=True)]
    elif all(_count(text, field) >= SEVERAL for field in ("loaded", "length", "title")):
        blocks = _after_loaded(text)
    else:
        return []
    articles = [_article([line.strip() for line in block.splitlines()]) for block in blocks]
    return [article for article in articles if article]


def _after_loaded(text: str) -> list[str]:
    """The parts of a text that each end with a load date: deliveries of one document below the other."""
    lines, blocks = text.splitlines(), [[]]
    for line in lines:
        blocks[-1].append(line)
        if (label_of(line, LABELS) or ("",))[0] == "loaded":
            blocks.append([])
    return ["\n".join(block) for block in blocks if any(map(str.strip, block))]


def _count(text: str, *fields: str) -> int:
    return sum((label_of(line, LABELS) or ("",))[0] in fields for line in text.splitlines())


def _article(lines: list[str]) -> dict | None:
    """One article from its lines. None for a block without a text."""
    lines = _without_cover(lines)
    start, end = _body(lines)
    head, labels = _head(lines[:start])
    tail = dict(filter(None, (label_of(line, LABELS) for line in lines[end:])))
    text = "\n".join(lines[start:end]).strip("\n")
    if not text.strip() and not head.get("title"):
        return None
    return head | {
        "text": re.sub(r"\n{3,}", "\n\n", text),
        "author": re.sub(
            r"^(?:by|par|von|por|di|door)\s+", "", labels.get("author", ""), flags=re.IGNORECASE
        ),
        "section": labels.get("section"),
        "language": (tail.get("language") or "").split(";")[0],
        "title": labels.get("title") or head.get("title"),
    }


def _without_cover(lines: list[str]) -> list[str]:
    """Lines without the list of contents that opens a delivery."""
    ends = [
        i for i, line in enumerate(lines) if COVER_END.search(line) and not line.lower().startswith("load")
    ]
    return lines[ends[0] + 1 :] if ends and not any(BODY.match(line) for line in lines[: ends[0]]) else lines


def _body(lines: list[str]) -> tuple[int, int]:
    """Where the text of an article begins and ends."""
    marked = next((i + 1 for i, line in enumerate(lines) if BODY.match(line)), None)
    fields = [(label_of(line, LABELS) or ("",))[0] for line in lines]
    if marked is None:
        heads = [i for i, field in enumerate(fields) if field in HEAD_LABELS]
        marked = _head_end(lines, heads) if heads else _first_paragraph(lines)
    for i in range(marked, len(lines)):
        alone = label_of(lines[i] + ":", LABELS) if lines[i] and not lines[i - 1] else None
        upper = fields[i] in ("language", "tail", "loaded") and (
            lines[i].split(":")[0].isupper() or not lines[i - 1]
        )
        if fields[i] == "loaded" or upper or (alone and alone[0] == "tail") or _is_end_notice(lines, i):
            return marked, i
    return marked, len(lines)


def _head_end(lines: list[str], heads: list[int]) -> int:
    """The line after the labels that stand together in the head: a label much later is a line of the text."""
    last = heads[0]
    for i in heads[1:]:
        last = i if sum(map(bool, lines[last + 1 : i])) <= 1 else last
    following = last + 1
    while following < len(lines) and lines[following]:
        following += 1  # a label may go on in a second line
    return following if following - last <= 3 else last + 1


def _first_paragraph(lines: list[str]) -> int:
    dated = next((i for i, line in enumerate(lines) if is_date_line(line)), 0)
    return next((i for i in range(dated + 1, len(lines)) if not lines[i]), dated + 1)


def _is_end_notice(lines: list[str], i: int) -> bool:
    return bool(COPYRIGHT.match(lines[i]) and not any(lines[i + 3 :]))


def _head(lines: list[str]) -> tuple[dict, dict[str, str]]:
    """({title, source, date}, labels) of the lines before the text."""
    labels = dict(filter(None, (label_of(line, LABELS) for line in lines)))
    plain = [
        line
        for line in lines
        if not (COPYRIGHT.match(line) or NOTICE.match(line) or label_of(line, LABELS) or BODY.match(line))
    ]
    written = [line for line in plain if line]
    # the last: a cover may stand before; an article of another kind of date has one with a year
    dated = max((i for i, line in enumerate(written) if i and is_date_line(line)), default=None)
    if dated is None:
        return {
            "title": written[0] if written else None,
            "source": written[1] if len(written) > 1 else None,
        }, labels
    head = {"source": written[dated - 1], "date": written[dated]}
    if dated >= 2:  # Nexis Uni: title, source, date
        return head | {"title": " ".join(written[dated - 2 : dated - 1])}, labels
    after = [line for line in written[dated + 1 :] if line]
    return head | {"title": after[-1] if after else None}, labels  # classic: source, date, edition, title
