"""The page: one HTML file with its styles, scripts, figures and data inside, and a policy that lets in nothing else."""

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from xstatic.pkg.leaflet import VERSION as LEAFLET

from newsthemes.figures.phrasing import (
    UNSURE,
    above_false_alarms,
    leaders,
    listed,
    not_measured_in,
    not_surely_more,
    noun,
    percent,
    plural,
    share_of,
    share_or_count,
)
from newsthemes.language.codes import language_name
from newsthemes.prevalence.intervals import LEVEL_PERCENT
from newsthemes.report.load import Run
from newsthemes.report.methods import methods
from newsthemes.topics.evidence_level import ONE, of_one_story, shows_topics

HERE = Path(__file__).parent
SCRIPTS = ("passages.js", "map.js", "evidence.js", "shares.js", "table.js", "state.js", "explorer.js")
OF_ARTICLES = ("main", "mentions")
ENDS = (0.05, 0.1, 0.2, 0.5, 0.8, 1.0)  # where the axis of the share chart may end, as in shares.js
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
    level = run.record["evidence_rung"]
    environment.filters["percent"] = percent
    environment.globals["said"] = _said
    return environment.get_template("report.html").render(
        level=LEVEL_PERCENT,
        title=title or f"What {plural(len(run.articles), 'article')} {_are(len(run.articles))} about",
        finding=finding(run),
        overview=_overview(run),
        claims=run.record["claims"],
        shares=_by_share(data, [run.corrected.get(theme) for theme in dict.fromkeys(run.shares["theme"])]),
        topics=[] if level == ONE else _topic_rows(run.topics.table),
        axis_end=_axis_end(run.shares),
        proposed_by=dict(zip(*(run.topics.proposals[name] for name in ("topic", "model")), strict=True)),
        are_topics=shows_topics(level),
        several_languages=run.passages["language"].nunique() > 1,
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
    """[(number, what)], the corpus at a glance; nothing of what is not known."""
    reading, stories = run.record["counts"]["reading"], run.record["counts"]["stories"]["stories"]
    articles, passages = len(run.articles), len(run.passages)
    sources, dates = run.articles["source"].dropna().nunique(), sorted(run.articles["date"].dropna())
    languages = run.articles["language"].dropna().value_counts().index
    glance = [
        (articles, f"{noun(articles, 'article')} in {plural(stories, 'story')}"),
        (passages, f"{noun(passages, 'passage')} kept, {reading['passages set aside']:,} set aside"),
        (sources, noun(sources, "source")),
        (len(languages), _languages(languages, run.passages["language"].dropna().unique())),
        (len(run.topics), _topics(run)),
    ]
    counts = [(f"{number:,}", what) for number, what in glance if number or what.startswith("topics")]
    if dates:
        first, last = dates[0][:4], dates[-1][:4]
        counts.append((first if first == last else f"{first}–{last}", plural(len(dates), "dated article")))
    return counts


def _languages(articles: Sequence[str], passages: Sequence[str]) -> str:
    """The languages that articles are in, and how many more there are of passages inside them."""
    named = ", ".join(language_name(code) for code in articles[:4]) + (" …" if len(articles) > 4 else "")
    inside = len(set(passages) - set(articles))
    others = f"; passages in {plural(inside, 'other')}" if inside else ""
    return f"{noun(len(articles), 'language')}: {named}{others}"


def _topic_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The topics, each with ``one_story``: whether one story carries it."""
    return table.assign(one_story=of_one_story(table)).to_dict("records")


def _topics(run: Run) -> str:
    """What the number of topics counts."""
    topics, table = len(run.topics), run.topics.table
    solid, alone = int(table["solid"].sum()), int((table["solid"] & of_one_story(table)).sum())
    if run.record["evidence_rung"] == ONE:
        return "passage, which shows no topic"
    if not topics:
        return "topics that come back"
    if not shows_topics(run.record["evidence_rung"]):
        return f"{noun(topics, 'group')} of alike passages, too few for topics"
    carried = f", {alone:,} of these carried by one story" if alone else ""
    return f"{noun(topics, 'topic')}, {solid:,} solid under resampling{carried}"


def finding(run: Run) -> str:
    """What the corpus is mostly about, in a sentence or two."""
    every = run.shares.dropna(subset="share").assign(name=lambda rows: rows["theme"].map(run.names))
    shares = every[every["share"] > 0]
    sure = above_false_alarms(shares)
    shares = shares[sure] if sure.any() else shares  # what may be a mistake is no finding where anything is
    measures = {
        name: (shares[shares["measure"] == name], every[every["measure"] == name]) for name in OF_ARTICLES
    }
    said = [_commonest(*measures["main"]), _mentioned(*measures["mentions"])]
    if any(said) and not sure.any():
        said = [f"{UNSURE}.", *said]
    table = run.topics.table
    largest = leaders(table["label"], table["size"])
    if len(largest) == 1 < len(table) and shows_topics(run.record["evidence_rung"]):
        said.append(f"The largest of {plural(len(table), 'topic')} is “{largest[0]}”.")
    if not any(said) and (every.size or run.shares.empty):
        said.append("None of the themes was found.")
    lost = not_measured_in(int(run.shares.get("unmeasured", pd.Series([0])).max())) if len(run.shares) else ""
    said.append(f"{lost[:1].upper()}{lost[1:]}." if lost else "")
    return " ".join(filter(None, said))


def _commonest(main: pd.DataFrame, every: pd.DataFrame) -> str:
    """The commonest main theme and the one after it, or those that share the first place; ``every``: of all themes."""
    first = leaders(main["name"], main["share"])
    if not first:
        return ""
    share, rest = _share_in_words(_row(main, first[0])), main[~main["name"].isin(first)]
    unsure = not_surely_more(every, first, "name")
    if len(first) > 1:
        return f"{listed(first, 3)} are each the main theme of {share}{unsure}."
    if unsure:
        return f"{first[0]} is the main theme of {share}{unsure}."
    second = leaders(rest["name"], rest["share"])
    then = f", then {second[0]} ({_share_in_words(_row(rest, second[0]))})" if len(second) == 1 else ""
    return f"The commonest main theme is {first[0]} ({share}){then}."


def _mentioned(mentions: pd.DataFrame, every: pd.DataFrame) -> str:
    first = leaders(mentions["name"], mentions["share"])
    if not first:
        return ""
    share = _share_in_words(_row(mentions, first[0]))
    unsure = not_surely_more(every, first, "name")
    if len(first) > 1:
        return f"{listed(first, 3)} are each mentioned in {share}{unsure}."
    most = unsure or (", more than any other theme" if len(mentions) > 1 else "")
    return f"{first[0]} is mentioned in {share}{most}."


def _row(shares: pd.DataFrame, name: str) -> pd.Series:
    return shares[shares["name"] == name].iloc[0]


def _share_in_words(row: Any) -> str:
    return share_of(row["share"], row["count"], row["n"], row["stories"])


def _axis_end(shares: pd.DataFrame) -> float:
    """The first of ENDS that no share or interval exceeds."""
    largest = shares[["share", "high"]].astype(float).max(axis=None)
    return next((end for end in ENDS if not largest > end), 1.0)


def _said(found: dict[str, Any]) -> str:
    """A share as the chart writes it."""
    return share_or_count(found["share"], found["count"], found["n"], found["stories"]) if found else "–"


def _by_share(data: dict[str, Any], corrected: Sequence[str | None]) -> list[dict[str, Any]]:
    """The themes with their place in the data, those that are the main theme of most stories first; ``corrected``: what
    labels say of each, in the order of the data."""

    def order(theme: int) -> list[float]:
        measures = data["shares"][theme]
        return [-(measures.get(name, {}).get("share") or 0) for name in ("main", "mentions")]

    return [
        {
            "place": theme,
            "name": data["themes"][theme]["name"],
            "corrected": corrected[theme],
            **data["shares"][theme],
        }
        for theme in sorted(range(len(data["themes"])), key=order)
    ]


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
