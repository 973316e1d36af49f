"""Topics and the finer ones inside them."""

import pandas as pd
from matplotlib.figure import Figure

from newsthemes.figures.colours import ACCENT, INK, NONE, QUIET
from newsthemes.figures.missing import no_topic
from newsthemes.figures.phrasing import plural
from newsthemes.figures.registry import figure
from newsthemes.figures.style import MOST_ROWS, SMALL, empty, left_out, page, short
from newsthemes.results.study_tables import StudyTables

FEWEST_PASSAGES = 5  # of a finer topic, from which it is drawn: of fewer its name says nothing


@figure(stage="topics", notebook="03-topics")
class TopicHierarchy:
    """Which finer topics are inside the topics?"""

    @staticmethod
    def missing(study: StudyTables, by: str | None = None) -> str | None:
        divides = study.topics.hierarchy["parent"].notna().any()
        return no_topic(study) or (None if divides else "no topic divides into finer ones")

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """id, parent, label, size, stability (of topics; null for the finer ones inside them)."""
        tree = study.topics.hierarchy[["id", "parent", "label", "size"]].copy()
        stability = dict(
            zip(study.topics.table["topic"].astype(str), study.topics.table["stability"], strict=True)
        )
        return tree.assign(stability=tree["id"].map(stability))

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """Topics and the finer topics inside them, as an indented tree with sizes.

        ``frame``: id, parent (the id it is inside, None at the top), label, size (passages), stability (0 to 1 or
        null); parents before their children.
        """
        if frame.empty:
            return empty(frame, "Topics inside topics", "No topic was found; see the study's claims for why.")
        every = _depth_first(frame)
        ordered = [(depth, node) for depth, node in every if depth == 0 or node.size >= FEWEST_PASSAGES]
        shown = ordered[: MOST_ROWS + 15]
        deep = max(depth for depth, _ in shown)
        figure = page(
            frame,
            0.3 + 0.29 * len(shown),
            _divided(frame),
            f"{plural(sum(depth == 0 for depth, _ in ordered), 'topic')} and what is inside them; bars are passages, "
            "n on the right",
            "Darker bars are more stable. Grey: parts of a topic, cut so that they lie inside it: to look at, not "
            "to count."
            + left_out(len(ordered) - len(shown), "topic")
            + left_out(len(every) - len(ordered), "part", f"of fewer than {FEWEST_PASSAGES} passages"),
            "Tree: " + "; ".join(f"{node.label} ({node.size:,})" for depth, node in shown[:12] if depth == 0),
        )
        axes = figure.subplots()
        largest = max(node.size for _, node in shown)
        axes.barh(
            range(len(shown)),
            [node.size / largest for _, node in shown],
            height=[0.6 if depth == 0 else 0.4 for depth, _ in shown],
            color=[_sureness(node.stability) for _, node in shown],
        )
        for row, (_, node) in enumerate(shown):
            axes.annotate(
                f"{node.size:,}",
                (node.size / largest, row),
                (5, 0),
                textcoords="offset points",
                va="center",
                size=SMALL,
                color=QUIET,
            )
        axes.set_yticks(range(len(shown)), ["   " * (deep - depth) for depth, _ in shown])
        for row, (depth, node) in enumerate(shown):
            label = short(node.label, 10 if depth == 0 else 9, 3.6 - 0.25 * depth)
            axes.annotate(
                label,
                (0, row),
                (-290 + 18 * depth, 0),
                textcoords="offset points",
                va="center",
                size=10 if depth == 0 else 9,
                color=INK if depth == 0 else QUIET,
                annotation_clip=False,
            )
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.set_yticks([])
        axes.set_xticks([])
        axes.set_xlim(0, 1.12)
        axes.spines["bottom"].set_visible(False)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        finer = frame[frame["parent"].notna()]
        top = plural(int(frame["parent"].isna().sum()), "topic")
        return f"{plural(len(finer), 'finer topic')} inside {finer['parent'].nunique()} of {top}."


def _divided(frame: pd.DataFrame) -> str:
    """How many topics have finer ones inside them."""
    divided = frame["parent"].dropna().nunique()
    topics = plural(int(frame["parent"].isna().sum()), "topic")
    return f"{divided} of {topics} {'divides' if divided == 1 else 'divide'} into finer ones"


def _sureness(stability: float) -> str:
    if stability is None or stability != stability:
        return NONE
    return ACCENT if stability >= 0.75 else "#5F86B8" if stability >= 0.5 else "#B3C6DE"


def _depth_first(frame: pd.DataFrame) -> list:
    """[(depth, node)] with every child under its parent; children whose parent is missing count as top topics."""
    known = set(frame["id"])
    children, top = {}, []
    for node in frame.itertuples(index=False):
        inside = children.setdefault(node.parent, []) if node.parent in known else top
        inside.append(node)
    ordered, waiting = [], [(0, node) for node in reversed(top)]
    while waiting:
        depth, node = waiting.pop()
        ordered.append((depth, node))
        waiting += [(depth + 1, child) for child in reversed(children.get(node.id, []))]
    return ordered
