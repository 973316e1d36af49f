"""How many stories mention a theme or a topic, counted from one row per article: soon enough to follow each edit."""

from typing import Any

import numpy as np
import pandas as pd

from newsthemes.prevalence import prevalence


def mention_shares(study: Any, presence: pd.DataFrame, rows: np.ndarray | None = None) -> pd.DataFrame | None:
    """Return the shares of ``newsthemes.prevalence.prevalence`` by story for measure "mentions".

    ``presence``: bool, a column per theme, row-aligned with ``study.kept``. ``rows``: the rows of it that are counted;
    None: all. One row per theme, in their order; None where no passage is counted. A story mentions what one of its
    passages does, so the rows of an article are put together first: counting 100,000 passages takes 0.1 s, not 1.

    >>> mention_shares(study, study.presence)[["theme", "count", "n"]].values.tolist()
    [['harbour', 3, 6], ['bread', 3, 6]]
    """
    named = study.kept["article_id"] if rows is None else study.kept["article_id"].iloc[rows]
    if not len(named):
        return None
    number, ids = pd.factorize(named)
    flags = presence.to_numpy(bool) if rows is None else presence.to_numpy(bool)[rows]
    mentions = np.zeros((len(ids), flags.shape[1]), bool)
    for column in range(flags.shape[1]):
        mentions[number[flags[:, column]], column] = True
    passages = pd.DataFrame({"article_id": ids, "text": ""})  # words do not count here
    about = study.articles[[name for name in ("article_id", "story_id", "source") if name in study.articles]]
    found = pd.DataFrame(mentions, columns=list(presence))
    return prevalence(about, passages, found, measure="mentions", seed=study.seed)
