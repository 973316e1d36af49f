"""Shares of themes, as they are counted and as labels correct them."""

from pathlib import Path

import pandas as pd

from newsthemes.exploration.names import Names
from newsthemes.exploration.shown import Listing


class Shares(Names):
    """The verbs that answer with how much of the coverage is about a theme."""

    def share(
        self, theme: str, by: str | None = None, measure: str = "main", unit: str = "stories"
    ) -> pd.DataFrame:
        """Return how much of the coverage is about a theme, with intervals: one row, or one per group of
        ``by``.

        ``theme``: its id or name. ``measure``: "main" (the article's main theme, by its words), "mentions" (a
        passage carries it) or "words" (of the text). ``unit``: "stories" (copies count once) or "articles".
        See :func:`newsthemes.prevalence.prevalence` for the columns.

        >>> study.share("bread", by="source")[["source", "share", "count", "n"]].values.tolist()
        [['Desk', 0.5, 1, 2], ['Echo', 0.0, 0, 1], ['Post', 0.5, 1, 2], ['Revue', 0.5, 1, 2]]
        """
        theme = self.theme_id(theme)
        table = self.prevalence(by, unit, measure)
        return Listing(table[table["theme"] == theme].reset_index(drop=True))

    def to_label(self, theme: str, n: int = 120, to: str | Path | None = None) -> pd.DataFrame:
        """Return ``n`` passages to label by hand for a theme, drawn at random with known probabilities, as a sheet.

        ``to``: a CSV file to write it to; where it is there already, it is extended and its labels stay. See
        :func:`newsthemes.labelling.to_label`.

        >>> study.to_label("bread", n=8)[["text", "theme", "probability"]].round(2).values.tolist()[0]
        ['Le prix du pain augmente', 'bread', 0.29]
        """
        from newsthemes.labelling import to_label, write_sheet

        earlier = to if to is not None and Path(to).exists() else None
        sheet = to_label(self, self.theme_id(theme), n, earlier)
        if to is not None:
            write_sheet(sheet, to)
        return Listing(sheet)

    def corrected_share(
        self, theme: str, labels: pd.DataFrame | str | Path, by: str | None = None
    ) -> pd.DataFrame:
        """Return the share of passages that carry a theme, corrected for the classifier's errors by a filled-in sheet
        of ``to_label`` (CSV or frame), with intervals; see :func:`newsthemes.labelling.corrected_share`.

        >>> sheet = study.to_label("bread", n=20)
        >>> sheet["label"] = sheet["text"].str.contains("bread|pain", case=False)
        >>> study.corrected_share("bread", sheet)[["share", "uncorrected", "labels"]].round(3).values.tolist()
        [[0.214, 0.5, 14.0]]
        """
        from newsthemes.labelling import corrected_share

        table = corrected_share(self, self.theme_id(theme), labels, by)
        listed = Listing(table)
        listed.attrs = table.attrs
        return listed
