"""A Study → the tidy frames behind its figures: one function a frame, named like the figure that draws it."""

from newsthemes.exhibits import captions
from newsthemes.exhibits.corpus import article_languages, corpus_overview, removed
from newsthemes.exhibits.evidence import contradictions, evidence_strips, quotes
from newsthemes.exhibits.languages import (
    before_after,
    leak_meter,
    neighbour_languages,
    neighbours,
    parallax,
    spaces,
)
from newsthemes.exhibits.robustness import theme_survival, topic_survival, variants
from newsthemes.exhibits.themes import (
    entity_masking,
    theme_cooccurrence,
    theme_shares,
    themes_over_time,
    topics_by_themes,
)
from newsthemes.exhibits.topics import (
    passage_map,
    shuffled_control,
    topic_hierarchy,
    topic_quotes,
    topic_stability,
    topic_terms,
)

__all__ = [
    "article_languages",
    "before_after",
    "captions",
    "contradictions",
    "corpus_overview",
    "entity_masking",
    "evidence_strips",
    "leak_meter",
    "neighbour_languages",
    "neighbours",
    "parallax",
    "passage_map",
    "quotes",
    "removed",
    "shuffled_control",
    "spaces",
    "theme_cooccurrence",
    "theme_shares",
    "theme_survival",
    "themes_over_time",
    "topic_hierarchy",
    "topic_quotes",
    "topic_stability",
    "topic_survival",
    "topic_terms",
    "topics_by_themes",
    "variants",
]
