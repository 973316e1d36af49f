"""Frames and figures as a notebook shows them."""

import html
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PIXELS_PER_INCH = 144
# Where `newsthemes notebooks` has shown figures exported to; a notebook that is run by hand overwrites nothing.
EXPORT_TO = "NEWSTHEMES_EXPORT_FIGURES"


class Listing(pd.DataFrame):
    """A frame whose texts a notebook shows in full, without the index; corpus text stays text whatever it contains.

    >>> Listing({"quote": ["<b>Rain</b>"]})._repr_html_().count("&lt;b&gt;Rain&lt;/b&gt;")
    1
    """

    @property
    def _constructor(self) -> type:
        return Listing

    def _repr_html_(self) -> str:
        if self.empty:
            return "<p>Nothing to list.</p>"
        with pd.option_context("display.max_colwidth", None):
            shown = pd.DataFrame(self).astype(object).where(self.notna(), "")
            return shown.to_html(index=False, justify="left", border=0, float_format="{:.3g}".format)


class ShownFigure:
    """A figure, its frame and its caption; the last line of a notebook cell shows the picture with the caption."""

    def __init__(
        self,
        name: str,
        frame: pd.DataFrame | None,
        figure: "Figure | None",
        caption: str,
        missing: str | None = None,
        path: Path | None = None,
    ) -> None:
        self.name, self.frame, self.figure, self.caption = name, frame, figure, caption
        self.missing, self.path = missing, path

    @classmethod
    def of(cls, study: Any, registered: Any, by: str | None = None) -> "ShownFigure":
        """Make it for a study and a figure of the registry; exported where the study has a folder for figures."""
        name = registered.file_name(by)
        frame, reason = registered.data_or_reason(study, by)
        if frame is None:
            return cls(name, None, None, f"Nothing to draw: {reason}.", missing=reason)
        figure, caption = registered.draw(frame), registered.caption(frame, study)
        path = None
        if study.figures_folder is not None:
            from newsthemes.figures.export import export

            path = export(figure, frame, name, study.figures_folder, caption, registered.notebook)
        return cls(name, frame, figure, caption, path=path)

    def __repr__(self) -> str:
        return f"{self.name}: {self.caption}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        caption = html.escape(self.caption, quote=False)
        if self.figure is None:
            return {"text/plain": repr(self), "text/markdown": caption}
        return {
            "text/plain": repr(self),
            "text/html": f'<figure><img src="data:image/png;base64,{self._encoded()}" alt="{self._alt()}" '
            f'style="max-width:100%"><figcaption>{caption}</figcaption></figure>',
        }

    def _alt(self) -> str:
        return html.escape(str(self.figure.get_label()))

    def _encoded(self) -> str:
        import base64

        return base64.b64encode(self._png()).decode()

    def _png(self) -> bytes:
        if self.path is not None:
            return Path(self.path).read_bytes()
        content = BytesIO()
        self.figure.savefig(content, format="png", dpi=PIXELS_PER_INCH, metadata={"Software": None})
        return content.getvalue()
