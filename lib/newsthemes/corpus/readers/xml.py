"""News in XML: NITF, NewsML, NewsML-G2, TEI, EBSCO, Factiva; and any XML whose records have fields of usual names."""

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from newsthemes.corpus.readers.columns import find_columns
from newsthemes.corpus.readers.content import LARGEST_DOCUMENT, Content, Found, Unreadable, one_line
from newsthemes.corpus.readers.records import found_of
from newsthemes.corpus.readers.rows import articles_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PROLOG = re.compile(
    r"\A\ufeff?\s*+(?>(?:<\?[^>]*+>\s*+|<!--(?>(?:[^-]|-(?!->))*)-->\s*+|<!DOCTYPE(?>(?:[^>\[]|\[[^\]]*+\])*)>\s*+)*)"
    r"<(?:[\w.-]++:)?([A-Za-z_][\w.-]*+)",
    re.IGNORECASE,
)
PAGES = set(
    "html svg body head math div p section article main header footer nav table ul ol span a h1 h2 h3 title meta link "
    "script style form figure blockquote pre br img b i em strong font center".split()
)  # no XML where they begin a text without a prolog
BLOCKS = {
    "p",
    "hl1",
    "hl2",
    "head",
    "l",
    "paragraph",
    "Para",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "block",
    "lg",
    "ab",
}


class Dialect(NamedTuple):
    """``article``: the element of one; ``fields``: paths, "/@name" an attribute; the first that is there counts.

    Paths with "+" between them are joined: lines of a text, the parts of a date.
    """

    kind: str
    article: tuple[str, ...]
    fields: dict[str, str]


DIALECTS = (
    Dialect(
        "EBSCO XML",
        ("rec",),
        {
            "text": ".//abody .//artinfo/ab",
            "title": ".//artinfo/tig/atl",
            "date": ".//pubinfo/dt/@year+.//pubinfo/dt/@month+.//pubinfo/dt/@day",
            "author": ".//artinfo/aug/au",
            "source": ".//jinfo/jtl .//bkinfo/btl",
            "language": ".//language",
            "section": ".//artinfo/pubtype",
            "url": ".//pLink/url .//plink",
        },
    ),
    Dialect(
        "NewsML-G2",
        ("newsItem",),
        {
            "text": "contentSet/inlineXML//body.content contentSet/inlineXML//body contentSet/inlineXML "
            "contentSet/inlineData itemMeta/edNote contentMeta/description",
            "title": "contentMeta/headline contentSet//hl1 itemMeta/title contentSet//title",
            "date": "itemMeta/firstCreated contentMeta/contentCreated itemMeta/versionCreated",
            "author": "contentMeta/by contentMeta/creator/name contentMeta/creator/@literal",
            "source": "contentMeta/infoSource/name itemMeta/provider/name itemMeta/provider/@literal "
            "rightsInfo/copyrightHolder/name itemMeta/provider/@qcode",
            "language": "contentMeta/language/@tag contentSet/inlineXML/@lang @lang",
            "section": "contentMeta/subject/name contentMeta/genre/name",
            "url": "itemMeta/link/@href",
        },
    ),
    Dialect(
        "NewsML",
        ("NewsItem",),
        {
            "text": ".//body.content .//DataContent//body .//DataContent",
            "title": ".//NewsLines/HeadLine .//hl1 .//DataContent//title",
            "date": ".//NewsIdentifier/DateId .//FirstCreated .//ThisRevisionCreated",
            "author": ".//NewsLines/ByLine .//byline",
            "source": ".//Provider/Party/@FormalName .//NewsIdentifier/ProviderId .//NewsLines/CreditLine",
            "language": ".//DescriptiveMetadata/Language/@FormalName .//@lang",
            "section": ".//SubjectCode/Subject/@FormalName",
            "url": ".//NewsLines/MoreLink",
        },
    ),
    Dialect(
        "NITF",
        ("nitf",),
        {
            "text": "body/body.content body",
            "title": ".//hedline/hl1 .//hedline head/title",
            "date": ".//pubdata/@date.publication .//date.issue/@norm .//story.date/@norm .//dateline/story.date",
            "author": ".//byline/person .//byline",
            "source": ".//pubdata/@name .//doc.copyright/@holder .//distributor",
            "language": "@lang body/@lang",
            "section": ".//pubdata/@position.section .//fixture/@fix-id .//tobject/@tobject.type",
            "url": ".//pubdata/@ex-ref .//doc-id/@id-string",
        },
    ),
    Dialect(
        "TEI",
        ("TEI", "TEI.2"),
        {
            "text": "text/body text",
            "title": "teiHeader/fileDesc/titleStmt/title .//body//head",
            "date": "teiHeader//sourceDesc//date/@when teiHeader//sourceDesc//date "
            "teiHeader/fileDesc/publicationStmt/date/@when teiHeader/fileDesc/publicationStmt/date "
            "teiHeader//creation/date/@when",
            "author": "teiHeader/fileDesc/titleStmt/author teiHeader//sourceDesc//author",
            "source": "teiHeader//sourceDesc//monogr/title teiHeader//sourceDesc//title[@level='j'] "
            "teiHeader/fileDesc/publicationStmt/publisher",
            "language": "text/@lang teiHeader//language/@ident @lang",
            "section": "teiHeader//catRef/@target",
            "url": "teiHeader//publicationStmt/idno[@type='URL'] teiHeader//sourceDesc//ptr/@target",
        },
    ),
    Dialect(
        "JATS",
        ("article",),
        {
            "text": "body front/article-meta/abstract",
            "title": "front/article-meta/title-group/article-title",
            "date": "front/article-meta/pub-date/year+front/article-meta/pub-date/month"
            "+front/article-meta/pub-date/day",
            "author": "front/article-meta/contrib-group/contrib/name",
            "source": "front/journal-meta/journal-title-group/journal-title front/journal-meta/journal-title",
            "language": "@lang",
            "url": "front/article-meta/self-uri/@href",
        },
    ),
    Dialect(
        "ProQuest XML",
        ("RECORD", "Record"),
        {
            "text": "FullText .//TextInfo/Text Abstract .//Abstract/AbsText",
            "title": "RecordTitle .//TitleAtt/Title",
            "date": "NumericPubDate AlphaPubDate .//Obj/NumericDate",
            "author": "Contributor/OriginalForm Contributor/LastName .//Author/NormalizedDisplayForm",
            "source": "Publication/Title .//PubFrosting/Title",
            "language": "LanguageCode .//Language/RawLang",
            "url": "URLDocView",
        },
    ),
    Dialect(
        "Factiva XML",
        ("article", "Article", "ppsArticle", "ppsarticle"),
        {
            "text": "*[@fid='lp']+*[@fid='td'] leadParagraph+tailParagraphs HandL/LeadPara+TailParas",
            "title": "*[@fid='hd'] headline HandL/Title/Headline",
            "date": "*[@fid='pd'] publicationDate .//PubDate/@v .//PubDate",
            "author": "*[@fid='by'] byline HandL/ByLine",
            "source": "*[@fid='sn'] sourceName .//SrcName",
            "language": "*[@fid='la'] baseLanguage @lang .//Lang/@v",
            "section": "*[@fid='se'] sectionName",
        },
    ),
)
FIRST_FEW = 50  # records that tell what the others are


def root_of(start: str) -> str | None:
    """The name of the first element of a text that is XML, in lower case without its prefix; None for other texts."""
    found = PROLOG.match(start)
    return found[1].lower() if found else None


def matches(content: Content) -> bool:
    """Whether a text opens as XML that is no page, with a prolog or with an element that the file ends with."""
    root = root_of(content.start)
    if root is None or root in ("html", "svg"):
        return False
    start = content.start.lstrip("\ufeff \r\n\t")
    known = {name.lower() for dialect in DIALECTS for name in dialect.article} - PAGES - {"record"}
    return start.startswith("<?xml") or root in known or (root not in PAGES and _is_closed(content, root))


def _is_closed(content: Content, root: str) -> bool:
    end = content.data[-200:].rstrip().lower() if content.size <= LARGEST_DOCUMENT else b""
    return re.search(rb"</(?:[\w.-]+:)?" + re.escape(root.encode()) + rb"\s*>\Z", end) is not None


def read(content: Content) -> Found:
    """The articles of the first dialect that has some; else records with fields of usual names.

    Raises Unreadable when there are none, or the XML is damaged.
    """
    root = parse(content.data)
    for dialect in DIALECTS:
        elements = [e for e in root.iter(*dialect.article) if not _holds(e, dialect.article)]
        records = [record for element in elements if (record := _record(dialect, element)).get("text")]
        if records and any(record.get("title") or record.get("date") for record in records):
            return found_of(content, dialect.kind, records)
    rows = _rows(root)
    if rows:
        articles, problems = articles_of(rows, content.columns, content.item)
        return Found(articles, problems, kind=f"XML of {root.tag} records")
    raise Unreadable(f"no article (XML of a kind that is not read: its root is {root.tag})")


def parse(data: bytes) -> "Element":
    """The root of some XML, names without namespaces. Raises Unreadable when nothing of it can be parsed."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"damaged XML ({one_line(error)})") from error
    if root is None:
        raise Unreadable("damaged XML")
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


def _holds(element: "Element", names: tuple[str, ...]) -> bool:
    return any(inner is not element for inner in element.iter(*names))


def _record(dialect: Dialect, element: "Element") -> dict:
    record = {}
    for field, paths in dialect.fields.items():
        found = (_value(element, path, field == "text") for path in paths.split())
        record[field] = next((value for value in found if value), None)
    return record


def _value(element: "Element", path: str, is_text: bool) -> str | None:
    parts = []
    for one in path.split("+"):
        place, at, attribute = one.rpartition("/@") if not one.startswith("@") else (".", "@", one[1:])
        found = element.find(place if at else one)
        if found is not None:
            written = _paragraphs(found) if is_text else _line(found)
            parts.append(_attribute(found, attribute) if at else written)
    return ("\n" if is_text else "-").join(filter(None, parts)) or None


def _attribute(element: "Element", name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _line(element: "Element") -> str:
    return " ".join("".join(element.itertext()).split())


def _paragraphs(element: "Element") -> str:
    """The text of an element, a line a paragraph; all of it in one where it has none."""
    lines = [
        _line(block)
        for block in element.iter()
        if block.tag in BLOCKS and not any(inner.tag in BLOCKS for inner in block.iterdescendants())
    ]
    return "\n".join(filter(None, lines)) or _line(element)


def _rows(root: "Element") -> list[tuple[str, dict]]:
    """The records of XML that somebody made: the elements, of the name most often met, with fields of usual names."""
    counts = Counter(element.tag for element in root.iter() if len(element) >= 2 or element.attrib)
    for tag, _ in counts.most_common(FIRST_FEW):
        elements = list(root.iter(tag))
        names = list(dict.fromkeys(name for element in elements[:FIRST_FEW] for name in _fields(element)))
        found = find_columns(names, {})
        if len(found) >= 2 and ("title" in found or len(found.keys() - {"id"}) >= 2 and "text" in found):
            return [(str(number), _fields(element)) for number, element in enumerate(elements, 1)]
    return []


def _fields(element: "Element") -> dict[str, str]:
    row: dict[str, str] = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
    for child in element:
        name = child.get("name") or child.tag  # <field name="title">, as databases and Solr write it
        row.setdefault(name, _paragraphs(child) if len(child) else (child.text or ""))
    own = " ".join([element.text or "", *(child.tail or "" for child in element)])
    if own.strip() and "text" not in row:  # <doc date="2024-03-05">The port <b>shut</b> …</doc>
        row["text"] = _paragraphs(element)
    return row
