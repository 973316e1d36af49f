"""All parts linked: select on the map, and reader, legend and shares follow; a frame in, a frame out."""

from typing import Any

import ipywidgets
import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.exploration.selection import Selection, whole
from newsthemes.exploration.shown import Listing
from newsthemes.widgets import passage_view, picture
from newsthemes.widgets.filters import Filters
from newsthemes.widgets.labeller import Labeller
from newsthemes.widgets.map_groups import rows_of
from newsthemes.widgets.one_at_a_time import one_at_a_time
from newsthemes.widgets.parts import Legend, Reader, Shares, as_json
from newsthemes.widgets.selected_passages import SelectedPassages
from newsthemes.widgets.theme_workbench import ThemeWorkbench
from newsthemes.widgets.topic_map import TopicMap

TABS = ("Shares", "Theme", "Label")
WIDE = {"width": "50%", "min_width": "340px"}


class Explorer(ipywidgets.VBox):
    """A study, or a part of one, to work in.

    ``selection``: what is selected, as a frame; assign a frame with ``passage_id`` or ``article_id``, a part of the
    study, a list of ids, or None. ``part``: the same as a part of the study, with all verbs. ``shares``: the numbers
    on screen. ``reader``, ``map``, ``legend``, ``filters``,
    ``workbench``, ``labeller``: the parts; labels are of the whole study.
    """

    def __init__(self, study: Any) -> None:
        if not len(study.kept):
            raise InputError(
                "explore: no passage was kept of these articles; see .set_aside() for the reasons"
            )
        self.study, self.selected = study, SelectedPassages(study)
        self.map, self.reader, self.legend = TopicMap(study), Reader(study), Legend()
        self.numbers, self.filters = Shares(study), Filters(study, self.map.names)
        self.workbench, self.labeller = ThemeWorkbench(study), Labeller(whole(study))
        super().__init__(self._layout())
        self._link()
        self._follow()

    @property
    def selection(self) -> pd.DataFrame:
        """The selected passages as quotes, with ``topic``: one row per passage, in the order they are read."""
        table = self.study.quoted(self.reader.rows, self._scores(self.reader.rows))
        topics = [passage_view.topic_label(self.study, int(row)) for row in self.reader.rows]
        table.insert(1, "topic", pd.Series(topics, dtype=object))
        return Listing(table)

    @selection.setter
    @one_at_a_time
    def selection(self, table: Any) -> None:
        self.selected.choose_table(table)

    @property
    def part(self) -> Selection:
        """What is selected, as a part of the study: it answers to the same verbs."""
        return self.selected.part()

    @property
    def shares(self) -> pd.DataFrame:
        """The shares on screen; see :func:`newsthemes.widgets.selection_shares.selection_shares`."""
        return self.numbers.table

    def colour(self, by: str) -> None:
        """Colour the map by a topic layer, "theme", "language", "source" or "month"."""
        self.filters.colour.value = by

    def _layout(self) -> list[Any]:
        layout = ipywidgets.Layout
        beside = ipywidgets.VBox([self.map.widget, self.legend], layout=layout(**WIDE))
        self.reader.layout = layout(**WIDE, max_height="640px")
        self.legend.layout = layout(max_height="150px", overflow="auto")
        self.tabs = ipywidgets.Tab([self.numbers, self.workbench, self.labeller], titles=TABS)
        return [self.filters.widget, ipywidgets.HBox([beside, self.reader]), self.tabs]

    def _link(self) -> None:
        self.map.widget.observe(lambda change: self._chosen_on_map(change["new"]), "selection")
        self.legend.observe(lambda change: self._picked(change["new"]), "picked")
        self.filters.on_change(self.selected.filter)
        self.filters.colour.observe(lambda change: self._coloured(change["new"]), "value")
        self.selected.observe(lambda _: self._follow(), ["rows", "filters"])
        self.tabs.observe(self._opened, "selected_index")
        self.reader.on_seed, self.workbench.on_show = self._seed, self.selected.choose

    def _opened(self, change: dict[str, Any]) -> None:
        if change["new"] == TABS.index("Theme"):
            self.workbench.warm()

    @one_at_a_time
    def _chosen_on_map(self, rows: np.ndarray) -> None:
        if self._marked() != tuple(np.asarray(rows if rows is not None else [], int)):
            self.legend.picked = None
            self.selected.choose(rows)

    def _marked(self) -> tuple[Any, ...]:
        return () if self.selected.lasso is None else tuple(self.selected.lasso.tolist())

    @one_at_a_time
    def _picked(self, name: str | None) -> None:
        if name is None:
            return self.selected.choose(None) if self.selected.lasso is not None else None
        return self.selected.choose(rows_of(name, self.map.groups[self.map.by], self.legend.groups))

    def _seed(self, language: str, quote: str) -> str:
        """Hand a quote to the theme that is being edited; what came of it, in words."""
        self.workbench.act("seed", language=language, phrase=quote)
        return self.workbench.status or f"added as a seed of {self.workbench.theme.name}"

    @one_at_a_time
    def _coloured(self, by: str) -> None:
        self.map.colour(by)
        self.legend.picked = None
        self._list_groups()

    @one_at_a_time
    def _follow(self) -> None:
        """Show what is selected, the first quote before anything that takes longer."""
        chosen = self.selected
        self.reader.show(chosen.rows, self.filters.theme)
        self.map.select(chosen.lasso)
        self.map.leave(chosen.visible if chosen.filters else None)
        self._list_groups()
        self.numbers.show(None if chosen.is_whole else chosen.rows)

    def _list_groups(self) -> None:
        self.legend.groups = as_json(self.map.legend(self.selected.rows))
        self.legend.title = f"Colour: {self.map.by}. Selected of all; press a name to select its passages."

    def _scores(self, rows: np.ndarray) -> np.ndarray:
        theme = self.filters.theme
        return (
            self.study.scores[theme].to_numpy(float)[rows]
            if theme
            else np.asarray(self.study.topics.strength)[rows]
        )

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**options)
        bundle["text/plain"], bundle["text/html"] = picture.lines(self), picture.picture(self)
        return bundle

    def _repr_html_(self) -> str:
        return picture.picture(self)

    def __repr__(self) -> str:
        return picture.lines(self)
