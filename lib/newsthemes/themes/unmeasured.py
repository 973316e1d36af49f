"""Themes of all content, the passages included in which they cannot be measured: no encoder reads the language."""

from typing import NamedTuple

import numpy as np
import pandas as pd

UNREAD = "language not read"  # the reason of a passage that was set aside for its language alone


class Content(NamedTuple):
    """``passages``: those kept or UNREAD, row-aligned with ``presence``, ``scores`` (false and null where a theme is
    not measured) and ``measured`` (bool): what :func:`article_themes` and ``prevalence`` take."""

    passages: pd.DataFrame
    presence: pd.DataFrame
    scores: pd.DataFrame
    measured: np.ndarray


def content_themes(
    passages: pd.DataFrame,
    presence: pd.DataFrame,
    scores: pd.DataFrame | None = None,
    kept_passages: pd.DataFrame | None = None,
) -> Content:
    """Return the :class:`Content` of ``passages`` (with ``kept`` and ``reason``); ``presence`` and ``scores`` are
    row-aligned with the kept ones. ``kept_passages``: these as a table, where there is one: it is shared, not copied,
    where themes are measured in all content.

    >>> passages = pd.DataFrame({"kept": [True, False, False], "reason": [None, "menu", UNREAD]})
    >>> content = content_themes(passages, pd.DataFrame({"rain": [True]}))
    >>> content.presence["rain"].tolist(), content.measured.tolist()
    ([True, False], [True, False])
    """
    kept = passages["kept"].to_numpy(bool)
    content = kept | passages["reason"].eq(UNREAD).to_numpy(bool)
    measured = kept[content]
    if measured.all() and kept_passages is not None:
        known = presence if scores is None else scores
        return Content(kept_passages.drop(columns="kept"), presence, known.astype(float), measured)
    rows = np.where(measured, np.cumsum(measured) - 1, -1)
    known = presence if scores is None else scores
    return Content(
        passages[content].drop(columns="kept").reset_index(drop=True),
        presence.reindex(rows, fill_value=False).reset_index(drop=True),
        known.astype(float).reindex(rows).reset_index(drop=True),
        measured,
    )
