"""The page: one HTML file with its styles, scripts, figures and data inside, and a policy that lets in nothing else."""

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from xstatic.pkg.leaflet import VERSION as LEAFLET

from newsthemes.figures.phrasing import percent, share_or_count
from newsthemes.language.codes import language_name
from newsthemes.missing import UNKNOWN
from newsthemes.prevalence.intervals import LEVEL_PERCENT
from newsthemes.report.load import Run
from newsthemes.report.methods import methods

HERE = Path(__file__).parent
SCRIPTS = ("passages.js", "map.js", "evidence.js", "shares.js", "table.js", "state.js", "explorer.js")
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def render(run: Run, data: dict[str, Any], title: str | None = None) -> str:
    """The report of a :class:`Run` as HTML; ``data`` from :func:`passage_data`.

    What comes from the articles is in the page twice over as text only: escaped where it stands in the markup, and as
    JSON that the scripts put on the page without ever reading it as markup.
    """
    scripts = [_leaflet("leaflet.js"), *(_own(name) for name in SCRIPTS)]
    styles = [_leaflet("leaflet.css"), _own("report.css")]
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    environment.globals["said"] = _said
    return environment.get_template("report.html").render(
        level=LEVEL_PERCENT,
        title=title or f"What {_count(len(run.articles), 'article')} {_are(len(run.articles))} about",
        finding=finding(run),
        overview=_overview(run),
        claims=run.record["claims"],
        shares=_by_share(data),
        topics=run.topics.table.to_dict("records"),
        pictures=run.pictures,
        methods=methods(run),
        record=run.record,
        leaflet=LEAFLET,
        unread=run.unread.fillna("").to_dict("records"),
        data=data,
        json=Markup(as_json(data)),
        styles=[Markup(style) for style in styles],
        scripts=[Markup(script) for script in scripts],
        policy=Markup(POLICY.format(scripts=_hashes(scripts), styles=_hashes(styles))),
    )


def as_json(data: object) -> str:
    """JSON that can stand inside a script element: nothing in it ends the element or a line of script."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hashes(texts: Sequence[str]) -> str:
    """The sources of a policy that allows exactly these inline texts."""
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _leaflet(name: str) -> str:
    """A file of Leaflet as released, from the package XStatic-Leaflet."""
    return files("xstatic.pkg.leaflet").joinpath("data", name).read_text(encoding="utf-8")


def _own(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _overview(run: Run) -> list[tuple[str, str]]:
    """[(number, what)], the corpus at a glance."""
    reading, stories = run.record["counts"]["reading"], run.record["counts"]["stories"]["stories"]
    sources, dates = run.articles["source"].dropna().nunique(), sorted(run.articles["date"].dropna())
    languages = [
        language_name(code) for code in run.passages["language"].fillna(UNKNOWN).value_counts().index
    ]
    named = ", ".join(languages[:4]) + (" …" if len(languages) > 4 else "")
    topics, solid = len(run.topics), int(run.topics.table["solid"].sum())
    glance = [
        (
            len(run.articles),
            f"{_noun(len(run.articles), 'article')} in {_count(stories, 'story', 'stories')}",
        ),
        (
            len(run.passages),
            f"{_noun(len(run.passages), 'passage')} kept, {reading['passages set aside']:,} set aside",
        ),
        (sources, _noun(sources, "source")),
        (len(languages), f"{_noun(len(languages), 'language')}: {named}"),
        (
            topics,
            f"{_noun(topics, 'topic')}, {solid:,} solid under resampling"
            if topics
            else "topics that come back",
        ),
    ]
    told = [(f"{number:,}", what) for number, what in glance if number or what.startswith("topics")]
    if dates:
        first, last = dates[0][:4], dates[-1][:4]
        told.append((first if first == last else f"{first}–{last}", _count(len(dates), "dated article")))
    return told


def finding(run: Run) -> str:
    """What the corpus is mostly about, in a sentence or two."""
    shares, names = run.shares.dropna(subset="share"), run.names
    said = []
    main = shares[shares["measure"] == "main"].nlargest(2, "share")
    main = main[main["share"] > 0]
    if len(main):
        first, *second = (f"{names[row.theme]} ({_share_in_words(row)})" for row in main.itertuples())
        said.append(f"The commonest main theme is {first}" + (f", then {second[0]}" if second else "") + ".")
    mentions = shares[shares["measure"] == "mentions"].nlargest(1, "share")
    for row in mentions[mentions["share"] > 0].itertuples():
        said.append(f"{names[row.theme]} is mentioned in {_share_in_words(row)}, more than any other theme.")
    if len(run.topics):
        largest = run.topics.table.nlargest(1, "size")["label"].iloc[0]
        said.append(f"The largest of {_count(len(run.topics), 'topic')} is “{largest}”.")
    return " ".join(said) or "None of the themes was found, and no topic."


def _share_in_words(row: Any) -> str:
    said = share_or_count(row.share, row.count, row.n, row.stories)
    return f"{said} stories" if " of " in said else f"{said} of stories"


def _said(found: dict[str, Any]) -> str:
    """A share as the chart writes it."""
    return share_or_count(found["share"], found["count"], found["n"], found["stories"]) if found else "–"


def _by_share(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The themes with their place in the data, those that are the main theme of most stories first."""

    def order(theme: int) -> list[float]:
        measures = data["shares"][theme]
        return [-(measures.get(name, {}).get("share") or 0) for name in ("main", "mentions")]

    return [
        {"place": theme, "name": data["themes"][theme]["name"], **data["shares"][theme]}
        for theme in sorted(range(len(data["themes"])), key=order)
    ]


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {_noun(number, one, many)}"


def _noun(number: int, one: str, many: str | None = None) -> str:
    return one if number == 1 else many or f"{one}s"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
