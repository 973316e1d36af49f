"""How much of the coverage each topic is, in groups and month by month."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from newsthemes.figures.colours import QUIET, colours
from newsthemes.figures.missing import no_topic, one_value, small_months
from newsthemes.figures.months import (
    PANELS_A_ROW,
    hollow_months,
    month_panels,
    months_between,
    not_drawn,
    split_months,
)
from newsthemes.figures.phrasing import FEWEST_FOR_PERCENT, interval_note, percent, plural, share_or_count
from newsthemes.figures.registry import figure
from newsthemes.figures.style import empty, left_out, page, percent_axis, rows, short
from newsthemes.figures.topic_words import groups_of
from newsthemes.missing import UNKNOWN
from newsthemes.results.columns import of_article
from newsthemes.results.study_tables import StudyTables
from newsthemes.topics.shares import over_time, shares_by

TOPICS, GROUPS, PANELS = 15, 6, 10


@figure(stage="topics", by=("source", "language"), notebook="03-topics", in_run=("source", "language"))
class TopicShares:
    """Which groups speak of which topics?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        return no_topic(study) or one_value(study, by or "source")

    @staticmethod
    def data(study: StudyTables, by: str = "source") -> pd.DataFrame:
        """topic, label, group, by, share (of the group's passages), low, high, n (passages), stories: a row a group and
        topic; the largest topics and groups first."""
        table = shares_by(study.topics, groups_of(study, by)).assign(by=by)
        table = table[~table["group"].isin([UNKNOWN])]
        place = {topic: number for number, topic in enumerate(_by_size(study))}
        table = table.assign(place=table["topic"].map(place), many=-table["n"])
        table = table.sort_values(["many", "group", "place"], kind="stable")
        return table[["topic", "label", "group", "by", "share", "low", "high", "n", "stories"]].reset_index(
            drop=True
        )

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """The share of the coverage in each topic, with its interval; groups as dots on one axis.

        ``frame``: topic, label, group, by, share, low, high (0 to 1; null where there is no interval), n, stories.
        """
        if frame.empty:
            return empty(
                frame, "How much each topic is", "No topic was found; see the study's claims for why."
            )
        groups, topics = list(frame["group"].unique()), list(frame["topic"].unique())
        shown, order = groups[:GROUPS], topics[:TOPICS]
        looks = colours(shown)
        labels = frame.drop_duplicates("topic").set_index("topic")["label"]
        counted = frame.drop_duplicates("group").head(GROUPS)
        figure = page(
            frame,
            0.5 + (0.14 + 0.07 * len(shown)) * len(order),
            _finding(frame),
            "Share of the coverage in each topic, each story counted once; n = "
            + ", ".join(_counted(r) for r in counted.itertuples()),
            interval_note(frame["low"])
            + left_out(len(topics) - len(order), "topic")
            + left_out(len(groups) - len(shown), "group"),
            "Dots: " + "; ".join(f"{r.label}, {r.group} {_part(r)}" for r in frame.head(5).itertuples()),
            key=looks,
        )
        axes = figure.subplots()
        for place, (group, (colour, marker)) in enumerate(looks.items()):
            part = frame[frame["group"] == group].set_index("topic").reindex(order)
            at = [row + 0.11 * (place - (len(shown) - 1) / 2) for row in range(len(order))]
            axes.hlines(at, part["low"], part["high"], color=colour, lw=1.4, alpha=0.45)
            axes.scatter(part["share"], at, color=colour, marker=marker, s=24, zorder=2)
        rows(axes, [short(labels[topic], 10, 3.2) for topic in order])
        axes.set_xlim(left=-0.02 * axes.get_xlim()[1])
        percent_axis(axes.xaxis)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        """The finding; where no topic differs for sure, the one whose groups are furthest apart too, of groups with
        stories enough for a percentage."""
        found, ends = _finding(frame), _ends(frame)
        if len(_enough(frame)) < 2:
            return f"{found}: too few stories in the groups."
        furthest = _widest(ends)
        return f"{found}." if found == furthest else f"{found}; furthest apart is {furthest}."


@figure(stage="topics", notebook="03-topics")
class TopicsOverTime:
    """How does each topic come and go?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        return no_topic(study) or small_months(study)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """topic, label, month, share (of the month's coverage, each story counted once), low, high, n (passages),
        stories (of the month), undated (passages without a month): the ten largest topics, dated months only."""
        dates = [None if date == UNKNOWN else date for date in of_article(study, "date")]
        table = over_time(study.topics, dates).rename(columns={"period": "month"})
        order = {topic: number for number, topic in enumerate(_by_size(study)[:PANELS])}
        dated = split_months(table)
        dated = dated[dated["topic"].isin(order)].assign(place=lambda rows: rows["topic"].map(order))
        dated = dated.sort_values(["place", "month"], kind="stable", ignore_index=True)
        return dated[["topic", "label", "month", "share", "low", "high", "n", "stories", "undated"]]

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Each topic's share month by month, one panel a topic, with intervals.

        ``frame``: topic, label, month ("2024-03"), share, low, high (0 to 1), n, stories, undated; months next to
        one another are joined by a line.
        """
        if frame.empty:
            return empty(frame, "Topics over time", "No article has a date.")
        topics, months = frame.drop_duplicates("topic"), months_between(frame)
        bands = -(-len(topics) // PANELS_A_ROW)
        figure = page(
            frame,
            0.5 + bands * 1.6,
            _peak(frame),
            "Share of the month's coverage in each topic, each story counted once; "
            f"n = {plural(int(frame.drop_duplicates('month')['n'].sum()), 'dated passage')}"
            + not_drawn(int(frame["undated"].iloc[0])),
            interval_note(frame["low"])
            + " The ten largest topics. Months without articles: gaps."
            + hollow_months(frame["stories"], frame["month"]),
            f"Small charts, one a topic, {months[0]} to {months[-1]}",
        )
        titles = {topic.topic: short(topic.label, 9, 2.8) for topic in topics.itertuples()}
        month_panels(figure, frame, "topic", titles, 9, min(1, 1.1 * frame["share"].max()) or 1)
        for axes in figure.axes:
            axes.tick_params(labelcolor=QUIET)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        dated, months = int(frame.drop_duplicates("month")["n"].sum()), frame["month"].nunique()
        undated = not_drawn(int(frame["undated"].iloc[0]))
        return f"{_peak(frame)}. {plural(dated, 'dated passage')} in {plural(months, 'month')}{undated}."


def _by_size(study: StudyTables) -> list[int]:
    return study.topics.table.sort_values(["size", "topic"], ascending=[False, True])["topic"].tolist()


def _finding(frame: pd.DataFrame) -> str:
    """The topic in which two groups are furthest apart, of those whose intervals do not overlap."""
    ends = _ends(frame)
    apart = ends[ends["low_high"].astype(float) < ends["high_low"].astype(float)]
    if apart.empty:
        enough = (frame.drop_duplicates("group")["stories"] >= FEWEST_FOR_PERCENT).sum() > 1
        why = "" if enough else ": too few stories in the groups"
        return f"No topic differs for sure by {frame['by'].iloc[0]}{why}"
    return _widest(apart)


def _ends(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a topic: the groups of its least (low_…) and greatest (high_…) share, of those with stories enough for a
    percentage where there are two."""
    largest = frame[frame["group"].isin(frame["group"].unique()[:GROUPS])]
    enough = _enough(frame)
    largest = largest[largest["group"].isin(enough)] if len(enough) > 1 else largest
    ordered = largest.sort_values("share", kind="stable").groupby("topic", sort=False)
    return pd.concat([ordered.first().add_prefix("low_"), ordered.last().add_prefix("high_")], axis=1)


def _enough(frame: pd.DataFrame) -> list[str]:
    """The largest groups that have stories enough for a percentage."""
    largest = frame[frame["group"].isin(frame["group"].unique()[:GROUPS])]
    return list(largest.loc[largest["stories"] >= FEWEST_FOR_PERCENT, "group"].unique())


def _widest(ends: pd.DataFrame) -> str:
    """The topic whose groups are furthest apart."""
    widest = ends.loc[(ends["high_share"] - ends["low_share"]).idxmax()]
    label = short(widest["high_label"], 13, 3.2)
    most, least = percent(widest["high_share"]), percent(widest["low_share"])
    of = "in" if widest["high_by"] == "language" else "of"
    return (
        f"“{label}”: {most} of the coverage {of} {widest['high_group']}, {least} {of} {widest['low_group']}"
    )


def _peak(frame: pd.DataFrame) -> str:
    """The topic and month of the largest share, of topics that surely had a smaller one in another month with stories
    enough for a percentage."""
    enough = frame[frame["stories"] >= FEWEST_FOR_PERCENT]
    if enough["month"].nunique() < 2:
        return f"{plural(frame['topic'].nunique(), 'topic')} over {plural(frame['month'].nunique(), 'month')}"
    least = enough.groupby("topic")["high"].transform("min").astype(float)
    sure = enough[enough["low"].astype(float) > least]
    if sure.empty:
        return "No topic differs for sure by month"
    top = sure.nlargest(1, "share").iloc[0]
    return (
        f"“{short(top['label'], 13, 4.0)}” peaked in {top['month']}: {percent(top['share'])} of the coverage"
    )


def _part(row: Any) -> str:
    return share_or_count(row.share, row.share * row.n, row.n, row.stories)


def _counted(group: Any) -> str:
    """ "Desk 40 passages of 7 stories" """
    return f"{group.group} {plural(int(group.n), 'passage')} of {plural(int(group.stories), 'story')}"
