"""What came in, what was set aside, and which languages an article mixes."""

import pandas as pd

UNKNOWN = "unknown"


def words_of(passages):
    """Words in each passage, separated by white space."""
    return pd.Series([len(text.split()) for text in passages["text"]], passages.index, int)


def article_names(study):
    """{article_id: a name to show}: its title, with the id where another article has the same one or none."""
    articles = study.articles
    titles = articles["title"].where(articles["title"].notna(), "")
    shared = titles.duplicated(keep=False) & (titles != "")
    names = titles.where(titles != "", articles["article_id"])
    names = names.where(~shared, articles["article_id"] + ": " + names)
    return dict(zip(articles["article_id"], names, strict=True))


def of_article(study, column):
    """A column of ``articles`` for each kept passage, "unknown" where it is empty."""
    values = study.articles.set_index("article_id")[column].reindex(study.kept["article_id"])
    return values.where(values.notna(), UNKNOWN).reset_index(drop=True)


def corpus_overview(study):
    """source, language, articles, passages, words: one row a combination, the largest sources first."""
    articles = study.articles
    kept = study.kept.assign(words=words_of(study.kept)).groupby("article_id")
    table = pd.DataFrame(
        {
            "source": articles["source"].where(articles["source"].notna(), UNKNOWN),
            "language": articles["language"].where(articles["language"].notna(), UNKNOWN),
            "articles": 1,
            "passages": articles["article_id"].map(kept.size()).fillna(0).astype(int),
            "words": articles["article_id"].map(kept["words"].sum()).fillna(0).astype(int),
        }
    )
    counted = table.groupby(["source", "language"], as_index=False).sum()
    by_source = counted.groupby("source")["articles"].transform("sum")
    by_language = counted.groupby("language")["articles"].transform("sum")
    order = pd.DataFrame(
        {"s": -by_source, "source": counted["source"], "l": -by_language, "code": counted["language"]}
    )
    return counted.loc[order.sort_values(list(order)).index].reset_index(drop=True)


def removed(study):
    """reason, passages, words, share (of all words): one row a reason, most words first. Front matter is left out:
    it was read into the columns of ``articles`` and is no text of the article."""
    passages = study.passages[study.passages["reason"].ne("front matter")]
    passages = passages.assign(words=words_of(passages))
    whole = max(int(passages["words"].sum()), 1)
    aside = (
        passages[~passages["kept"].astype(bool)].groupby("reason")["words"].agg(["size", "sum"]).reset_index()
    )
    aside.columns = ["reason", "passages", "words"]
    aside["share"] = aside["words"] / whole
    return aside.sort_values(["words", "reason"], ascending=[False, True], ignore_index=True)


def article_languages(study):
    """article, language, words, share, main: one row an article and language of its kept passages."""
    kept = study.kept.assign(
        words=words_of(study.kept), article=study.kept["article_id"].map(article_names(study))
    )
    table = kept.groupby(["article", "language"], as_index=False, sort=False)["words"].sum()
    whole = table.groupby("article")["words"].transform("sum")
    table["share"] = table["words"] / whole.where(whole > 0, 1)
    largest = (
        table.sort_values(["words", "language"], ascending=[False, True]).drop_duplicates("article").index
    )
    table["main"] = table.index.isin(largest)
    return table
