"""The figures of a run: those that need nothing beyond its tables, each drawn as soon as what it shows is there."""

from functools import partial
from types import SimpleNamespace
from typing import NamedTuple

from newsthemes import figures
from newsthemes.exhibits import captions, corpus, evidence, themes, topics
from newsthemes.figures.export import export, prepare, write_index
from newsthemes.parallel.processes import BackgroundTask

by_source, by_language = (partial(themes.theme_shares, by=by) for by in ("source", "language"))
PROCESSES = 2  # that draw what one stage allows: more would hold more memory


class Entry(NamedTuple):
    """``stage``: the one that completes what the figure shows."""

    name: str
    stage: str
    figure: object
    frame: object
    caption: object


GALLERY = (
    Entry(
        "corpus-overview",
        "reading",
        figures.corpus_overview,
        corpus.corpus_overview,
        captions.corpus_overview,
    ),
    Entry("set-aside", "reading", figures.removed, corpus.removed, captions.removed),
    Entry(
        "languages-in-articles",
        "reading",
        figures.article_languages,
        corpus.article_languages,
        captions.article_languages,
    ),
    Entry("topic-terms", "topics", figures.topic_terms, topics.topic_terms, captions.topic_terms),
    Entry(
        "topic-stability", "topics", figures.topic_stability, topics.topic_stability, captions.topic_stability
    ),
    Entry(
        "topic-hierarchy", "topics", figures.topic_hierarchy, topics.topic_hierarchy, captions.topic_hierarchy
    ),
    Entry("theme-shares", "prevalence", figures.theme_shares, themes.theme_shares, captions.theme_shares),
    Entry("theme-shares-by-source", "prevalence", figures.theme_shares, by_source, captions.theme_shares),
    Entry("theme-shares-by-language", "prevalence", figures.theme_shares, by_language, captions.theme_shares),
    Entry(
        "themes-over-time",
        "prevalence",
        figures.themes_over_time,
        themes.themes_over_time,
        captions.themes_over_time,
    ),
    Entry(
        "themes-together",
        "themes",
        figures.theme_cooccurrence,
        themes.theme_cooccurrence,
        captions.theme_cooccurrence,
    ),
    Entry(
        "topics-by-themes",
        "themes",
        figures.topics_by_themes,
        themes.topics_by_themes,
        captions.topics_by_themes,
    ),
    Entry(
        "evidence-strips",
        "evidence",
        figures.evidence_strips,
        evidence.evidence_strips,
        captions.evidence_strips,
    ),
    Entry(
        "contradictions", "evidence", figures.contradictions, evidence.contradictions, captions.contradictions
    ),
)


class Drawing:
    """The figures of a study in the making, drawn in processes beside it where that is possible."""

    def __init__(self, study, folder):
        self.study, self.folder, self.begun = study, folder, []

    def begin(self, stage):
        """Draw what this stage completes, while the study goes on."""
        entries = [entry for entry in GALLERY if entry.stage == stage]
        shown = _as_read(self.study) if stage == "reading" else self.study
        if entries:
            prepare()  # for this and all later ones: processes share what is loaded
        for part in filter(None, (entries[number::PROCESSES] for number in range(PROCESSES))):
            self.begun.append(BackgroundTask(partial(_export_all, part, shown, self.folder)))

    def finish(self):
        """Wait for all figures, and write their index; an error of one is raised here. Returns the pngs' paths."""
        drawn = {path.stem: path for part in self.begun for path in part.result()}
        write_index(self.folder)
        return [drawn[entry.name] for entry in GALLERY]

    def stop(self):
        """Draw no more; what is finished stays."""
        for part in self.begun:
            part.end()


def _as_read(study):
    """The study as it is before stories are known."""
    return SimpleNamespace(articles=study.result("reading", "read"), passages=study.passages, kept=study.kept)


def _export_all(entries, study, folder):
    paths = []
    for entry in entries:
        frame = entry.frame(study)
        caption = entry.caption(frame, study)
        paths.append(export(entry.figure(frame), frame, entry.name, folder, caption))
    return paths
