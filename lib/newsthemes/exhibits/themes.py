"""The themes as tables: shares, time, company, the topics they cover, and what is left without the names."""

from itertools import combinations

import pandas as pd

from newsthemes.exhibits.topics import topic_labels

WHOLE = "all"
NO_THEME = "no theme"
FRAGILE = 0.5  # a theme of whose passages fewer than this still carry it without the names leans on the names


def theme_shares(study, by=None, unit="articles"):
    """theme (a name), group, by, unit, share, low, high, n, overall, single_source, note; the largest groups first."""
    whole = study.prevalence(unit=unit)
    overall = dict(zip(whole["theme"], whole["share"], strict=True))
    table = (
        whole.assign(group=WHOLE) if by is None else study.prevalence(by, unit).rename(columns={by: "group"})
    )
    table = table.assign(by=by, overall=None if by is None else table["theme"].map(overall))
    if by is not None:
        table = table.sort_values(["n", "group"], ascending=[False, True], kind="stable")
    table["overall"] = table["overall"].astype(float)
    return _named(study, table)[
        ["theme", "group", "by", "unit", "share", "low", "high", "n", "overall", "single_source", "note"]
    ].reset_index(drop=True)


def themes_over_time(study):
    """theme, month, share, low, high, n, undated (articles without a date): the dated months only."""
    table = study.prevalence("month")
    undated = table.loc[table["month"] == "undated", "n"].max()
    dated = table[table["month"] != "undated"].assign(undated=0 if pd.isna(undated) else int(undated))
    largest = dated.groupby("theme")["share"].transform("mean")
    dated = dated.assign(order=-largest).sort_values(["order", "theme", "month"])
    return _named(study, dated)[["theme", "month", "share", "low", "high", "n", "undated"]].reset_index(
        drop=True
    )


def theme_cooccurrence(study):
    """theme, other, passages, expected: one row a pair of themes that occur, the commonest themes first."""
    presence = study.presence
    counts = presence.sum().sort_values(ascending=False, kind="stable")
    names, rows = study.theme_definitions.names, []
    for theme, other in combinations(counts.index[counts > 0], 2):
        both = int((presence[theme] & presence[other]).sum())
        rows.append((names[theme], names[other], both, counts[theme] * counts[other] / len(presence)))
    return pd.DataFrame(rows, columns=["theme", "other", "passages", "expected"]).astype(
        {"passages": int, "expected": float}
    )


def topics_by_themes(study):
    """topic, label, size, theme, share, named: how much of each topic carries each theme, and how much none; ``named``:
    whether any theme names the topic (see ``newsthemes.themes.themes_by_topics``)."""
    from newsthemes.themes import themes_by_topics

    crossed = themes_by_topics(study.presence, study.topics.assignment)
    crossed = crossed[crossed["topic"] >= 0].assign(named=lambda table: table["theme"].notna())
    commonest = study.presence.sum().sort_values(ascending=False, kind="stable").index
    crossed = crossed.drop(columns="theme").assign(any=1 - crossed["any"]).rename(columns={"any": NO_THEME})
    long = crossed.melt(["topic", "passages", "named"], [*commonest, NO_THEME], "theme", "share")
    long = _named(study, long.sort_values("topic", kind="stable", ignore_index=True), {NO_THEME: NO_THEME})
    long["label"] = long["topic"].map(topic_labels(study))
    return long.rename(columns={"passages": "size"})[["topic", "label", "size", "theme", "share", "named"]]


def entity_masking(study):
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
    return _named(study, table)


def _named(study, table, more=()):
    return table.assign(theme=table["theme"].map({**study.theme_definitions.names, **dict(more)}))
