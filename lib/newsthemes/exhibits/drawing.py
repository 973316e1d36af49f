"""The figures of a finished run: those that need nothing beyond its tables."""

from newsthemes import figures
from newsthemes.exhibits import corpus, evidence, themes, topics
from newsthemes.export import export, write_index

GALLERY = (  # file name, figure, frame
    ("corpus-overview", figures.corpus_overview, corpus.corpus_overview),
    ("set-aside", figures.removed, corpus.removed),
    ("languages-in-articles", figures.article_languages, corpus.article_languages),
    ("topic-terms", figures.topic_terms, topics.topic_terms),
    ("topic-stability", figures.topic_stability, topics.topic_stability),
    ("topic-hierarchy", figures.topic_hierarchy, topics.topic_hierarchy),
    ("theme-shares", figures.theme_shares, themes.theme_shares),
    ("theme-shares-by-source", figures.theme_shares, lambda study: themes.theme_shares(study, "source")),
    ("theme-shares-by-language", figures.theme_shares, lambda study: themes.theme_shares(study, "language")),
    ("themes-over-time", figures.themes_over_time, themes.themes_over_time),
    ("themes-together", figures.theme_cooccurrence, themes.theme_cooccurrence),
    ("topics-by-themes", figures.topics_by_themes, themes.topics_by_themes),
    ("evidence-strips", figures.evidence_strips, evidence.evidence_strips),
    ("contradictions", figures.contradictions, evidence.contradictions),
)


def draw_all(study, folder):
    """Export every figure of the run to ``folder``, with an index; returns the paths of the pngs."""
    paths = []
    for name, draw, frame_of in GALLERY:
        frame = frame_of(study)
        paths.append(export(draw(frame), frame, name, folder))
    write_index(folder)
    return paths
