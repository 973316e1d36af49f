"""The layout of a themes file, read so that every complaint names the file, the key and the line."""

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsthemes.errors import InputError
from newsthemes.resources import resource
from newsthemes.themes.theme import DEFAULT_LANGUAGE, Theme, Themes

if TYPE_CHECKING:
    from yaml.nodes import Node

ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
FILE_KEYS = ("themes", "labels", "language")
MOST_THEMES = 1_000  # one article by 1,000 themes takes a minute, by 10,000 ten, and no figure can show them
Layout = Themes | str | Path | list[Any] | tuple[Any, ...] | dict[str, Any]  # what ``load_themes`` reads
THEME_KEYS = ("id", "name", "definition", "seeds", "language")


def load_themes(
    path: Layout | None = None,
) -> Themes:
    """:class:`Themes` from a YAML file, by default the bundled ten; also from a list or dict laid out like one.

    A theme needs an ``id`` and may have a ``name``, a ``definition`` of one sentence, ``seeds`` (a list of
    phrases for each language, or one list in the theme's own language) and the ``language`` of its
    definition. ``themes`` may also be a mapping from id to definition. Raises InputError with one line that
    names the file, the key and the line when something is missing, misspelt or of the wrong kind.

    >>> themes = load_themes([{"id": "bread", "name": "Bread", "seeds": {"fr": ["le prix du pain"]}}])
    >>> themes["bread"]
    Theme(id='bread', name='Bread', definition='', seeds=(('fr', 'le prix du pain'),), language='en')
    """
    if isinstance(path, Themes):
        return path
    if isinstance(path, (list, tuple, dict)):
        return _from_python(path)
    path = Path(path) if path is not None else resource("data/themes.yml")
    return _Reader(str(path), path.parent, path).read(_text(path))


def _from_python(themes: list[Any] | tuple[Any, ...] | dict[str, Any]) -> Themes:
    import yaml

    layout = themes if isinstance(themes, dict) and "themes" in themes else {"themes": themes}
    try:
        text = yaml.safe_dump(_plain(layout), allow_unicode=True, sort_keys=False, width=10**6)
    except yaml.YAMLError as error:
        raise InputError(
            f"themes: can't be read ({_one_line(error)}); give lists, dicts and strings"
        ) from None
    return _Reader("themes", Path.cwd(), None).read(text)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, Path) else value


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"themes file {path} can't be read ({error.strerror or error}); name a themes.yml"
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(f"themes file {path}, line {line}: not UTF-8 text; save the file as UTF-8") from None


def _one_line(error: object) -> str:
    return " ".join(str(error).split())


class _Reader:
    """Walks the YAML nodes, not the values, so that every complaint can name its line.

    Scalars stay the text that was written: ``no`` is the language code of Norwegian, not false.
    """

    def __init__(self, name: str, folder: Path, path: Path | None) -> None:
        self.name, self.folder, self.path = name, folder, path

    def read(self, text: str) -> Themes:
        import yaml

        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._error(mark and mark.line, f"not valid YAML: {_one_line(error.problem)}") from None
        except yaml.YAMLError as error:
            raise self._error(None, f"not valid YAML: {_one_line(error)}") from None
        except RecursionError:
            raise self._error(None, "nested too deeply; see the bundled themes.yml for the layout") from None
        top = self._mapping(root, "the file", FILE_KEYS)
        if "themes" not in top:
            raise self._error(
                root.start_mark.line if root else 0, "key 'themes' is missing; list the themes under it"
            )
        self.language = self._language(top["language"], "language") if "language" in top else DEFAULT_LANGUAGE
        themes = self._themes(top["themes"])
        return Themes(themes, self.path, self._labels(top.get("labels")))

    def _themes(self, node: "Node") -> tuple[Theme, ...]:
        import yaml

        if isinstance(node, yaml.CollectionNode) and len(node.value) > MOST_THEMES:
            raise self._error(
                node.start_mark.line,
                f"key 'themes': {len(node.value):,} themes; at most {MOST_THEMES:,} are scored in one run: "
                "split the file",
            )
        if isinstance(node, yaml.MappingNode):
            themes = [self._mapped(key, value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            themes = [self._theme(item, f"themes[{i}]") for i, item in enumerate(node.value)]
        else:
            raise self._error(node.start_mark.line, "key 'themes': expected a list of themes")
        if not themes:
            raise self._error(node.start_mark.line, "key 'themes' is empty; define at least one theme")
        seen = {}
        for theme, line in themes:
            if theme.id in seen:
                first = seen[theme.id] + 1
                raise self._error(
                    line, f"key 'id': '{theme.id}' is already the theme of line {first}; ids are unique"
                )
            seen[theme.id] = line
        return tuple(theme for theme, _ in themes)

    def _mapped(self, key: "Node", value: "Node") -> tuple[Theme, int]:
        import yaml

        line = key.start_mark.line
        theme_id = self._id(self._string(key, "id"), line)
        if isinstance(value, yaml.MappingNode):
            return self._parts(self._mapping(value, theme_id, THEME_KEYS[1:]), theme_id, theme_id), line
        return self._build(theme_id, None, self._string(value, theme_id), (), self.language), line

    def _theme(self, node: "Node", where: str) -> tuple[Theme, int]:
        parts = self._mapping(node, where, THEME_KEYS)
        line = node.start_mark.line
        if "id" not in parts:
            raise self._error(line, f"{where}: key 'id' is missing; give the theme an id such as open_source")
        line = parts["id"].start_mark.line
        theme_id = self._id(self._string(parts["id"], f"{where}.id"), line)
        return self._parts(parts, theme_id, theme_id), line

    def _parts(self, parts: Mapping[str, "Node"], theme_id: str, where: str) -> Theme:
        text = {
            key: self._string(parts[key], f"{where}.{key}") for key in ("name", "definition") if key in parts
        }
        language = (
            self._language(parts["language"], f"{where}.language") if "language" in parts else self.language
        )
        seeds = self._seeds(parts["seeds"], f"{where}.seeds", language) if "seeds" in parts else ()
        return self._build(theme_id, text.get("name"), text.get("definition", ""), seeds, language)

    @staticmethod
    def _build(
        theme_id: str, name: str | None, definition: str, seeds: tuple[tuple[str, str], ...], language: str
    ) -> Theme:
        return Theme(theme_id, name or theme_id.replace("_", " "), definition, seeds, language)

    def _seeds(self, node: "Node", where: str, language: str) -> tuple[tuple[str, str], ...]:
        import yaml

        if isinstance(node, yaml.MappingNode):
            seeds = []
            for key, value in node.value:
                code = self._language(key, where)
                seeds += [(code, phrase) for phrase in self._phrases(value, f"{where}.{code}")]
            return tuple(seeds)
        return tuple((language, phrase) for phrase in self._phrases(node, where))

    def _phrases(self, node: "Node", where: str) -> list[str]:
        import yaml

        if _empty(node):
            return []
        if isinstance(node, yaml.ScalarNode):
            return [self._string(node, where)]
        if isinstance(node, yaml.SequenceNode):
            return [self._string(item, f"{where}[{i}]") for i, item in enumerate(node.value)]
        raise self._error(node.start_mark.line, f"key '{where}': expected a list of phrases")

    def _labels(self, node: "Node") -> Path | None:
        if node is None or _empty(node):
            return None
        path = self.folder / self._string(node, "labels")
        if not path.is_file():
            raise self._error(
                node.start_mark.line, f"key 'labels': there is no file {path}; correct or remove it"
            )
        return path

    def _mapping(self, node: "Node", where: str, allowed: Sequence[str]) -> dict[str, "Node"]:
        import yaml

        if node is None or _empty(node):
            raise self._error(
                node.start_mark.line if node else 0, f"{where} is empty; expected the key '{allowed[0]}'"
            )
        if not isinstance(node, yaml.MappingNode):
            keys = ", ".join(allowed)
            raise self._error(node.start_mark.line, f"{where}: expected keys ({keys}), found {_kind(node)}")
        parts = {}
        for key, value in node.value:
            name = self._string(key, where)
            if name not in allowed:
                near = difflib.get_close_matches(name, allowed, 1)
                hint = f"did you mean '{near[0]}'?" if near else f"known keys are {', '.join(allowed)}"
                raise self._error(key.start_mark.line, f"{where}: unknown key '{name}'; {hint}")
            if name in parts:
                raise self._error(key.start_mark.line, f"{where}: key '{name}' is given twice; keep one")
            parts[name] = value
        return parts

    def _string(self, node: "Node", where: str) -> str:
        import yaml

        if not isinstance(node, yaml.ScalarNode):
            raise self._error(node.start_mark.line, f"key '{where}': expected text, found {_kind(node)}")
        text = " ".join(node.value.split())
        if not text or _empty(node):
            raise self._error(
                node.start_mark.line, f"key '{where}' is empty; write its text or remove the key"
            )
        return text

    def _id(self, text: str, line: int) -> str:
        if not ID.fullmatch(text):
            raise self._error(line, f"key 'id': '{text}' is no id; use letters, digits and _, a letter first")
        return text

    def _language(self, node: "Node", where: str) -> str:
        code = self._string(node, where).lower()
        if not LANGUAGE.fullmatch(code):
            raise self._error(
                node.start_mark.line,
                f"key '{where}': '{code}' is no language code; use ISO 639-1, such as en or fr",
            )
        return code.split("-")[0]

    def _error(self, line: int | None, what: str) -> InputError:
        place = f", line {line + 1}" if line is not None and self.path is not None else ""
        return InputError(f"themes file {self.name}{place}: {what}" if self.path else f"{self.name}: {what}")


def _empty(node: "Node") -> bool:
    return node.tag == "tag:yaml.org,2002:null" or (
        node.value in ("", []) and not isinstance(node.value, list)
    )


def _kind(node: "Node") -> str:
    return {"MappingNode": "keys", "SequenceNode": "a list"}.get(
        type(node).__name__, f"the text '{node.value[:40]}'"
    )
