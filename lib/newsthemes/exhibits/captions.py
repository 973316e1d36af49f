"""The sentence beneath each figure, with its number: one function a figure, from its frame and the study.

Notebooks and runs take the sentence from here, so that they say the same.
"""

from newsthemes.figures.phrasing import listed, percent, plural
from newsthemes.figures.robustness import FOUND_AGAIN


def corpus_overview(frame, study):
    if frame.empty:
        return "No article could be read."
    languages = frame.groupby("language")["articles"].sum().sort_values(ascending=False, kind="stable")
    counted = listed(f"{name}: {count}" for name, count in languages.items())
    return (
        f"{plural(int(frame['articles'].sum()), 'article')} from {plural(frame['source'].nunique(), 'source')} in "
        f"{plural(len(languages), 'language')} ({counted}); with a date: {study.articles['date'].notna().sum():,}."
    )


def removed(frame, study):
    if frame.empty:
        return f"Nothing was set aside of {plural(len(study.passages), 'passage')}."
    reasons = listed(
        f"{row.reason} ({plural(row.passages, 'passage')})" for row in frame.head(3).itertuples()
    )
    return (
        f"{plural(int(frame['passages'].sum()), 'passage')} set aside, {percent(frame['share'].sum())} of all words; "
        f"most words went to: {reasons}."
    )


def article_languages(frame, study):
    mixed = frame[~frame["main"].astype(bool)]
    foreign = mixed["words"].sum() / max(frame["words"].sum(), 1)
    return (
        f"Articles that mix languages: {mixed['article'].nunique():,} of {frame['article'].nunique():,}; "
        f"kept words that are not in their article's main language: {percent(foreign)}."
    )


def before_after(leaks, study):
    """From the frame of the leak meter: a map shows no number."""
    if leaks.empty:
        return "With fewer than two languages there is nothing to compare."
    first, last = leaks.iloc[0], leaks.iloc[-1]
    return (
        f"Share of a passage's nearest neighbours in its own language: {percent(first['leak'])} for {first['space']}, "
        f"{percent(last['leak'])} for {last['space']}; chance would give {percent(leaks['chance'].max())}."
    )


def leak_meter(frame, study):
    excess = (frame["leak"] - frame["chance"]).clip(lower=0)
    if frame.empty or not excess.iloc[0] > 0:
        return "There is no language leak beyond chance to remove."
    gone = 1 - excess.iloc[-1] / excess.iloc[0]
    return f"Of the language leak beyond chance, {percent(gone)} is gone after the study's two steps."


def neighbour_languages(frame, study):
    own = frame[frame["language"] == frame["neighbour"]]
    if own.empty or frame["language"].nunique() < 2:
        return "With fewer than two languages there is nothing to compare."
    weighted = own.assign(own=own["share"] * own["n"], chance=own["expected"] * own["n"])
    sums = weighted.groupby("space", sort=False)[["own", "chance", "n"]].sum()
    shares = listed(f"{percent(row.own / row.n)} for {row.Index}" for row in sums.itertuples())
    return (
        f"Nearest passage of another article in the same language: {shares}; chance would give "
        f"{percent((sums['chance'] / sums['n']).max())}."
    )


def parallax(frame, study):
    if frame.empty:
        return "No story of this corpus is told in two languages."
    medians = frame.groupby(["space", "pair"], sort=False)["distance"].median()
    said = [
        f"{space}, {listed(f'{distance:.2f} to {pair}' for pair, distance in medians[space].items())}"
        for space in medians.index.unique("space")
    ]
    return f"Median distance: {'; '.join(said)}."


def passage_map(frame, study):
    """Of topics: how much they keep of the languages; of any other groups: how many passages have one."""
    by = frame["by"].iloc[0] if len(frame) else "group"
    sizes = frame["group"].value_counts()
    if by == "topic" and len(study.topics.table):
        leak = study.topics.table["language_leak"].max()
        return (
            f"{plural(int(frame['group'].notna().sum()), 'passage')} in {plural(len(sizes), 'topic')}; "
            f"the most one-sided topic gives away {percent(leak)} of what it could about its language."
        )
    commonest = listed(f"{name} ({size:,})" for name, size in sizes.head(3).items())
    share = frame["group"].notna().mean() if len(frame) else None
    if sizes.empty:
        return f"None of {plural(len(frame), 'passage')} has a {by}."
    return f"With a {by}: {percent(share)} of {plural(len(frame), 'passage')}; the commonest: {commonest}."


def topic_terms(frame, study):
    topics = frame.drop_duplicates("topic")
    if topics.empty:
        return _no_topic(study)
    outside = (study.topics.assignment < 0).mean() if len(study.kept) else None
    return (
        f"{plural(len(topics), 'topic')}; the largest: {listed(f'“{label}”' for label in topics['label'].head(3))}. "
        f"In no topic: {percent(outside)} of {plural(len(study.kept), 'passage')}."
    )


def topic_stability(frame, study):
    if frame.empty:
        return _no_topic(study)
    solid = frame[frame["stability"] >= frame["bar"]]
    single = frame.loc[frame["single_source"].astype(bool), "label"]
    return (
        f"Solid: {len(solid)} of {plural(len(frame), 'topic')}; "
        f"resting on one source only: {listed(f'“{label}”' for label in single)}."
    )


def topic_hierarchy(frame, study):
    finer = frame[frame["parent"].notna()]
    top = plural(int(frame["parent"].isna().sum()), "topic")
    if finer.empty:
        return (
            f"None of {top} divides into finer ones."
            if len(frame)
            else "No topic was found, so none is inside it."
        )
    return f"{plural(len(finer), 'finer topic')} inside {finer['parent'].nunique()} of {top}."


def shuffled_control(frame, study):
    solid = frame[frame["stability"] >= frame["bar"]].groupby("corpus").size()
    return (
        f"Solid topics: {solid.get('as written', 0)} in the corpus as written, "
        f"{solid.get('words shuffled', 0)} in the same words shuffled."
    )


def theme_shares(frame, study):
    """Of the whole corpus: the commonest themes; of groups: where the groups are furthest apart."""
    if frame.empty or not frame["share"].max() > 0:
        return f"No theme was found in {plural(len(study.articles), 'article')}."
    if frame["by"].isna().all():
        top = frame[frame["share"] > 0].sort_values("share", ascending=False, kind="stable").head(3)
        most = listed(f"{row.theme} ({percent(row.share)} of articles)" for row in top.itertuples())
        return f"Most carried: {most}."
    by, widest = frame["by"].iloc[0], _widest(frame)
    if widest is None:
        return f"There is one {by} only, so no gap between groups."
    low, high = widest
    return (
        f"The widest gap by {by}: {high.theme}, {percent(low.share)} ({low.group}) to {percent(high.share)} "
        f"({high.group}); their intervals {_overlap(low, high)}."
    )


def themes_over_time(frame, study):
    undated = int(study.articles["date"].isna().sum())
    dated, months = int(frame.drop_duplicates("month")["n"].sum()), frame["month"].nunique()
    return (
        f"{plural(dated, 'dated article')} in {plural(months, 'month')}; "
        f"without a date and not on the figure: {undated:,}."
    )


def theme_cooccurrence(frame, study):
    pairs = frame[frame["passages"] > 0].nlargest(2, "passages").itertuples()
    company = listed((f"{p.theme} with {p.other} ({p.passages:,})" for p in pairs), none="no two themes")
    return f"Most often in one passage: {company}."


def topics_by_themes(frame, study):
    if frame.empty:
        return _no_topic(study)
    missed = frame.loc[~frame["named"].astype(bool), "label"].unique()
    missed = listed((f"“{label}”" for label in missed), none="none of them")
    return f"Of {plural(frame['topic'].nunique(), 'topic')}, those of which no theme is typical: {missed}."


def evidence_strips(frame, study):
    carried = study.presence.to_numpy(bool).sum(axis=1)
    return (
        f"With a theme: {(carried > 0).sum():,} of {plural(len(carried), 'passage')}; "
        f"with more than one: {(carried > 1).sum():,}."
    )


def contradictions(frame, study):
    relations = frame.drop_duplicates("claim")["relation"]
    exclude, may = int((relations == "differ").sum()), int((relations != "differ").sum())
    articles = plural(frame["article"].nunique(), "article")
    return (
        f"{plural(len(relations), 'thing')} with different figures, in {articles}: "
        f"{exclude} whose figures exclude one another, {may} whose wording may allow both."
    )


def entity_masking(frame, study):
    fragile = frame.loc[frame["fragile"].astype(bool), "theme"]
    if not frame["share"].sum() > 0:
        return "No passage carries a theme."
    stay = (frame["kept"] * frame["share"]).sum() / frame["share"].sum()
    least = frame[frame["share"] > 0].nsmallest(1, "kept").iloc[0]
    return (
        f"Of the passages that carry a theme, {percent(stay)} still carry it without the names, the least of "
        f"{least['theme']} ({percent(least['kept'])}); themes that fall apart: {listed(fragile)}."
    )


def theme_survival(frame, study):
    bounded = frame[frame["variant"] != "the study"].dropna(subset=["low", "high"])
    outside = bounded[(bounded["share"] < bounded["low"]) | (bounded["share"] > bounded["high"])]
    names = listed(f"{name} ({n})" for name, n in outside["variant"].value_counts().items())
    inside = len(bounded) - len(outside)
    return f"Within the study's intervals: {inside} of {plural(len(bounded), 'share')} that have one; outside: {names}."


def topic_survival(frame, study):
    if frame.empty:
        return _no_topic(study)
    held = frame.groupby("label", sort=False)["overlap"].median()
    weakest = listed((f"“{label}”" for label in held.nsmallest(2).index), none="no topic")
    return (
        f"Found again by {percent(FOUND_AGAIN)} or more in half of the variants: {int((held >= FOUND_AGAIN).sum())} of "
        f"{plural(len(held), 'topic')}; weakest: {weakest}."
    )


def _no_topic(study):
    return f"No topic was found in {plural(len(study.kept), 'passage')}."


def _widest(frame):
    """The rows of the smallest and the largest share of the theme whose groups are furthest apart."""
    known = frame[frame["share"].notna()]
    if known["group"].nunique() < 2:
        return None
    ends = known.groupby("theme", sort=False)["share"].agg(lambda shares: shares.max() - shares.min())
    part = known[known["theme"] == ends.idxmax()].sort_values("share", kind="stable")
    ends = list(part.itertuples())
    return ends[0], ends[-1]


def _overlap(low, high):
    if low.high != low.high or high.low != high.low:
        return "are not known, for want of stories"
    return "overlap" if low.high >= high.low else "do not overlap"
