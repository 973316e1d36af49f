"""One tidy frame → one Figure.

A figure function takes exactly the frame it draws (its docstring names the columns), computes nothing but the layout,
saves nothing and returns a ``matplotlib.figure.Figure``; a frame without rows gives a figure that says why it is empty.
The frames come from ``newsthemes.exhibits``, the files from ``newsthemes.figures.export``.
"""

from newsthemes.figures.corpus import article_languages, corpus_overview, removed
from newsthemes.figures.evidence import contradictions, evidence_strips
from newsthemes.figures.languages import leak_meter, neighbour_languages, parallax
from newsthemes.figures.maps import before_after, passage_map
from newsthemes.figures.robustness import theme_survival, topic_survival
from newsthemes.figures.shares import theme_shares, themes_over_time
from newsthemes.figures.themes import entity_masking, theme_cooccurrence, topics_by_themes
from newsthemes.figures.topics import shuffled_control, topic_hierarchy, topic_stability, topic_terms

__all__ = [
    "article_languages",
    "before_after",
    "contradictions",
    "corpus_overview",
    "entity_masking",
    "evidence_strips",
    "leak_meter",
    "neighbour_languages",
    "parallax",
    "passage_map",
    "removed",
    "shuffled_control",
    "theme_cooccurrence",
    "theme_shares",
    "theme_survival",
    "themes_over_time",
    "topic_hierarchy",
    "topic_stability",
    "topic_survival",
    "topic_terms",
    "topics_by_themes",
]
