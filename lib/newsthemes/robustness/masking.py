"""The themes with the names of companies, people and products hidden."""

import pandas as pd

from newsthemes.results.columns import theme_names
from newsthemes.results.study_tables import StudyTables

FRAGILE = 0.5  # a theme of whose passages fewer than this still carry it without the names leans on the names


def themes_without_names(study: StudyTables) -> pd.DataFrame:
    """theme, share, masked, kept, fragile, n: presence as written and with names hidden, over the kept passages."""
    from newsthemes.embedding import Embedder
    from newsthemes.themes import mask_entities, theme_presence

    kept = study.kept
    languages, articles = kept["language"].tolist(), kept["article_id"].tolist()
    texts, embedder = kept["text"].tolist(), Embedder(study.encoder)
    known = {"articles": articles, "encoder": embedder, "originals": texts}
    texts = mask_entities(texts, languages)
    vectors = embedder.embed(texts, languages)
    masked = theme_presence(texts, vectors, languages, study.theme_definitions, **known)
    written = study.presence
    still = (written & masked).sum() / written.sum().where(written.sum() > 0, 1)
    table = pd.DataFrame({"share": written.mean(), "masked": masked.mean(), "kept": still})
    table = (
        table.assign(fragile=(still < FRAGILE) & (written.sum() > 0), n=len(kept))
        .rename_axis("theme")
        .reset_index()
    )
    return theme_names(study, table)
