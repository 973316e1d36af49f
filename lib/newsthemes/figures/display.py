"""Exported figures and frames, to look at in a notebook."""

import html
from pathlib import Path
from typing import Any

import pandas as pd

from newsthemes.figures.export import described


def show(path: str | Path) -> None:
    """Display an exported png in a notebook, its caption underneath."""
    from IPython.display import Image, Markdown, display

    words = described(path)
    caption = html.escape(words["Caption"], quote=False)
    display(Image(filename=path, retina=True, alt=words["Description"]), Markdown(caption))


def table(frame: pd.DataFrame, none: str = "Nothing to list.") -> Any:
    """A frame to read in a notebook: no index, texts in full, article text shown as text whatever it contains."""
    import pandas as pd
    from IPython.display import HTML, Markdown

    with pd.option_context("display.max_colwidth", None):
        return HTML(frame.to_html(index=False, justify="left", border=0)) if len(frame) else Markdown(none)
