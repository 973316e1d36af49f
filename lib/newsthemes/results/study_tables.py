"""What figures, experiments and the page read of a study, or of a selection of one."""

from pathlib import Path
from typing import Any, Protocol

import pandas as pd


class StudyTables(Protocol):
    """The data of a study: :class:`newsthemes.Study` has them of the whole, ``Study.where`` of a part.

    This room knows no other, so what has a class of its own elsewhere is Any here: ``topics`` are
    :class:`newsthemes.Topics`, ``theme_definitions`` :class:`newsthemes.themes.theme.Themes`, ``embedder`` an
    :class:`newsthemes.embedding.embedder.Embedder`.
    """

    theme_definitions: Any
    encoder: Any
    seed: int
    figures_folder: Path | None

    @property
    def title(self) -> str: ...

    @property
    def embedder(self) -> Any: ...

    @property
    def articles(self) -> pd.DataFrame: ...

    @property
    def passages(self) -> pd.DataFrame: ...

    @property
    def kept(self) -> pd.DataFrame: ...

    @property
    def vectors_of_kept(self) -> Any: ...

    @property
    def topics(self) -> Any: ...

    @property
    def scores(self) -> pd.DataFrame: ...

    @property
    def presence(self) -> pd.DataFrame: ...

    @property
    def article_themes(self) -> pd.DataFrame: ...

    @property
    def drawn_map(self) -> pd.DataFrame | None: ...

    @property
    def evidence(self) -> pd.DataFrame: ...

    @property
    def contradictions(self) -> pd.DataFrame: ...

    def compare(self, a: Any, b: Any = None, n: int = 15) -> Any: ...

    def prevalence(
        self, by: str | None = None, unit: str = "stories", measure: str = "mentions"
    ) -> pd.DataFrame: ...

    def theme_id(self, theme: str) -> str: ...

    def topic_number(self, topic: int | str) -> int: ...

    def quotes(
        self, theme: str | None = None, topic: int | str | None = None, n: int | None = 10
    ) -> pd.DataFrame: ...

    def find(self, query: str, meaning: bool = False, n: int | None = 20) -> pd.DataFrame: ...
