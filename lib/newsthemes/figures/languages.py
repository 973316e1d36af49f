"""What language still does in a space of vectors: how much it leaks, who neighbours whom, how far translations
land."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from newsthemes.figures.colours import ACCENT, FAINT, INK, colours
from newsthemes.figures.missing import one_language
from newsthemes.figures.phrasing import listed, percent, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import (
    MOST_ROWS,
    SMALL,
    empty,
    left_out,
    page,
    rows,
    short,
    unit_axis,
    wrapped_text,
)
from newsthemes.language.codes import language_name
from newsthemes.results.study_tables import StudyTables
from newsthemes.robustness.spaces import NEUTRAL, RAW, nearest_apart, sample, spaces
from newsthemes.robustness.translations import translation_distances


@figure(stage="embedding", notebook="02-languages", in_run=())
class LanguageLeak:
    """How much of the language can be read from the vectors?"""

    missing = staticmethod(one_language)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """space, leak, chance, n: how far each space gives the language away; no rows with fewer than two
        languages."""
        from newsthemes.embedding import vector_leak

        languages = study.kept["language"].to_numpy(str)
        rows = sample(len(languages))
        if len(set(languages)) < 2 or len(languages) < 3:
            return pd.DataFrame(columns=["space", "leak", "chance", "n"]).astype(
                {"leak": float, "chance": float}
            )
        leaks = {name: vector_leak(vectors[rows], languages[rows]) for name, vectors in spaces(study).items()}
        return pd.DataFrame(
            [(name, *leak, len(rows)) for name, leak in leaks.items()],
            columns=["space", "leak", "chance", "n"],
        )

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """How much of the language can be read from each space or group, beside what chance alone would give.

        ``frame``: space (a name), leak (0 to 1, as ``newsthemes.embedding.vector_leak``), chance (0 to 1), n
        (passages); drawn in the order of rows.
        """
        if frame.empty:
            return empty(
                frame, "How much language leaks", "There are too few passages, or only one language."
            )
        shown = frame.head(MOST_ROWS)
        figure = page(
            frame,
            0.75 + 0.42 * len(shown),
            f"The language shows in {percent(frame['leak'].iloc[-1])} of nearest neighbours, by chance it would in "
            f"{percent(frame['chance'].iloc[-1])}",
            f"Share of a passage's ten nearest neighbours that are in its own language; "
            f"n = {plural(int(frame['n'].max()), 'passage')}",
            "The grey tick: what a space blind to language would give. Every language counts the same."
            + left_out(len(frame) - len(shown), "row"),
            "Bars: "
            + "; ".join(f"{r.space} {r.leak:.2f} (chance {r.chance:.2f})" for r in shown.itertuples()),
        )
        axes = figure.subplots()
        axes.barh(range(len(shown)), shown["leak"], color=ACCENT, height=0.5, zorder=2)
        axes.barh(range(len(shown)), 1 - shown["leak"], left=shown["leak"], color="#EFEFEF", height=0.5)
        for row, (leak, chance) in enumerate(zip(shown["leak"], shown["chance"], strict=True)):
            axes.plot(
                [chance, chance], [row - 0.36, row + 0.36], color="#A8A8A8", lw=2.4, marker="", zorder=3
            )
            axes.text(1.02, row, f"{leak:.2f}", va="center", size=10.5, color=INK)
        rows(axes, [wrapped_text(short(space, 10, 4.4), 10, 2.4) for space in shown["space"]])
        axes.set_xlim(0, 1.08)
        unit_axis(axes)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        excess = (frame["leak"] - frame["chance"]).clip(lower=0)
        if frame.empty or not excess.iloc[0] > 0:
            return "There is no language leak beyond chance to remove."
        gone = 1 - excess.iloc[-1] / excess.iloc[0]
        return f"Of the language leak beyond chance, {percent(gone)} is gone after the study's two steps."


@figure(stage="embedding", notebook="02-languages", in_run=())
class NeighbourLanguages:
    """In which language is a passage's nearest neighbour?"""

    missing = staticmethod(one_language)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """space, language, neighbour, share, expected, n: the language of the nearest passage of another article."""
        languages = study.kept["language"].map(language_name).to_numpy(str)
        rows = sample(len(languages))
        names = study.kept["language"].map(language_name).value_counts().index.tolist()
        made, counted = spaces(study), []
        for space in (RAW, NEUTRAL):
            nearest = nearest_apart(made[space][rows], study.kept["article_id"].to_numpy()[rows])
            found = nearest >= 0
            mine, theirs = languages[rows][found], languages[rows][nearest[found]]
            for language in names:
                own = mine == language
                for other in names if own.any() else []:
                    expected = (languages[rows] == other).mean()
                    counted.append(
                        (space, language, other, (theirs[own] == other).mean(), expected, int(own.sum()))
                    )
        return pd.DataFrame(
            counted, columns=["space", "language", "neighbour", "share", "expected", "n"]
        ).astype({"share": float, "expected": float, "n": int})

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """In which language the nearest neighbours of each language's passages are, one panel a space.

        ``frame``: space, language, neighbour (a language), share (of the language's passages, 0 to 1), expected
        (the share if language made no difference), n (passages of the language).
        """
        if frame.empty or frame["language"].nunique() < 2:
            return empty(frame, "Neighbours across languages", "The passages are all in one language.")
        spaces, languages = list(frame["space"].unique()), list(frame["language"].unique())[:10]
        figure = page(
            frame,
            0.9 + 0.42 * len(languages),
            "In which language is the nearest neighbour?",
            "Share of each language's passages (rows) whose nearest neighbour in another article is in the "
            "language of the "
            "column; in brackets, the share if language made no difference",
            f"n = {_passages(frame)}.",
            "; ".join(
                f"{r.space}: {r.language} to {r.neighbour} {percent(r.share)}"
                for r in frame.head(9).itertuples()
            ),
        )
        panels = figure.subplots(1, len(spaces), squeeze=False, sharey=True)[0]
        for axes, space in zip(panels, spaces, strict=True):
            for cell in frame[frame["space"] == space].itertuples():
                if cell.language in languages and cell.neighbour in languages:
                    _cell(axes, languages.index(cell.neighbour), languages.index(cell.language), cell)
            axes.set_title(wrapped_text(space, 10.5, 3.4), color=INK)
            axes.set_xlim(-0.5, len(languages) - 0.5)
            axes.set_xticks(range(len(languages)), [short(language, 10, 0.9) for language in languages])
            axes.tick_params(axis="x", length=0, labelcolor=INK, labelsize=10)
            axes.spines[:].set_visible(False)
            rows(axes, languages)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        own = frame[frame["language"] == frame["neighbour"]]
        if own.empty or frame["language"].nunique() < 2:
            return "With fewer than two languages there is nothing to compare."
        weighted = own.assign(own=own["share"] * own["n"], chance=own["expected"] * own["n"])
        sums = weighted.groupby("space", sort=False)[["own", "chance", "n"]].sum()
        shares = listed(f"{percent(row.own / row.n)} for {row.Index}" for row in sums.itertuples())
        return (
            f"Nearest passage of another article in the same language: {shares}; chance would give "
            f"{percent((sums['chance'] / sums['n']).max())}."
        )


@figure(stage="stories", notebook="02-languages", in_run=())
class TranslationDistance:
    """How far apart do an article and its translation land?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        languages = study.articles.groupby("story_id")["language"].nunique()
        return None if (languages > 1).any() else "no story is told in two languages"

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """space, pair, languages, distance: see :func:`newsthemes.robustness.translations.translation_distances`."""
        table = translation_distances(study, spaces(study))
        return table.assign(languages=table["languages"].map(_pair_of_languages))

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """How far an article and its translation land apart, beside articles that merely appear together.

        ``frame``: pair ("a translation" or "another article"; drawn in the order of first rows), languages ("en–fr"),
        distance (cosine distance of article vectors, 0 to 2), space. One row a pair; one panel a space.
        """
        if frame.empty:
            return empty(frame, "Translation parallax", "No story of this corpus is told in two languages.")
        spaces, kinds = list(frame["space"].unique()), list(frame["pair"].unique())
        languages = list(frame["languages"].unique())[:12]
        looks = {kind: (colour, "s") for kind, (colour, _) in colours(kinds).items()}
        n = int(((frame["space"] == spaces[0]) & (frame["pair"] == kinds[0])).sum())
        figure = page(
            frame,
            0.9 + 0.5 * len(languages),
            _nearer(frame, spaces[-1], kinds),
            f"Cosine distance between article vectors, a tick a pair; n = {plural(n, 'pair')} of translations",
            "The long tick is the median. Smaller is nearer; a space that ignores language puts translations "
            "together." + left_out(frame["languages"].nunique() - len(languages), "language pair"),
            "Strips of ticks; medians: "
            + "; ".join(
                f"{space}, {kind} {median:.2f}"
                for (space, kind), median in frame.groupby(["space", "pair"], sort=False)["distance"]
                .median()
                .items()
            ),
            key=looks,
        )
        panels = figure.subplots(1, len(spaces), sharex=True, sharey=True, squeeze=False)[0]
        for axes, space in zip(panels, spaces, strict=True):
            part = frame[frame["space"] == space]
            for row, pair in enumerate(languages):
                for place, kind in enumerate(kinds):
                    drawn = part[(part["languages"] == pair) & (part["pair"] == kind)]["distance"]
                    _strip(axes, row + 0.32 * (place - (len(kinds) - 1) / 2), drawn, looks[kind][0])
            rows(axes, languages)
            axes.set_title(wrapped_text(space, 10.5, 3.4), color=INK)
            axes.set_xlim(left=0)
            axes.grid(axis="x", color=FAINT, lw=0.4)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        medians = frame.groupby(["space", "pair"], sort=False)["distance"].median()
        said = [
            f"{space}, {listed(f'{distance:.2f} to {pair}' for pair, distance in medians[space].items())}"
            for space in medians.index.unique("space")
        ]
        return f"Median distance: {'; '.join(said)}."


def _passages(frame: pd.DataFrame) -> str:
    per = frame.drop_duplicates(["space", "language"]).groupby("space")["n"].sum()
    return plural(int(per.max()), "passage")


def _cell(axes: Axes, x: float, y: float, cell: Any) -> None:
    axes.add_patch(_square(x, y, cell.share))
    dark = cell.share > 0.45
    axes.text(
        x,
        y,
        f"{percent(cell.share)} ({percent(cell.expected)})",
        ha="center",
        va="center",
        size=SMALL,
        color="white" if dark else INK,
    )


def _square(x: float, y: float, share: float) -> Any:
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    shade = LinearSegmentedColormap.from_list("share", ["#F4F4F4", "#8FA9CC", ACCENT])(min(max(share, 0), 1))
    return Rectangle((x - 0.47, y - 0.44), 0.94, 0.88, color=shade, lw=0)


def _strip(axes: Axes, y: float, values: Any, colour: str) -> None:
    axes.vlines(values, y - 0.11, y + 0.11, color=colour, lw=0.8, alpha=0.5)
    if len(values):
        axes.vlines([values.median()], y - 0.17, y + 0.17, color=colour, lw=2.6)


def _nearer(frame: pd.DataFrame, space: str, kinds: Any) -> str:
    medians = frame[frame["space"] == space].groupby("pair")["distance"].median()
    return "; ".join(f"{kind} is {medians[kind]:.2f} away" for kind in kinds if kind in medians).capitalize()


def _pair_of_languages(codes: str) -> str:
    return "–".join(language_name(code) for code in codes.split("–"))
