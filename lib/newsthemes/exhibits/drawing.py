"""The figures of a finished run: those that need nothing beyond its tables."""

from functools import partial

from newsthemes import figures
from newsthemes.corpus.parallel import WORTH_IT, in_parallel
from newsthemes.exhibits import captions, corpus, evidence, themes, topics
from newsthemes.export import export, prepare, write_index

by_source, by_language = (partial(themes.theme_shares, by=by) for by in ("source", "language"))

GALLERY = (  # file name, figure, frame, caption
    ("corpus-overview", figures.corpus_overview, corpus.corpus_overview, captions.corpus_overview),
    ("set-aside", figures.removed, corpus.removed, captions.removed),
    (
        "languages-in-articles",
        figures.article_languages,
        corpus.article_languages,
        captions.article_languages,
    ),
    ("topic-terms", figures.topic_terms, topics.topic_terms, captions.topic_terms),
    ("topic-stability", figures.topic_stability, topics.topic_stability, captions.topic_stability),
    ("topic-hierarchy", figures.topic_hierarchy, topics.topic_hierarchy, captions.topic_hierarchy),
    ("theme-shares", figures.theme_shares, themes.theme_shares, captions.theme_shares),
    ("theme-shares-by-source", figures.theme_shares, by_source, captions.theme_shares),
    ("theme-shares-by-language", figures.theme_shares, by_language, captions.theme_shares),
    ("themes-over-time", figures.themes_over_time, themes.themes_over_time, captions.themes_over_time),
    ("themes-together", figures.theme_cooccurrence, themes.theme_cooccurrence, captions.theme_cooccurrence),
    ("topics-by-themes", figures.topics_by_themes, themes.topics_by_themes, captions.topics_by_themes),
    ("evidence-strips", figures.evidence_strips, evidence.evidence_strips, captions.evidence_strips),
    ("contradictions", figures.contradictions, evidence.contradictions, captions.contradictions),
)

OF_READING = GALLERY[:3]  # these need ``articles`` (not their stories), ``passages`` and ``kept`` alone


def draw_all(study, folder):
    """Export every figure of the run to ``folder``, with captions and an index; returns the paths of the pngs."""
    paths = list(draw(study, folder))
    write_index(folder)
    return paths


def draw(study, folder, gallery=GALLERY):
    """Export these entries of ``GALLERY`` to ``folder``, on every core, whatever the corpus: a page takes as long of a
    small one. Gives the path of each png in turn; an error of a figure is raised when its turn comes."""
    pages = []
    for name, figure, frame_of, caption in gallery:
        frame = frame_of(study)
        pages.append((figure, frame, name, caption(frame, study)))
    return in_parallel(partial(_export, folder), pages, WORTH_IT, prepare=prepare)


def _export(folder, page):
    figure, frame, name, caption = page
    return export(figure(frame), frame, name, folder, caption)
