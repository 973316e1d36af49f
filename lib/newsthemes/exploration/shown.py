"""Figures and overviews as a notebook shows them."""

import html
from collections.abc import Iterable
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
        if reason := registered.missing(study, by):
            return cls(name, None, None, f"Nothing to draw: {reason}.", missing=reason)
        frame = registered.data(study, by)
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


def overview(study: Any) -> str:
    """Return what was read and what can be claimed, as HTML: counts, claims, what is missing."""
    articles, kept = study.articles, study.kept
    stories = articles["story_id"].nunique()
    languages = ", ".join(f"{name} ({count:,})" for name, count in _languages(articles))
    facts = [
        f"{len(articles):,} articles in {stories:,} stories; {len(kept):,} passages kept of {len(study.passages):,}",
        f"languages of the articles: {languages or 'none'}",
        _dates(articles),
        f"{len(study.topics.table):,} topics; {len(study.theme_definitions.names):,} themes measured",
    ]
    parts = [f"<p><b>{html.escape(study.title)}</b></p>", _listed(facts)]
    if study.topics.claims:
        parts.append("<p>What can be claimed of the topics</p>" + _listed(study.topics.claims))
    parts.append(f"<p><code>.figures</code> lists what can be shown; then {_verbs()}</p>")
    return "".join(parts)


def _verbs() -> str:
    examples = (".show(name)", ".quotes(theme)", ".find(word)", ".where(source=…)", ".share(theme, by=…)")
    return ", ".join(f"<code>{example}</code>" for example in examples)


def _languages(articles: pd.DataFrame) -> list[tuple[str, int]]:
    from newsthemes.language.codes import language_name

    counts = articles["language"].value_counts()
    return [
        (language_name(code), count)
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _dates(articles: pd.DataFrame) -> str:
    dates = articles["date"].dropna().astype(str)
    if dates.empty:
        return "no article has a date"
    undated = len(articles) - len(dates)
    return f"dated from {dates.min()} to {dates.max()} ({len(dates):,} articles; {undated:,} undated)"


def _listed(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{html.escape(str(line))}</li>" for line in lines) + "</ul>"
