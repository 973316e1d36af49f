"""Who is named, by theme."""

from collections import defaultdict

import pandas as pd
from matplotlib.figure import Figure

from newsthemes.figures.colours import INK, QUIET, SHADES
from newsthemes.figures.missing import no_theme
from newsthemes.figures.phrasing import leaders, listed, plural
from newsthemes.figures.proper_names import names_in
from newsthemes.figures.registry import figure
from newsthemes.figures.style import SMALL, empty, left_out, page, rows, short
from newsthemes.results.study_tables import StudyTables

NAMES, THEMES = 20, 10
FEWEST = 2  # stories that name somebody
FEWEST_STORIES = 3  # that name somebody with one theme, from which it is said


@figure(stage="themes", notebook="04-themes")
class NamesByTheme:
    """Who is named, and beside which themes?"""

    missing = staticmethod(no_theme)

    @staticmethod
    def too_little(frame: pd.DataFrame) -> str | None:
        if frame.empty:
            return "no name stands in two stories"
        few = f"no name stands with one theme in {FEWEST_STORIES} stories"
        return None if frame["stories"].max() >= FEWEST_STORIES else few

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """name, theme, stories (that have the name and the theme in one passage), named (stories that have the name), n
        (stories in all): the twenty names of most stories; spellings of one name count together."""
        story_of = (
            study.articles.set_index("article_id")["story_id"].reindex(study.kept["article_id"]).tolist()
        )
        found, names = _named(study, story_of), study.theme_definitions.names
        rows_ = []
        for name, held in found.items():
            inside, here = study.presence.iloc[held], [story_of[row] for row in held]
            for theme in study.presence:
                stories = {story for story, there in zip(here, inside[theme], strict=True) if there}
                rows_.append((name, names[theme], len(stories), len(set(here)), len(set(story_of))))
        return pd.DataFrame(rows_, columns=["name", "theme", "stories", "named", "n"])

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Names by themes as a table of dots; the area is the number of stories.

        ``frame``: name, theme, stories, named, n; names by falling number of stories.
        """
        if frame.empty:
            return empty(frame, "Who is named", "No name stands in two stories.")
        names = frame.drop_duplicates("name")
        weight = frame.groupby("theme", sort=False)["stories"].sum()
        themes = list(weight[weight > 0].sort_values(ascending=False, kind="stable").index[:THEMES])
        first = names.iloc[0]
        figure = page(
            frame,
            1.35 + 0.27 * len(names),
            f"{_named_most(names)} in {int(first['named']):,} of {plural(int(first['n']), 'story')}",
            "Stories that name somebody in a passage that carries the theme; on the right, all that have the name; "
            f"n = {plural(int(first['n']), 'story')}",
            "Spellings and translations that are known are one name; a surname with a title is the full name. "
            "Abbreviations are counted where they are known as names."
            + left_out(int((weight > 0).sum()) - len(themes), "theme"),
            "Dots: "
            + "; ".join(
                f"{r.name_} {r.named}" for r in names.rename(columns={"name": "name_"}).head(8).itertuples()
            ),
        )
        axes = figure.subplots()
        drawn = frame[frame["theme"].isin(themes) & (frame["stories"] > 0)]
        place = {name: row for row, name in enumerate(names["name"])}
        x, y = drawn["theme"].map(themes.index), drawn["name"].map(place)
        area = drawn["stories"] / max(drawn["stories"].max(), 1)
        axes.scatter(x, y, s=190 * area + 6, color=[SHADES(0.35 + 0.65 * share) for share in area], zorder=2)
        for name, count in zip(names["name"], names["named"], strict=True):
            axes.text(len(themes) - 0.3, place[name], f"{int(count):,}", va="center", size=SMALL, color=QUIET)
        rows(axes, [short(name, 9.5, 2.2) for name in names["name"]])
        axes.set_xlim(-0.5, len(themes) + 0.1)
        axes.set_xticks(
            range(len(themes)),
            [short(theme, 9, 2.4) for theme in themes],
            rotation=38,
            ha="left",
            rotation_mode="anchor",
        )
        axes.xaxis.tick_top()
        axes.tick_params(axis="x", length=0, labelcolor=INK)
        axes.spines[:].set_visible(False)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        top = frame.sort_values("stories", ascending=False, kind="stable").iloc[0]
        if top["stories"] < FEWEST_STORIES:
            return f"No name stands with one theme in {FEWEST_STORIES} stories."
        most = "most " if (frame["stories"] == top["stories"]).sum() == 1 else ""
        stories = f"in {int(top['stories']):,} of {plural(int(top['named']), 'story')}"
        return f"{top['name']} goes {most}with {top['theme']}: {stories} that name it."


def _named_most(names: pd.DataFrame) -> str:
    """Who is named in most stories, or those who share the first place."""
    first = leaders(names["name"], names["named"])
    return f"{listed(first, 3)} {'is named most:' if len(first) == 1 else 'are each named'}"


def _named(study: StudyTables, story_of: list[str]) -> dict[str, list[int]]:
    """{name: rows of kept passages that have it} of the names in most stories, the commonest first.

    ``story_of``: the story of each kept passage.
    """
    held, stories = defaultdict(list), defaultdict(set)
    for row, names in enumerate(names_in(study.kept)):
        for name in names:
            held[name].append(row)
            stories[name].add(story_of[row])
    order = sorted(
        (name for name in held if len(stories[name]) >= FEWEST and name != name.lower()),
        key=lambda n: (-len(stories[n]), n),
    )
    return {name: held[name] for name in order[:NAMES]}
