"""Why a study has nothing to draw for a figure: each function returns the reason, or None where there is something."""

from newsthemes.figures.phrasing import FEWEST_FOR_PERCENT
from newsthemes.language.codes import language_name
from newsthemes.results.study_tables import StudyTables
from newsthemes.themes.unmeasured import UNREAD
from newsthemes.topics.evidence_level import ONE, shows_topics


def no_article(study: StudyTables, by: str | None = None) -> str | None:
    return None if len(study.articles) else "no article could be read"


def no_passage(study: StudyTables, by: str | None = None) -> str | None:
    unread = "no encoder reads the language of the articles"
    none = unread if study.passages["reason"].eq(UNREAD).any() else "no passage was kept"
    return None if len(study.kept) else none


def one_language(study: StudyTables, by: str | None = None) -> str | None:
    number = study.kept["language"].nunique()
    return None if number > 1 else "the passages are all in one language" if number else no_passage(study)


def no_group(study: StudyTables, by: str | None = None) -> str | None:
    if len(study.topics.table) == 0:
        return "no topic was found; the study's claims say why"
    return "one passage shows no topic" if study.topics.rung == ONE else None


def no_topic(study: StudyTables, by: str | None = None) -> str | None:
    """As :func:`no_group`, and where passages are so few that their groups cannot be called topics or counted."""
    few = f"with {study.topics.rung} there are groups of alike passages, but no topics to count"
    return no_group(study) or (None if shows_topics(study.topics.rung) else few)


def no_theme(study: StudyTables, by: str | None = None) -> str | None:
    return None if study.presence.to_numpy(bool).any() else no_passage(study) or "no passage carries a theme"


def one_month(study: StudyTables, by: str | None = None) -> str | None:
    months = study.articles["date"].dropna().astype(str).str[:7].nunique()
    return (
        None if months > 1 else "all dated articles are of one month" if months else "no article has a date"
    )


def small_months(study: StudyTables, by: str | None = None) -> str | None:
    """As :func:`one_month`, and where no month has stories enough for a percentage."""
    dated = study.articles.dropna(subset=["date"])
    most = dated["story_id"].groupby(dated["date"].astype(str).str[:7]).nunique().max()
    few = f"no month has {FEWEST_FOR_PERCENT} stories with a date, below which a share says less than a count"
    return one_month(study) or (None if most >= FEWEST_FOR_PERCENT else few)


def one_value(study: StudyTables, by: str | None) -> str | None:
    """The groups of a column can't be compared: it is unknown everywhere, or the same everywhere.

    Columns that are neither of articles nor of passages ("theme", "topic", "month") are not judged here.
    """
    table = next((table for table in (study.articles, study.kept) if by in table), None)
    if table is None:
        return None
    known = table[by].dropna().unique()
    if len(known) == 0:
        return f"no article has a {by}"
    same = language_name(known[0]) if by == "language" else known[0]
    return f"all articles with a {by} have the same, {same}" if len(known) == 1 else None
