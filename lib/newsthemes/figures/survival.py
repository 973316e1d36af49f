"""What stays where the study is made otherwise: themes and topics in its variants."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from newsthemes.figures.colours import ACCENT, INK, SHADES, colours
from newsthemes.figures.missing import no_theme, no_topic
from newsthemes.figures.phrasing import listed, percent, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import MOST_ROWS, empty, left_out, page, rows, short, slanted_names
from newsthemes.prevalence.intervals import LEVEL_PERCENT
from newsthemes.results.study_tables import StudyTables
from newsthemes.robustness.survival import FOUND_AGAIN, STUDY, theme_survival, topic_survival
from newsthemes.robustness.variants import variants


@figure(stage="prevalence", notebook="05-robustness", in_run=())
class ThemeSurvival:
    """Which shares of themes survive a change of the study?"""

    missing = staticmethod(no_theme)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        return theme_survival(study, variants(study))

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Each theme's share in the study and in every variant of it.

        ``frame``: theme, variant (a name; "the study" is the study itself), kind (what was varied: "seed",
        "source" …), share (of articles, 0 to 1), low, high (the study's interval for the theme; null where there
        is none).
        """
        if frame.empty:
            return empty(frame, "Which theme figures survive", "No passage was kept.")
        base = (
            frame[frame["variant"] == "the study"]
            .sort_values("share", ascending=False, kind="stable")
            .head(MOST_ROWS)
        )
        others = frame[frame["variant"] != "the study"]
        kinds = list(others["kind"].unique())
        looks = colours(["the study", *kinds])
        figure = page(
            frame,
            0.8 + 0.34 * len(base),
            _inside(frame),
            f"Share of stories that mention each theme: the study (bar: its {LEVEL_PERCENT} interval) and "
            + plural(others["variant"].nunique(), "variant"),
            "A mark a variant of the study; marks inside the bar are changes the interval already allows for."
            + left_out(frame["theme"].nunique() - len(base), "theme"),
            "Largest shares: "
            + "; ".join(f"{r.theme} {percent(r.share)}" for r in base.head(5).itertuples()),
            key=looks,
        )
        axes = figure.subplots()
        for row, theme in enumerate(base.itertuples()):
            if theme.low == theme.low:
                axes.barh(row, theme.high - theme.low, left=theme.low, height=0.5, color="#DCE5F1", zorder=1)
            for kind in kinds:
                part = others[(others["theme"] == theme.theme) & (others["kind"] == kind)]
                colour, marker = looks[kind]
                axes.scatter(
                    part["share"],
                    [row] * len(part),
                    color=colour,
                    marker=marker,
                    s=22,
                    alpha=0.75,
                    zorder=2,
                    clip_on=False,
                )
            axes.scatter(theme.share, row, color=ACCENT, s=46, zorder=3, clip_on=False)
        rows(axes, [short(theme, 10, 2.6) for theme in base["theme"]])
        axes.set_xlim(left=0)
        axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        bounded = frame[frame["variant"] != "the study"].dropna(subset=["low", "high"])
        outside = bounded[(bounded["share"] < bounded["low"]) | (bounded["share"] > bounded["high"])]
        names = listed(f"{name} ({n})" for name, n in outside["variant"].value_counts().items())
        inside = len(bounded) - len(outside)
        shares = plural(len(bounded), "share")
        if bounded.empty:
            return "No share has an interval, for want of stories."
        return f"Within the study's intervals: {inside} of {shares} that have one; outside: {names}."


@figure(stage="topics", notebook="05-robustness", in_run=())
class TopicSurvival:
    """Which topics survive a change of the study?"""

    missing = staticmethod(no_topic)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        return topic_survival(study, variants(study))

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """How much of each topic is found again in every variant of the study.

        ``frame``: topic (id), label, size, variant (name), kind, overlap (largest Jaccard overlap with a topic of the
        variant, over the passages both have, 0 to 1; null where there is none), note (why there is none).
        """
        if frame.empty:
            return empty(frame, "Which topics survive", "No topic was found; see the study's claims for why.")
        topics, variants = (
            frame.drop_duplicates("topic").head(MOST_ROWS),
            list(frame["variant"].unique())[:16],
        )
        cells = frame.set_index(["topic", "variant"])["overlap"]
        median = frame.groupby("topic", sort=False)["overlap"].median()
        figure = page(
            frame,
            1.35 + 0.32 * len(topics),
            f"{int((median >= FOUND_AGAIN).sum())} of {plural(len(median), 'topic')} found again in half of the "
            "variants with topics",
            f"Overlap (Jaccard, in %) of each topic with the nearest topic of each variant; "
            f"{int((median >= FOUND_AGAIN).sum())} of {plural(len(median), 'topic')} keep {percent(FOUND_AGAIN)} "
            "or more "
            "in half of the variants with topics",
            _blank(frame["note"]) + left_out(frame["topic"].nunique() - len(topics), "topic"),
            "Median overlap: "
            + "; ".join(
                f"{t.label} {percent(median[t.topic])}" for t in topics.head(8).itertuples(index=False)
            ),
        )
        axes = figure.subplots()
        for row, topic in enumerate(topics["topic"]):
            for column, variant in enumerate(variants):
                _square(axes, column, row, cells.get((topic, variant)))
        rows(axes, [f"{short(t.label, 10, 2.5)}  ({t.size:,})" for t in topics.itertuples(index=False)])
        axes.set_xlim(-0.5, len(variants) - 0.5)
        slanted_names(axes, [short(name, 9.5, 1.8) for name in variants])
        axes.spines[:].set_visible(False)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        held = frame.groupby("label", sort=False)["overlap"].median()
        weakest = listed(f"“{label}”" for label in held.nsmallest(min(2, len(held) - 1)).index)
        return (
            f"Found again by {percent(FOUND_AGAIN)} or more in half of the variants with topics: "
            f"{int((held >= FOUND_AGAIN).sum())} of {plural(len(held), 'topic')}"
            + (f"; weakest: {weakest}." if len(held) > 1 else ".")
        )


def _blank(notes: pd.Series) -> str:
    reasons = listed(notes.dropna().unique(), none="")
    return f"Blank: {reasons.replace(' and ', ', or ')}." if reasons else ""


def _square(axes: Axes, x: float, y: float, share: float) -> None:
    if share is None or share != share:
        return
    axes.add_patch(Rectangle((x - 0.47, y - 0.45), 0.94, 0.9, color=SHADES(float(share)), lw=0))
    axes.text(
        x, y, f"{share * 100:.0f}", ha="center", va="center", size=9, color="white" if share > 0.55 else INK
    )


def _inside(frame: pd.DataFrame) -> str:
    bounded = frame[frame["variant"] != STUDY].dropna(subset=["low", "high"])
    inside = bounded["share"].between(bounded["low"], bounded["high"]).sum()
    if bounded.empty:
        return "No share has an interval, for want of stories"
    stay = "stays" if inside == 1 else "stay"
    return f"{inside:,} of {plural(len(bounded), 'share')} {stay} within the study's intervals"
