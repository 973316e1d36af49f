"""Why a study has nothing to draw for a figure: each function returns the reason, or None where there is something."""

from newsthemes.results.study_tables import StudyTables


def no_article(study: StudyTables, by: str | None = None) -> str | None:
    return None if len(study.articles) else "no article could be read"


def no_passage(study: StudyTables, by: str | None = None) -> str | None:
    return None if len(study.kept) else "no passage was kept"


def one_language(study: StudyTables, by: str | None = None) -> str | None:
    number = study.kept["language"].nunique()
    return None if number > 1 else "the passages are all in one language" if number else no_passage(study)


def no_topic(study: StudyTables, by: str | None = None) -> str | None:
    return None if len(study.topics.table) else "no topic was found; the study's claims say why"


def no_theme(study: StudyTables, by: str | None = None) -> str | None:
    return None if study.presence.to_numpy(bool).any() else no_passage(study) or "no passage carries a theme"


def one_month(study: StudyTables, by: str | None = None) -> str | None:
    months = study.articles["date"].dropna().astype(str).str[:7].nunique()
    return (
        None if months > 1 else "all dated articles are of one month" if months else "no article has a date"
    )


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
    return f"all articles with a {by} have the same, {known[0]}" if len(known) == 1 else None
