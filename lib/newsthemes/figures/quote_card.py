"""A quote to share."""

import pandas as pd
from matplotlib.figure import Figure

from newsthemes.figures.colours import ACCENT, INK, QUIET
from newsthemes.figures.missing import no_theme
from newsthemes.figures.phrasing import share_of
from newsthemes.figures.registry import figure
from newsthemes.figures.style import INNER, SMALL, empty, families, page, short, wrapped, written_axes
from newsthemes.language.codes import language_name
from newsthemes.results.study_tables import StudyTables

QUOTE_SIZE, LONGEST_QUOTE = 20, 420


@figure(stage="evidence", notebook="04-themes", in_run=())
class QuoteCard:
    """What does the coverage say in its own words?"""

    missing = staticmethod(no_theme)

    @staticmethod
    def data(study: StudyTables) -> pd.DataFrame:
        """theme, share (of stories that mention it), count and n (stories), quote, gloss (None in English), language,
        source, title, date: the surest quote of the theme mentioned most that is short enough for a card."""
        columns = ["theme", "share", "count", "n", "quote", "gloss", "language", "source", "title", "date"]
        shares = study.prevalence(None, measure="mentions").sort_values(
            "share", ascending=False, kind="stable"
        )
        for row in shares.itertuples():
            said = study.evidence[study.evidence["theme"] == row.theme]
            said = said[said["quote"].str.len() <= LONGEST_QUOTE].sort_values(
                "language", key=lambda codes: codes.ne("en"), kind="stable"
            )
            if len(said) and row.share > 0:
                chosen = said.head(1).assign(
                    theme=study.theme_definitions.names[row.theme],
                    share=row.share,
                    **{"count": row._asdict()["count"], "n": row.n},
                )
                return chosen.assign(language=chosen["language"].map(language_name))[columns].reset_index(
                    drop=True
                )
        return pd.DataFrame(columns=columns)

    @staticmethod
    def draw(frame: pd.DataFrame) -> Figure:
        """One quote in large type, with who said it and how much of the coverage is about its theme.

        ``frame``: theme, share, count, n, quote, gloss, language, source, title, date; the first row.
        """
        if frame.empty:
            return empty(frame, "A quote", "No passage carries a theme.")
        said = frame.iloc[0].where(frame.iloc[0].notna(), None)
        lines = wrapped(f"“{said['quote']}”", QUOTE_SIZE, 7.3)
        under = wrapped(said["gloss"] or "", SMALL + 2, 7.3)
        credit = [said["source"], said["title"], said["date"] and str(said["date"])[:10]]
        height = 0.42 * len(lines) + 0.22 * len(under) + 0.7
        figure = page(
            frame,
            height,
            said["theme"],
            f"Mentioned in {_counted(said)}",
            f"Verbatim, {said['language']}." + (" Word-by-word gloss below the quote." if under else ""),
            f"Quote: {said['quote']}",
        )
        axes = written_axes(figure)
        axes.set_xlim(0, INNER)
        axes.set_ylim(height, 0)
        axes.plot([0, 0], [0.1, height - 0.15], color=ACCENT, lw=4, solid_capstyle="butt")
        for number, line in enumerate(lines):
            axes.text(0.18, 0.38 + 0.42 * number, line, size=QUOTE_SIZE, color=INK, family=families()[1])
        base = 0.36 + 0.42 * len(lines)
        for number, line in enumerate(under):
            axes.text(0.18, base + 0.22 * number, line, size=SMALL + 2, color=QUIET)
        source = " · ".join(str(part) for part in credit if part)
        axes.text(0.18, height - 0.22, short(source, SMALL + 2, 7.3), size=SMALL + 2, color=ACCENT)
        return figure

    @staticmethod
    def caption(frame: pd.DataFrame, study: StudyTables) -> str:
        said = frame.iloc[0]
        whose = f"; in the words of {said['source']}" if isinstance(said["source"], str) else ""
        return f"{said['theme']} is mentioned in {_counted(said)}{whose}: “{said['quote']}”"


def _counted(said: pd.Series) -> str:
    return share_of(said["share"], said["count"], said["n"], said["n"])
