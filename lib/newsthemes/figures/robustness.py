"""What holds without names, and without meaning."""

import pandas as pd
from matplotlib.figure import Figure

from newsthemes.figures.colours import ACCENT, NONE, QUIET, colours
from newsthemes.figures.missing import no_theme, no_topic
from newsthemes.figures.phrasing import listed, percent, plural, share_or_count
from newsthemes.figures.registry import figure
from newsthemes.figures.style import MOST_ROWS, SMALL, empty, left_out, page, rows, short, unit_axis
from newsthemes.results.study_tables import StudyTables
from newsthemes.robustness.masking import themes_without_names
from newsthemes.robustness.shuffled import shuffled_control


@figure(stage="topics", notebook="03-topics", in_run=())
class TopicControl:
    """Does the method find topics where there are none?"""

    missing = staticmethod(no_topic)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        return shuffled_control(study)

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """The topics of the corpus beside those of the same words shuffled across passages, by stability.

        ``frame``: corpus ("as written", "words shuffled"; one band each), stability (0 to 1), size (passages), bar
        (the mark for solid); one row a topic. A corpus without a topic has one row with a null stability.
        """
        if frame.empty:
            return empty(frame, "The control: words shuffled", "There is too little text to shuffle.")
        corpora, bar = list(frame["corpus"].unique()), float(frame["bar"].iloc[0])
        solid = {
            name: int((frame.loc[frame["corpus"] == name, "stability"] >= bar).sum()) for name in corpora
        }
        figure = page(
            frame,
            0.7 + 0.6 * len(corpora),
            f"{plural(solid[corpora[0]], 'solid topic')} in the text, {solid[corpora[-1]]} in the same words shuffled",
            f"Topics by stability; solid (at least {bar:.2f}): "
            + ", ".join(f"{n} {name}" for name, n in solid.items()),
            "A dot a topic, its area the topic's passages. Shuffling moves every word to a random passage of its "
            "language.",
            "Solid topics: " + "; ".join(f"{name}, {n}" for name, n in solid.items()),
        )
        axes = figure.subplots()
        axes.axvline(bar, color="#999999", lw=1, ls=(0, (4, 3)))
        found = frame[frame["stability"].notna()]
        for row, name in enumerate(corpora):
            part = found[found["corpus"] == name]
            axes.scatter(
                part["stability"],
                [row] * len(part),
                s=20 + 160 * part["size"] / max(found["size"].max(), 1),
                color=ACCENT if row == 0 else "#BB5566",
                alpha=0.6,
            )
            axes.text(1.06, row, f"{solid[name]} solid of {len(part)}", va="center", size=9.5, color=QUIET)
        rows(axes, corpora)
        axes.set_xlim(0, 1.3)
        unit_axis(axes)
        axes.set_xlabel("stability", loc="left")
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        solid = frame[frame["stability"] >= frame["bar"]].groupby("corpus").size()
        return (
            f"Solid topics: {solid.get('as written', 0)} in the corpus as written, "
            f"{solid.get('words shuffled', 0)} in the same words shuffled."
        )


@figure(stage="themes", notebook="04-themes", in_run=())
class ThemesWithoutNames:
    """Do the themes stand without the names?"""

    missing = staticmethod(no_theme)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        return themes_without_names(study)

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """What is left of each theme when the names of companies, people and products are hidden.

        ``frame``: theme, share (of passages that carry it, 0 to 1), masked (the same with names hidden), kept
        (share of its passages that still carry it, 0 to 1), fragile (bool: it falls apart without names), n
        (passages).
        """
        if frame.empty:
            return empty(frame, "Themes without the names", "No passage was kept.")
        shown = frame.sort_values("share", ascending=False, kind="stable").head(MOST_ROWS)
        looks = colours(("as written", "names hidden"))
        figure = page(
            frame,
            0.75 + 0.32 * len(shown),
            _without_names(frame),
            "Share of passages that carry each theme, as written and with the names of companies, people and "
            "products "
            f"hidden; n = {int(frame['n'].max()):,} passages",
            "On the right: how many of the theme's passages still carry it. Red: it leans on names."
            + left_out(len(frame) - len(shown), "theme"),
            "; ".join(
                f"{r.theme}: {percent(r.share)} as written, {percent(r.masked)} masked"
                for r in shown.head(10).itertuples()
            ),
            key=looks,
        )
        axes = figure.subplots()
        top = max(shown[["share", "masked"]].max(axis=None), 0.02)
        for row, theme in enumerate(shown.itertuples()):
            axes.plot(
                [theme.share, theme.masked],
                [row, row],
                color="#BB5566" if theme.fragile else NONE,
                lw=2,
                marker="",
            )
            for (colour, marker), value in zip(looks.values(), (theme.share, theme.masked), strict=True):
                axes.scatter(value, row, color=colour, marker=marker, s=38, zorder=3, clip_on=False)
            axes.text(
                top * 1.08,
                row,
                f"{_stay(pd.Series(theme._asdict()))} stay",
                va="center",
                size=SMALL,
                color="#A83246" if theme.fragile else QUIET,
            )
        rows(axes, [short(theme, 10, 2.6) for theme in shown["theme"]])
        axes.set_xlim(0, top * 1.2)
        axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        fragile = frame.loc[frame["fragile"].astype(bool), "theme"]
        if not frame["share"].sum() > 0:
            return "No passage carries a theme."
        found = frame[frame["share"] > 0]
        least = found.nsmallest(1, "kept", keep="all")
        fewest = f", fewest in {least['theme'].iloc[0]} ({_stay(least.iloc[0])})"
        return (
            f"Of the passages that carry a theme, {_stay(_all_themes(frame))} still carry it without the names"
            f"{fewest if len(least) == 1 and len(found) > 1 else ''}; themes that fall apart: {listed(fragile)}."
        )


def _without_names(frame: pd.DataFrame) -> str:
    return f"{_stay(_all_themes(frame))} of the passages with a theme keep it without the names"


def _all_themes(frame: pd.DataFrame) -> pd.Series:
    """A row for all themes together: how many of n passages carry one, and the share of these that keep it."""
    kept = (frame["kept"] * frame["share"]).sum() / max(frame["share"].sum(), 1e-9)
    return pd.Series({"share": frame["share"].sum(), "kept": kept, "n": frame["n"].max()})


def _stay(row: pd.Series) -> str:
    """The share of passages that keep a theme, or of few how many."""
    carry = row["share"] * row["n"]
    return share_or_count(row["kept"], row["kept"] * carry, carry, carry)
