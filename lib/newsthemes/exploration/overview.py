"""What a study read and found, as tables and as a notebook shows the study itself."""

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsthemes.exploration.shown import Listing
from newsthemes.language.plural import plural
from newsthemes.topics.evidence_level import shows_topics

if TYPE_CHECKING:
    from newsthemes.results.study_tables import StudyTables as Answering
else:
    Answering = object


class Overview(Answering):
    """The verbs that list what was read and found."""

    def set_aside(self, n: int = 1) -> pd.DataFrame:
        """Return passages that were set aside as boilerplate: of each reason the ``n`` longest, the commonest reason
        first.

        >>> study.set_aside().values.tolist()
        [['promotion', 'Subscribe to our newsletter!', None, 'table#d']]
        """
        aside = self.passages[~self.passages["kept"].astype(bool)]
        order = aside.assign(
            length=-aside["text"].str.len(), often=-aside.groupby("reason")["reason"].transform("size")
        )
        order = (
            order.sort_values(["often", "reason", "length"], kind="stable")
            .groupby("reason", sort=False)
            .head(n)
        )
        return Listing(order[["reason", "text", "language", "article_id"]].reset_index(drop=True))

    def stories(self) -> pd.DataFrame:
        """Return the stories that several articles tell: one row per story, the most often told first.

        >>> study.stories()[["articles", "sources", "first", "title"]].values.tolist()
        [[2, 2, '2024-01-05', 'Harbour to be dredged']]
        """
        by_story = self.articles.groupby("story_id", sort=True)
        table = pd.DataFrame(
            {
                "articles": by_story.size(),
                "languages": by_story["language"].agg(
                    lambda values: ", ".join(sorted(values.dropna().unique()))
                ),
                "sources": by_story["source"].nunique(),
                "first": by_story["date"].agg(lambda values: min(values.dropna().astype(str), default=None)),
                "title": by_story["title"].first(),
            }
        )
        table = table[table["articles"] > 1].sort_values("articles", ascending=False, kind="stable")
        return Listing(table.reset_index())

    def layers(self) -> pd.DataFrame:
        """Return the grains of topics that hold: one row per layer, coarse to fine, with its largest topics.

        >>> study.layers()[["layer", "topics", "main"]].values.tolist()
        [['main', 4, True]]
        """
        layers, main = self.topics.layers, self.topics.layer
        rows = [
            (
                layer.name,
                len(layer.table),
                layer.persistence,
                layer is main,
                "; ".join(layer.table["label"].head(8)),
            )
            for layer in layers
        ]
        return Listing(rows, columns=["layer", "topics", "persistence", "main", "largest"])

    def bertopic(self) -> Any:
        """Return the topics as a fitted ``BERTopic`` model of the kept passages (imports BERTopic: seconds)."""
        return self.topics.to_bertopic(self.kept["text"].tolist())

    def _repr_html_(self) -> str:
        return overview(self)


def overview(study: Any) -> str:
    """Return what was read and what can be claimed, as HTML: counts, claims, what is missing."""
    articles, kept = study.articles, study.kept
    stories = articles["story_id"].nunique()
    languages = ", ".join(f"{name} ({count:,})" for name, count in _languages(articles))
    topics, are_topics = len(study.topics.table), shows_topics(study.topics.rung)
    found = plural(topics, "topic") if are_topics else plural(topics, "group") + " of alike passages"
    facts = [
        f"{plural(len(articles), 'article')} in {plural(stories, 'story')}; {plural(len(kept), 'passage')} kept of "
        f"{len(study.passages):,}",
        f"languages of the articles: {languages or 'none'}",
        _dates(articles),
        f"{found}; {plural(len(study.theme_definitions.names), 'theme')} measured",
    ]
    parts = [f"<p><b>{html.escape(study.title)}</b></p>", _listed(facts)]
    if study.topics.claims:
        parts.append("<p>What can be claimed of the topics</p>" + _listed(study.topics.claims))
    parts.append(f"<p><code>.figures</code> lists what can be shown; then {_verbs()}</p>")
    return "".join(parts)


def _verbs() -> str:
    examples = (".show(name)", ".quotes(theme)", ".find(word)", ".where(source=…)", ".share(theme, by=…)")
    return ", ".join(f"<code>{example}</code>" for example in examples)


def _languages(articles: pd.DataFrame) -> list[tuple[str, int]]:
    from newsthemes.language.codes import language_name

    counts = articles["language"].value_counts()
    return [
        (language_name(code), count)
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _dates(articles: pd.DataFrame) -> str:
    dates = articles["date"].dropna().astype(str)
    if dates.empty:
        return "no article has a date"
    undated = len(articles) - len(dates)
    return f"dated from {dates.min()} to {dates.max()} ({plural(len(dates), 'article')}; {undated:,} undated)"


def _listed(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{html.escape(str(line))}</li>" for line in lines) + "</ul>"
