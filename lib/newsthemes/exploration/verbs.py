"""The verbs of a study: each answers one question about a study or a selection, from what has been computed."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsthemes.errors import InputError
from newsthemes.exploration.figures import Figures
from newsthemes.exploration.overview import Overview
from newsthemes.exploration.quotes import Quotes
from newsthemes.exploration.shares import Shares

if TYPE_CHECKING:
    from newsthemes.exploration.keyness import Keyness


class Exploration(Figures, Quotes, Shares, Overview):
    """What a study and a selection of one can be asked.

    Whoever inherits has ``articles``, ``passages``, ``kept`` (passages that are content), ``vectors_of_kept``,
    ``topics``, ``scores`` and ``presence`` (a column per theme, rows as in ``kept``), ``evidence``,
    ``theme_definitions``, ``prevalence(by, unit, measure)``, ``embedder``, ``seed`` and ``figures_folder``.

    The ``study`` of the examples is a finished run on seven short articles about a harbour and about bread, two of
    them one story: ``lib/conftest.py``.
    """

    @cached_property
    def content(self) -> Any:
        """The themes of all content, where they are measured and where not; see ``themes/unmeasured.py``.

        >>> study.content.presence.sum().to_dict(), bool(study.content.measured.all())
        ({'harbour': 10, 'bread': 7}, True)
        """
        from newsthemes.themes import content_themes

        return content_themes(self.passages, self.presence, self.scores, self.kept)

    @cached_property
    def article_themes(self) -> pd.DataFrame:
        """One row an article and theme: article_id, theme, main, present, words, score.

        >>> study.article_themes[["article_id", "theme", "main", "words"]].values.tolist()[:2]
        [['table#a', 'harbour', True, 18], ['table#a', 'bread', False, 0]]
        """
        from newsthemes.themes import article_themes

        return article_themes(*self.content)

    def theme(self, name: str, definition: str, seeds: Any = None) -> pd.DataFrame:
        """Return what a theme of one's own catches: one row per passage, the surest first; the study is not
        changed.

        See :func:`newsthemes.exploration.theme_trial.theme_trial`.

        >>> study.theme("summer", "A dry summer")[["present", "quote"]].values.tolist()[0]
        [True, 'Flour is scarce after a dry summer.']
        """
        from newsthemes.exploration.theme_trial import theme_trial

        return theme_trial(self, name, definition, seeds)

    # Parts

    def where(self, **conditions: Any) -> "Exploration":
        """Return the part of the study for which all conditions hold; it answers to the same verbs.

        A condition is a column of ``articles`` with a value, a list of values, or for ``date`` also a year, a
        month or a pair (from, to), ends included. ``language`` is that of the article. ``topic`` and
        ``theme`` choose passages; only articles that keep one stay. Raises InputError where there is no such
        column or nothing is left.

        >>> part = study.where(source="Desk", date=2024)
        >>> part.articles["article_id"].tolist()
        ['table#a', 'table#d']
        >>> part.where(theme="Harbour").quotes(n=1)["quote"].tolist()
        ['Harbour to be dredged']
        """
        from newsthemes.exploration.selection import select

        return select(self, conditions)

    def compare(self, a: Any, b: Any = None, n: int = 15) -> "Keyness":
        """Return what sets two selections apart: words and themes, with intervals and quotes.

        ``a``, ``b``: selections of this study, or conditions as ``where`` takes them, in a dict; ``b`` is by default
        all passages that are not in ``a``. See :func:`newsthemes.exploration.keyness.keyness`.

        >>> found = study.compare({"date": "2024-01"}, {"date": "2024-03"})
        >>> found.n, found.themes[["theme", "share_a", "share_b"]].values.tolist()
        ({'a': 2, 'b': 2}, [['Harbour', 1.0, 0.0], ['Bread', 0.0, 1.0]])
        """
        from newsthemes.exploration.keyness import keyness
        from newsthemes.exploration.selection import complement

        a, b = (self.where(**part) if isinstance(part, dict) else part for part in (a, b))
        return keyness(a, complement(self, a) if b is None else b, n=n)

    def explore(self) -> Any:
        """Return a widget to work in: a map to select on, a reader, shares of the selection, themes, labels.

        ``.selection`` is what is selected, as a frame; assign a frame, a part of the study, ids or None to it. Needs
        the extra: ``pip install "newsthemes[explore]"``. See :class:`newsthemes.widgets.explorer.Explorer`.

        >>> explorer = study.explore()
        >>> explorer.selection = study.where(source="Desk")
        >>> explorer.selection["article_id"].unique().tolist()
        ['table#a', 'table#d']
        """
        try:
            from newsthemes.widgets.explorer import Explorer
        except ModuleNotFoundError as error:
            raise InputError(
                f"explore: {error.name} is not installed; pip install 'newsthemes[explore]'"
            ) from None
        return Explorer(self)
