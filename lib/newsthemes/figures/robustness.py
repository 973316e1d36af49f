"""What survives when the seed, the passages, the sources, the languages or the encoder change."""

from newsthemes.figures.phrasing import percent, plural
from newsthemes.figures.style import (
    ACCENT,
    INK,
    MOST_ROWS,
    colours,
    empty,
    left_out,
    page,
    rows,
    short,
    styled,
)

FOUND_AGAIN = 0.6  # overlap under which a cluster should not be trusted to be the same (Hennig 2007)


@styled
def theme_survival(frame):
    """Each theme's share in the study and in every variant of it.

    ``frame``: theme, variant (a name; "the study" is the study itself), kind (what was varied: "seed", "source" …),
    share (of articles, 0 to 1), low, high (the study's interval for the theme; null where there is none).
    """
    if frame.empty:
        return empty("Which theme figures survive", "No passage was kept.")
    base = (
        frame[frame["variant"] == "the study"]
        .sort_values("share", ascending=False, kind="stable")
        .head(MOST_ROWS)
    )
    others = frame[frame["variant"] != "the study"]
    kinds = list(others["kind"].unique())
    looks = colours(["the study", *kinds])
    figure = page(
        0.8 + 0.34 * len(base),
        "Which theme figures survive",
        "Share of articles that carry each theme: the study (bar: its 95% interval) and "
        + plural(others["variant"].nunique(), "variant"),
        "A mark a variant of the study; marks inside the bar are changes the interval already allows for."
        + left_out(frame["theme"].nunique() - len(base), "theme"),
        "Largest shares: " + "; ".join(f"{r.theme} {percent(r.share)}" for r in base.head(5).itertuples()),
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


@styled
def topic_survival(frame):
    """How much of each topic is found again in every variant of the study.

    ``frame``: topic (id), label, size, variant (name), kind, overlap (largest Jaccard overlap with a topic of the
    variant, over the passages both have, 0 to 1; null where the variant has none of the topic's passages).
    """
    if frame.empty:
        return empty("Which topics survive", "No topic was found; see the study's claims for why.")
    topics, variants = frame.drop_duplicates("topic").head(MOST_ROWS), list(frame["variant"].unique())[:16]
    cells = frame.set_index(["topic", "variant"])["overlap"]
    median = frame.groupby("topic", sort=False)["overlap"].median()
    figure = page(
        1.35 + 0.32 * len(topics),
        "Which topics survive",
        f"Overlap (Jaccard, in %) of each topic with the nearest topic of each variant; "
        f"{int((median >= FOUND_AGAIN).sum())} of {plural(len(median), 'topic')} keep {percent(FOUND_AGAIN)} or more "
        "in half of the variants",
        "Blank: none of the topic's passages are in the variant."
        + left_out(frame["topic"].nunique() - len(topics), "topic"),
        "Median overlap: "
        + "; ".join(f"{t.label} {percent(median[t.topic])}" for t in topics.head(8).itertuples(index=False)),
    )
    axes = figure.subplots()
    for row, topic in enumerate(topics["topic"]):
        for column, variant in enumerate(variants):
            _square(axes, column, row, cells.get((topic, variant)))
    rows(axes, [f"{short(t.label, 10, 2.5)}  ({t.size:,})" for t in topics.itertuples(index=False)])
    axes.set_xlim(-0.5, len(variants) - 0.5)
    axes.set_xticks(
        range(len(variants)),
        [short(name, 9.5, 1.8) for name in variants],
        rotation=38,
        ha="left",
        rotation_mode="anchor",
    )
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0, labelcolor=INK)
    axes.spines[:].set_visible(False)
    return figure


def _square(axes, x, y, share):
    from newsthemes.figures.themes import SHADES, Rectangle

    if share is None or share != share:
        return
    axes.add_patch(Rectangle((x - 0.47, y - 0.45), 0.94, 0.9, color=SHADES(float(share)), lw=0))
    axes.text(
        x, y, f"{share * 100:.0f}", ha="center", va="center", size=9, color="white" if share > 0.55 else INK
    )
