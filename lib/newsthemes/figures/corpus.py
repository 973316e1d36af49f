"""What came in, what was set aside, and which languages an article mixes."""

from newsthemes.figures.phrasing import percent, plural
from newsthemes.figures.style import (
    ACCENT,
    INK,
    MOST_ROWS,
    QUIET,
    SMALL,
    colours,
    empty,
    left_out,
    page,
    rows,
    short,
    styled,
)


@styled
def corpus_overview(frame):
    """How many articles each source has in each language, as a table of dots.

    ``frame``: source, language, articles, passages, words (counts; passages and words are those kept); one row a
    combination that occurs. Sources and languages are drawn in the order of their first row; the first 30 sources.
    """
    if frame.empty:
        return empty("What the corpus is made of", "No article could be read.")
    sources, languages = list(frame["source"].unique()), list(frame["language"].unique())
    shown = sources[:MOST_ROWS]
    n, words = int(frame["articles"].sum()), int(frame["words"].sum())
    figure = page(
        0.62 + 0.42 * len(shown),
        "What the corpus is made of",
        f"Articles by source and language; n = {plural(n, 'article')}, {int(frame['passages'].sum()):,} passages and "
        f"{words:,} words kept",
        "The area of a dot is the number of articles, written beside it; words kept are on the right."
        + left_out(len(sources) - len(shown), "source"),
        f"Dots for {plural(len(sources), 'source')} by {plural(len(languages), 'language')}.",
    )
    axes = figure.subplots()
    largest = frame["articles"].max()
    drawn = frame[frame["source"].isin(shown)]
    x, y = drawn["language"].map(languages.index), drawn["source"].map(shown.index)
    axes.scatter(x, y, s=420 * drawn["articles"] / largest, color=ACCENT, zorder=2)
    for at, row, count in zip(x, y, drawn["articles"], strict=True):
        axes.annotate(f"{count:,}", (at, row), (14, 0), textcoords="offset points", va="center", size=9.5)
    for row, source in enumerate(shown):
        kept = int(drawn.loc[drawn["source"] == source, "words"].sum())
        axes.text(
            len(languages) - 0.25, row, f"{kept:,} words", va="center", ha="left", color=QUIET, size=SMALL
        )
    axes.set_xlim(-0.5, len(languages) + 0.3)
    rows(axes, [short(source, 10, 2.4) for source in shown])
    axes.set_xticks(range(len(languages)), [short(language, 10, 0.9) for language in languages])
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", labelcolor=INK, labelsize=10, length=0)
    axes.spines[:].set_visible(False)
    return figure


@styled
def removed(frame):
    """What was set aside before the study, by reason.

    ``frame``: reason, passages (count), words (count), share (of all words, 0 to 1); one row a reason, none for what
    was kept.
    """
    if frame.empty:
        return empty("What was set aside, and why", "Nothing was set aside: every passage was kept.")
    shown = frame.sort_values(["words", "reason"], ascending=[False, True]).head(MOST_ROWS)
    figure = page(
        0.35 + 0.3 * len(shown),
        "What was set aside, and why",
        f"Words in passages set aside, by reason; n = {plural(int(frame['passages'].sum()), 'passage')}, "
        f"{percent(frame['share'].sum())} of all words",
        "Nothing is deleted: every passage set aside keeps its place and its reason in passages.parquet. Front matter, "
        "which is read as title, date and source, is not counted."
        + left_out(len(frame) - len(shown), "reason"),
        "Bars: " + "; ".join(f"{r.reason} {int(r.words):,} words" for r in shown.head(5).itertuples()) + ".",
    )
    axes = figure.subplots()
    axes.barh(range(len(shown)), shown["words"], color=ACCENT, height=0.62)
    for row, (words, passages) in enumerate(zip(shown["words"], shown["passages"], strict=True)):
        label = f"{int(words):,} words in {plural(int(passages), 'passage')}"
        axes.annotate(
            label, (words, row), (5, 0), textcoords="offset points", va="center", size=SMALL, color=QUIET
        )
    rows(axes, [short(reason, 10, 2.2) for reason in shown["reason"]])
    axes.set_xlim(0, shown["words"].max() * 1.32 or 1)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    return figure


@styled
def article_languages(frame):
    """Which languages each article is in, for the articles that mix them.

    ``frame``: article (a name to show), language, words (count), share (of the article's kept words, 0 to 1), main
    (whether this is the article's main language); one row an article and language. Only articles with more than one
    language are drawn, the most mixed first.
    """
    per = frame.groupby("article", sort=False)["language"].transform("nunique")
    mixed, n = frame[per > 1], frame["article"].nunique()
    if mixed.empty:
        return empty("Languages inside each article", f"None of the {plural(n, 'article')} mixes languages.")
    foreign = (
        mixed[~mixed["main"]].groupby("article")["share"].sum().sort_values(ascending=False, kind="stable")
    )
    shown = list(foreign.index[:MOST_ROWS])
    looks = colours(frame["language"].value_counts().index)
    figure = page(
        0.7 + 0.3 * len(shown),
        "Languages inside each article",
        f"Share of an article's kept words by language, for the {len(foreign)} of {plural(n, 'article')} "
        "that mix languages",
        "The language of a passage is told from its own words; one too short to tell has that of its article."
        + left_out(len(foreign) - len(shown), "mixed article"),
        "Most mixed: "
        + "; ".join(
            f"{name}, {percent(share)} not in its main language" for name, share in foreign.head(3).items()
        ),
    )
    axes = figure.subplots()
    for row, article in enumerate(shown):
        start = 0
        for part in (
            mixed[mixed["article"] == article]
            .sort_values("main", ascending=False, kind="stable")
            .itertuples()
        ):
            axes.barh(
                row, part.share, left=start, color=looks[part.language][0], height=0.66, edgecolor="white"
            )
            _bar_label(axes, row, start, part, dark=looks[part.language][0] in DARK)
            start += part.share
    rows(axes, [short(article, 10, 3.0) for article in shown])
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set_xlabel("share of the article's kept words", loc="left")
    return figure


DARK = {"#004488", "#BB5566", "#222222", "#661100", "#882255"}  # fills that carry white type


def _bar_label(axes, row, start, part, dark):
    if part.share >= 0.045:
        language = short(part.language, SMALL, 0.6)
        text = f"{language} {percent(part.share)}" if part.share >= 0.12 else language
        axes.text(
            start + part.share / 2,
            row,
            text,
            ha="center",
            va="center",
            size=SMALL,
            color="w" if dark else INK,
        )
