"""Who is named, by theme."""

import re
from collections import Counter, defaultdict

import pandas as pd
from matplotlib.figure import Figure

from newsthemes.figures.missing import no_theme
from newsthemes.figures.phrasing import leaders, listed, plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import (
    INK,
    QUIET,
    SHADES,
    SMALL,
    empty,
    left_out,
    page,
    rows,
    short,
)
from newsthemes.results.study_tables import StudyTables

NAMES, THEMES = 20, 10
FEWEST = 2  # stories that name somebody
FEWEST_STORIES = 3  # that name somebody with one theme, from which it is said
# Two or more words with a capital side by side, the first not after a full stop; linear.
FULL_NAME = re.compile(r"(?<=[a-zà-öø-ÿа-я,;:] )[A-ZÀ-ÖØ-ÞА-Я][\w'-]++(?>(?: [A-ZÀ-ÖØ-ÞА-Я][\w'-]++){1,3})")
TITLES = frozenset(
    "Mr Mrs Ms Miss Mx Dr Sir Dame Lord Lady Prof Professor Monsieur Madame Mme Mlle Herr Frau Doktor Señor Señora "
    "Sr Sra Senhor Senhora Signor Signora Bapak Pak Ibu Bu Tuan Nyonya".split()
)


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
            "Spellings and translations that are known are one name; a surname with a title is the full name."
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


def _without_s(name: str) -> str:
    """A name without the 's of what is the named one's."""
    return name.removesuffix("'s")


def full_names(passages: Counter[str]) -> dict[str, str]:
    """Return {a name with a title: the same without it}; of a surname alone, the one full name that has it.

    ``passages``: in how many each name stands. Where several have a surname, one must stand in twice as many passages
    as the next; else the title stays.

    >>> full_names(Counter({"Mr Reed": 3, "Ada Reed": 4, "Tom Reed": 2, "Dr Ada Reed": 1, "Ms Low": 2, "Ann Low": 1}))
    {'Mr Reed': 'Ada Reed', 'Dr Ada Reed': 'Ada Reed', 'Ms Low': 'Ann Low'}
    >>> full_names(Counter({"Czechia": 3, "Lord": 1}))  # "République Tchèque" is one word in English
    {}
    """
    by_surname = defaultdict(list)
    for name, count in sorted(passages.items(), key=lambda item: (-item[1], item[0])):
        first, *rest = name.split()
        if rest and first not in TITLES:  # a country may be one word in English
            by_surname[rest[-1]].append((name, count))
    found = {}
    for name in passages:
        title, *rest = name.split()
        if not rest or title not in TITLES:
            continue
        bearers = by_surname[rest[-1]]
        if len(rest) > 1:
            found[name] = " ".join(rest)
        elif bearers and (len(bearers) == 1 or bearers[0][1] >= 2 * bearers[1][1]):
            found[name] = bearers[0][0]
    return found


def _named_most(names: pd.DataFrame) -> str:
    """Who is named in most stories, or those who share the first place."""
    first = leaders(names["name"], names["named"])
    return f"{listed(first, 3)} {'is named most:' if len(first) == 1 else 'are each named'}"


def _named(study: StudyTables, story_of: list[str]) -> dict[str, list[int]]:
    """{name: rows of kept passages that have it} of the names in most stories, the commonest first.

    Names that the table of aliases knows, by any of their spellings, and full names inside sentences: without titles,
    those of countries and the like in English. ``story_of``: the story of each kept passage.
    """
    from newsthemes.topics.concepts import in_english
    from newsthemes.topics.vocabulary import read_aliases

    spelled = {" ".join(alias): name for alias, name in read_aliases().items()}
    known = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(spelled, key=lambda s: (-len(s), s)))) + r")(?!\w)"
    )
    written = [
        {in_english(_without_s(name), language or "en") for name in FULL_NAME.findall(text)}
        for text, language in zip(study.kept["text"], study.kept["language"], strict=True)
    ]
    full = full_names(Counter(name for names in written for name in names))
    held, stories = defaultdict(list), defaultdict(set)
    for row, text in enumerate(study.kept["text"]):
        names = {spelled[match] for match in known.findall(text)} if spelled else set()
        for name in {full.get(name, name) for name in written[row]} | names:
            name = spelled.get(name, name)
            if row in held[name][-1:]:
                continue
            held[name].append(row)
            stories[name].add(story_of[row])
    order = sorted(
        (name for name in held if len(stories[name]) >= FEWEST and name != name.lower()),
        key=lambda n: (-len(stories[n]), n),
    )
    return {name: held[name] for name in order[:NAMES]}
