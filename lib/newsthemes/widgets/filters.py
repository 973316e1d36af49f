"""What may be seen and counted: a theme, a topic, a language, a source, months; and what colours mean."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets

from newsthemes.errors import InputError
from newsthemes.language.codes import language_name

if TYPE_CHECKING:
    from ipywidgets import Dropdown

ANY, UNSET = (
    "any",
    "",
)  # what a list says that filters by nothing, and its value: a list whose value is None is blank
NARROW = {"width": "200px"}


class Filters:
    """Drop-down lists above the map. ``colour``: what dots are coloured by; ``conditions``: what is filtered by."""

    def __init__(self, study: Any, colours: list[str]) -> None:
        self.study = study
        self.boxes = {
            name: _box(name, options) for name, options in _options(study).items() if len(options) > 1
        }
        self.colour = ipywidgets.Dropdown(description="colour by", options=colours, layout=NARROW)
        self.reset = ipywidgets.Button(description="all passages", tooltip="lift all filters")
        self.reset.on_click(lambda _: self.lift())
        self.status = ipywidgets.Label("")
        shown = [self.colour, *self.boxes.values(), self.reset, self.status]
        self.widget = ipywidgets.HBox(shown, layout={"flex_flow": "row wrap"})

    @property
    def theme(self) -> str | None:
        """The id of the theme that is filtered by, or None."""
        return self._chosen.get("theme")

    @property
    def conditions(self) -> dict:
        """The conditions as ``where`` takes them, None for each that is not set."""
        chosen = self._chosen
        first, last = chosen.pop("from", None), chosen.pop("to", None)
        return {**chosen, "date": (first, last) if first or last else None}

    @property
    def _chosen(self) -> dict:
        return {name: None if box.value == UNSET else box.value for name, box in self.boxes.items()}

    def on_change(self, change: Callable) -> None:
        """Call ``change(**conditions)`` whenever one of the lists changes; an InputError of it is shown."""

        def changed(_: Any) -> None:
            try:
                change(**self.conditions)
                self.status.value = ""
            except InputError as error:
                self.status.value = f"{error}; the filters before it still hold"

        for box in self.boxes.values():
            box.observe(changed, "value")

    def lift(self) -> None:
        """Set no condition any more."""
        for box in self.boxes.values():
            box.index = 0


def _options(study: Any) -> dict[str, list[tuple[str, int | str]]]:
    """{list: [(what it says, value)]}"""
    articles, topics = study.articles, study.topics.table
    named = {
        name: sorted(articles[name].dropna().unique()) for name in ("language", "source") if name in articles
    }
    months = sorted({str(date)[:7] for date in articles["date"].dropna()}) if "date" in articles else []
    return {
        "theme": [(name, theme) for theme, name in study.theme_definitions.names.items()],
        "topic": [(row.label, row.topic) for row in topics.itertuples()],
        "language": [(language_name(code), code) for code in named.get("language", [])],
        "source": [(source, source) for source in named.get("source", [])],
        "from": [(month, month) for month in months],
        "to": [(month, month) for month in months],
    }


def _box(name: str, options: Sequence[tuple[str, int | str]]) -> "Dropdown":
    return ipywidgets.Dropdown(description=name, options=[(ANY, UNSET), *options], index=0, layout=NARROW)
