"""A sheet as one html file, for a coder without Python: keys y, n, s, u; its download is a sheet again."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.results.spreadsheet_cells import harmless

TEMPLATE = Path(__file__).with_name("label_page.html")


def write_label_page(sheet: pd.DataFrame, path: str | Path, name: str, definition: str = "") -> Path:
    """Write a sheet of ``to_label`` as a page that works offline, without its labels; return its path.

    ``name``, ``definition``: of the theme, shown above each passage. What the page downloads is a CSV file that
    ``read_sheet`` reads: the same rows and probabilities, with the labels given. Raises InputError where the file
    can't be written.
    """
    path = Path(path)
    blank = harmless(pd.DataFrame(sheet).assign(label=""))
    rows = blank.astype(object).where(blank.notna(), "").to_dict("records")
    rows = [
        {key: value.item() if isinstance(value, np.generic) else value for key, value in row.items()}
        for row in rows
    ]
    said = {"name": name, "definition": definition, "columns": list(blank), "rows": rows}
    text = TEMPLATE.read_text(encoding="utf-8").replace("{{data}}", _inside_html(said))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} can't be written ({error.strerror or error}); name another file") from None
    return path


def _inside_html(value: object) -> str:
    """JSON that no browser takes for the end of its script."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
