"""The theme workbench: edit a theme and see at once what it catches; undo; save it into the themes file."""

import time
from collections.abc import Callable
from typing import Any

import anywidget
import numpy as np
import traitlets

from newsthemes.errors import InputError
from newsthemes.exploration.selection import whole
from newsthemes.language.codes import language_name
from newsthemes.prevalence import FEWEST_FOR_PERCENT
from newsthemes.themes import Theme
from newsthemes.widgets import passage_view, themes_edit
from newsthemes.widgets.draft_scores import DraftScores
from newsthemes.widgets.draft_theme import DraftTheme, changes, theme_id
from newsthemes.widgets.front_end import module, style
from newsthemes.widgets.one_at_a_time import one_at_a_time
from newsthemes.widgets.parts import as_json
from newsthemes.widgets.theme_catch import Catch

NEW = ""  # the id of a theme that has no name yet
HELD = 600  # seconds that the encoder is kept ready for the next edit: it takes seconds to load
ALONE = "alone in its article"  # of a passage that scores high and isn't caught
RECENT = 20  # states of a theme whose catch is kept, so that undoing costs nothing


class ThemeWorkbench(anywidget.AnyWidget):
    """One theme of a study being edited, or a new one.

    ``choose(id)``, ``edit(name=, definition=, seeds=)``, ``add_seed(language, phrase)``, ``undo()`` and ``save()`` are
    what the buttons do; ``catch`` is what the theme catches now (:class:`~newsthemes.widgets.theme_catch.Catch`).
    """

    _esm, _css = module("workbench"), style()
    themes = traitlets.List().tag(sync=True)
    draft = traitlets.Dict().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)
    status = traitlets.Unicode("").tag(sync=True)
    diff = traitlets.Unicode("").tag(sync=True)
    can_undo = traitlets.Bool(False).tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)  # messages of the browser that are dealt with

    def __init__(self, study: Any) -> None:
        super().__init__()
        self.study, self.scores, self.saved = study, DraftScores(study), {}
        self.on_show: Callable[[np.ndarray], None] | None = None
        self.catches: dict[Any, Catch] = {}
        self.writing: DraftTheme | None = None
        self.themes = [{"id": key, "name": name} for key, name in study.theme_definitions.names.items()]
        self.on_msg(lambda _, content, buffers: self.act(**content))
        self.choose(NEW)

    @property
    def theme(self) -> Theme | None:
        """The theme as it stands, None for one without a name."""
        return None if self.writing is None else self.writing.theme

    @property
    def catch(self) -> Catch | None:
        """What the theme catches as it stands."""
        return None if self.theme is None else self._catch(self.theme)

    @one_at_a_time
    def act(self, do: str, **given: Any) -> None:
        """Do what a button asks for; a mistake is shown, not raised."""
        known: dict[str, Callable[..., Any]] = {
            "choose": self.choose,
            "edit": self.edit,
            "seed": self.add_seed,
            "undo": self.undo,
            "save": self.save,
        }
        try:
            if do == "show" and self.on_show and self.catch is not None:
                self.on_show(np.flatnonzero(self.catch.present))
            elif do in known:
                known[do](**given)
        except InputError as error:
            self.status = str(error)
        finally:
            self.answered += 1

    @one_at_a_time
    def warm(self) -> None:
        """Have all ready that the first edit needs, while its reader still reads or writes: it takes seconds."""
        self.study.embedder.warm(HELD)
        self.scores.prepare()

    @one_at_a_time
    def choose(self, id: str) -> None:
        """Open a theme of the study by its id, or a new one (``""``)."""
        self.writing = (
            None if id == NEW else DraftTheme(self.saved.get(id) or self.study.theme_definitions[id])
        )
        self.diff, self.unnamed = "", {}
        self._show()

    @one_at_a_time
    def edit(self, **changed: Any) -> None:
        """Change ``name``, ``definition`` or ``seeds`` ((language, phrase), …). Raises InputError without a name; what
        else is given before the name is kept until there is one."""
        if self.writing is None:
            self.unnamed |= changed
            name = " ".join(str(self.unnamed.get("name", "")).split())
            if not name:
                raise InputError("theme: give it a name, and a definition of one sentence")
            taken = {*self.study.theme_definitions.names, *self.saved}
            self.writing = DraftTheme(Theme(theme_id(name, taken), name))
            self.writing.edit(**self.unnamed)
            self.writing.earlier.clear()
        else:
            self.writing.edit(**changed)
        self._show()

    @one_at_a_time
    def add_seed(self, language: str | None, phrase: str) -> None:
        """Add a phrase or quote to the seeds of the theme."""
        if self.writing is None:
            raise InputError(
                "theme: choose a theme or name a new one first, in the tab Theme; then add the quote"
            )
        self.writing.add_seed(language, phrase)
        self._show()

    @one_at_a_time
    def undo(self) -> None:
        """Take back the last edit."""
        if self.writing is not None:
            self.writing.undo()
            self._show()

    @one_at_a_time
    def save(self) -> str:
        """Put the theme into the themes file and a line into its history; return the change as a diff."""
        if self.writing is None:
            raise InputError("theme: there is nothing to save yet; give the theme a name")
        theme, before = self.theme, self._known(self.theme.id)
        path = themes_edit.edited_file(whole(self.study))
        self.diff = themes_edit.save_theme(path, theme, _first_text(self.study))
        if self.diff:
            themes_edit.note_edit(path, theme=theme.id, change=changes(before, theme), **self._flips(before))
            self.saved[theme.id] = theme
        out = whole(self.study).out
        self.status = f"{path}: saved. A run takes it up: newsthemes run CORPUS --out {out} --themes {path}"
        return self.diff

    def _known(self, id: str) -> Theme | None:
        """The theme as it was last saved, or is in the study."""
        themes = self.study.theme_definitions
        return self.saved.get(id) or (themes[id] if id in themes.names else None)

    def _flips(self, before: Theme | None) -> dict[str, Any]:
        earlier, now = self._catch(before) if before else None, self.catch
        gained, lost = now.flipped(earlier)
        return {
            "caught_before": int(earlier.present.sum()) if earlier else None,
            "caught": int(now.present.sum()),
            "flipped_in": len(gained) if earlier else None,
            "flipped_out": len(lost) if earlier else None,
            "share_before": earlier.share.get("share") if earlier else None,
            "share": now.share.get("share"),
        }

    def _catch(self, theme: Theme) -> Catch:
        if theme not in self.catches:
            self.catches[theme] = Catch.of(self.study, theme, self.scores(theme))
            for old in list(self.catches)[:-RECENT]:
                del self.catches[old]
        return self.catches[theme]

    def _show(self) -> None:
        theme, begun = self.theme, time.perf_counter()
        if theme is not None:
            self.study.embedder.warm(HELD)
        with self.hold_sync():
            self.status = ""
            self.draft = _as_draft(theme)
            self.can_undo = bool(self.writing and self.writing.earlier)
            self.result = self._result() if theme is not None else {}
            if theme is not None:
                self.result = {**self.result, "seconds": round(time.perf_counter() - begun, 3)}

    def _result(self) -> dict[str, float | None]:
        now = self.catch
        earlier = self._catch(self.writing.earlier[-1]) if self.writing.earlier else None
        gained, lost = now.flipped(earlier)
        shown = {"surest": now.surest, "borderline": now.borderline, "missed": now.missed}
        shown |= {"new since the last edit": gained[:6], "lost since the last edit": lost[:6]}
        share = {name: now.share.get(name) for name in ("share", "low", "high", "count", "n", "note")}
        return {
            **as_json_row(share),
            "caught": int(now.present.sum()),
            "flipped": [len(gained), len(lost)] if earlier else None,
            "few": (now.share.get("n") or 0) < FEWEST_FOR_PERCENT,
            "by_language": as_json(
                now.by_language.assign(name=now.by_language["language"].map(language_name))
            ),
            "examples": {name: self._listed(rows, now) for name, rows in shown.items()},
        }

    def _listed(self, rows: np.ndarray, catch: Catch) -> list[dict[str, Any]]:
        alone = ~catch.present & (catch.score >= catch.threshold)
        return [
            {**item, "score": round(float(catch.score[row]), 3), "note": ALONE if alone[row] else None}
            for item, row in zip(passage_view.snippets(self.study, rows), rows, strict=True)
        ]


def as_json_row(row: dict) -> dict:
    """Return a row as JSON can say it: null where there is no number.

    >>> as_json_row({"share": float("nan")})
    {'share': None}
    """
    import pandas as pd

    return as_json(pd.DataFrame([row]))[0]


def _as_draft(theme: Theme | None) -> dict[str, Any]:
    if theme is None:
        return {"id": NEW, "name": "", "definition": "", "seeds": []}
    return {
        "id": theme.id,
        "name": theme.name,
        "definition": theme.definition,
        "seeds": [list(s) for s in theme.seeds],
    }


def _first_text(study: Any) -> str:
    """The text that a new themes file begins with: the bundled one, its labels named by their place, or the themes that
    were given in Python."""
    themes = study.theme_definitions
    labels, path = getattr(themes, "labels", None), getattr(themes, "path", None)
    if path is None:
        return themes_edit.themes_text(themes, labels)
    text = path.read_text(encoding="utf-8-sig")
    return text.replace("labels: gold.csv", f"labels: {labels}") if labels else text
