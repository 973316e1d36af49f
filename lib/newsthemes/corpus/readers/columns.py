"""Which column of a table holds what, by the usual names of many languages."""

import re

NAMES = {  # usual names of a column, best first, without spaces, case or punctuation
    "text": "text fulltext articletext maintext articlebody body content contents article story cleantext rawtext "
    "bodytext texte corps contenu texteintegral teks isi konten isiberita naskah texto cuerpo contenido corpo conteudo "
    "inhalt volltext testo contenuto tekst inhoud treść текст содержание metin içerik nộidung النص المحتوى 正文 内容 "
    "文本 本文 본문 내용 lead abstract summary description",
    "title": "title headline articletitle heading titre judul titulo título titel titolo tytuł заголовок название "
    "başlık tiêuđề العنوان 标题 標題 タイトル 제목",
    "date": "date published publisheddate publishdate datepublished publicationdate pubdate publishedat publishtime "
    "dateutc datetime timestamp created createdat time jour datepublication datedepublication tanggal tanggalterbit "
    "fecha data datum дата tarih ngày التاريخ 日期 发布时间 発行日 날짜",
    "url": "url link articleurl sourceurl href uri weburl permalink canonicalurl lien adresse tautan enlace "
    "ссылка 链接 网址",
    "source": "source sourcename publisher publication outlet newspaper site sitename website domain media journal "
    "média sumber media penerbit fuente medio fonte quelle zeitung источник издание "
    "kaynak nguồn المصدر 来源 媒体 出典 출처",
    "author": "author authors byline writer journalist creator auteur auteurs penulis autor autores autore автор yazar "
    "tácgiả الكاتب 作者 著者 기자",
    "language": "language lang languagecode locale langue bahasa idioma sprache lingua taal język язык dil ngônngữ "
    "اللغة 语言 言語 언어",
    "id": "id articleid uid uuid docid documentid identifier guid key",
}
KNOWN = {field: names.split() for field, names in NAMES.items()}


def plain_name(name: str) -> str:
    return re.sub(r"[\W_]+", "", str(name)).casefold()


def find_columns(header: list[str], columns: dict[str, str]) -> dict[str, str]:
    """{article column: table column}: those the user named, then those with a usual name."""
    plain = {plain_name(name): name for name in reversed(header)}
    found = {field: plain[plain_name(name)] for field, name in columns.items() if plain_name(name) in plain}
    for field, names in KNOWN.items():
        usual = next(
            (plain[name] for name in names if name in plain and plain[name] not in found.values()), None
        )
        if field not in found and usual is not None:
            found[field] = usual
    return found
