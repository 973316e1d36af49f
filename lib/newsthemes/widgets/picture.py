"""An explorer where no browser runs it: a picture of the map, the first quotes, and a line that says so."""

import html
from typing import TYPE_CHECKING

import pandas as pd

from newsthemes.exploration.shown import Listing

if TYPE_CHECKING:
    from newsthemes.widgets.explorer import Explorer

NO_FRONT_END = (
    "This explorer needs a notebook with widgets: JupyterLab 4, Notebook 7 or VS Code, with the kernel running. "
    "Here is what it shows, as a picture and tables."
)
QUOTES = 5


def picture(explorer: "Explorer") -> str:
    """Return the map as a picture, the shares and the first quotes of the selection, as HTML; text stays text."""
    study = explorer.study
    shown = study.show(
        "topic-map", by=None if explorer.map.by not in ("theme", "language", "source") else explorer.map.by
    )
    drawn = shown._repr_mimebundle_()
    image = drawn.get("text/html") or f"<p>{html.escape(shown.caption)}</p>"
    quotes = explorer.selection.head(QUOTES)
    parts = (
        f"<p>{html.escape(NO_FRONT_END)}</p>",
        image,
        shares_table(explorer)._repr_html_(),
        quotes._repr_html_(),
    )
    return "".join(parts)


def shares_table(explorer: "Explorer") -> pd.DataFrame:
    """Return the shares of the selection as a reader's table: name, share, low, high, rest."""
    table = explorer.shares
    return Listing(
        table[["kind", "name", "share", "low", "high", "share_rest"]].rename(columns={"share_rest": "rest"})
    )


def lines(explorer: "Explorer") -> str:
    """Return the explorer as plain text: what is selected, and the shares."""
    head = f"{explorer.study.title}: {len(explorer.selected.rows):,} of {len(explorer.study.kept):,} passages selected."
    with pd.option_context("display.width", 110, "display.max_columns", 10):
        return f"{head} {NO_FRONT_END}\n{pd.DataFrame(shares_table(explorer)).to_string(index=False)}"
