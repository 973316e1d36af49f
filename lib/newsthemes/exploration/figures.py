"""The figures of a study by name: drawn, as tables and as sentences."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsthemes.errors import InputError
from newsthemes.exploration.shown import Listing, ShownFigure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from newsthemes.results.study_tables import StudyTables as Answering
else:
    Answering = object


class Figures(Answering):
    """The verbs that answer with a figure of the registry."""

    figures_folder: Path | None = None  # where `show` exports what it shows; None: nowhere

    @property
    def figures(self) -> pd.DataFrame:
        """The figures there are: one row per figure, with its question, groupings, and why it is empty, if it
        is.

        >>> study.figures.set_index("figure")["question"]["theme-shares"]
        'How much of the coverage is about each theme?'
        >>> study.figures.set_index("figure")["missing"]["themes-together"]
        'no passage carries two themes'
        """
        from newsthemes.figures.registry import FIGURES

        rows = [
            (name, figure.question, ", ".join(figure.by), figure.notebook, figure.missing(self))
            for name, figure in FIGURES.items()
        ]
        return Listing(rows, columns=["figure", "question", "by", "notebook", "missing"])

    def table(self, name: str, by: str | None = None) -> pd.DataFrame:
        """Return the tidy frame that a figure draws; ``by``: a column to group by, where the figure has groups.

        >>> table = study.table("theme-shares", by="source")
        >>> table[table["measure"] == "main"][["theme", "group", "count", "n"]].values.tolist()[:2]
        [['Harbour', 'Desk', 1, 2], ['Bread', 'Desk', 1, 2]]
        """
        return Listing(_figure(name).data(self, by))

    def figure(self, name: str, by: str | None = None) -> "Figure":
        """Return a figure as a matplotlib Figure, to restyle or save.

        >>> axes = study.figure("theme-shares").axes[0]
        >>> [label.get_text() for label in axes.get_yticklabels()]
        ['Bread', 'Harbour']
        """
        return _figure(name).draw(self.table(name, by))

    def caption(self, name: str, by: str | None = None) -> str:
        """Return the sentence that says what a figure shows, with its number.

        >>> study.caption("theme-shares")
        'Harbour and Bread are each the main theme of 3 of 6 stories.'
        """
        return _figure(name).caption(self.table(name, by), self)

    def show(self, name: str, by: str | None = None) -> ShownFigure:
        """Return a figure with its caption as a notebook shows it; exported as well where the study was told to.

        ``.frame``, ``.figure`` and ``.caption`` of what is returned are those of ``table``, ``figure`` and
        ``caption``. Raises InputError for an unknown name, with the names there are.

        >>> shown = study.show("theme-shares")
        >>> shown
        theme-shares: Harbour and Bread are each the main theme of 3 of 6 stories.
        >>> len(shown.frame), len(shown.figure.axes), shown.path
        (4, 1, None)
        """
        return ShownFigure.of(self, _figure(name), by)


def _figure(name: str) -> Any:
    from newsthemes.figures.registry import FIGURES

    if name not in FIGURES:
        raise InputError(f"no figure '{name}'; there are: {', '.join(FIGURES)}")
    return FIGURES[name]
