"""The map of the passages: a jupyter-scatter widget, each dot a passage, laid out as on the figure of the topics."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newsthemes.exploration.selection import Selection
from newsthemes.figures.colours import NONE
from newsthemes.figures.map_2d import study_layout
from newsthemes.widgets.map_groups import COLOURED, group_names, groups_of, legend

if TYPE_CHECKING:
    from jscatter import Scatter

HEIGHT = 460  # pixels
OTHERS = COLOURED  # the code of groups that are not coloured


def positions(study: Any) -> np.ndarray:
    """Return x and y of each kept passage, float32 (n, 2), 0 to 1; a part has those of its study."""
    if isinstance(study, Selection):
        return positions(study.study)[study.rows]
    return np.ascontiguousarray(study_layout(study).T)


class TopicMap:
    """The dots, coloured by one of ``names``; ``widget``: what is shown, its ``selection`` the rows chosen on it.

    ``groups[by]``: the group of each passage, None for none.
    """

    def __init__(self, study: Any) -> None:
        self.names = group_names(study)
        self.groups = {by: groups_of(study, by) for by in self.names}
        places = positions(study)
        self.table = pd.DataFrame({"x": places[:, 0], "y": places[:, 1]})
        for by in self.names:
            self.table[by] = self._codes(by)
        self.scatter = self._scatter()
        self.widget = self.scatter.widget
        self.by = self.names[0]

    def colour(self, by: str) -> None:
        """Colour the dots by one of ``names``."""
        self.by = by
        self.scatter.color(by=by, map=self._colours(by))

    def select(self, rows: np.ndarray | None) -> None:
        """Mark rows as selected; None: none."""
        self.widget.selection = np.asarray([] if rows is None else rows, np.uint32)

    def leave(self, rows: np.ndarray | None) -> None:
        """Show only some rows; None: all."""
        self.scatter.filter(None if rows is None else np.asarray(rows, np.uint32))

    def legend(self, selected: np.ndarray) -> pd.DataFrame:
        """Return the legend of the groups that dots are coloured by; see ``map_groups.legend``."""
        return legend(self.groups[self.by], selected, self.by)

    def _legend_of_all(self, by: str) -> pd.DataFrame:
        return legend(self.groups[by], np.zeros(0, int), by)

    def _codes(self, by: str) -> pd.Categorical:
        """Which colour each dot has, as a categorical: one of the COLOURED largest groups, or OTHERS."""
        known = [name for name, colour in self._named_colours(by) if colour != NONE]
        place = {name: code for code, name in enumerate(known)}
        codes = [place.get(group, OTHERS) for group in self.groups[by]]
        return pd.Categorical(
            [str(code) for code in codes], [str(code) for code in (*range(len(known)), OTHERS)]
        )

    def _named_colours(self, by: str) -> list[tuple[str, str]]:
        table = self._legend_of_all(by)
        return list(zip(table["name"], table["colour"], strict=True))

    def _colours(self, by: str) -> dict[str, str]:
        coloured = [colour for _, colour in self._named_colours(by) if colour != NONE]
        return {str(code): colour for code, colour in [*enumerate(coloured), (OTHERS, NONE)]}

    def _scatter(self) -> "Scatter":
        from jscatter import Scatter

        by = self.names[0]
        scatter = Scatter(
            data=self.table, x="x", y="y", color_by=by, color_map=self._colours(by), height=HEIGHT,
            axes=False, legend=False, tooltip=False, size=4 if len(self.table) < 5000 else 2,
        )  # fmt: skip
        return scatter
