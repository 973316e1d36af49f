"""What a result depends on, as one short digest: the same digest, the same result."""

import ast
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
DATA = (".tsv", ".json", ".csv", ".yml", ".txt", ".mplstyle", ".safetensors", ".npz", ".css", ".js", ".html")

# The lines that import, not trees: parsing all modules took 2 s of a first run of 30.
IMPORTS = re.compile(
    r"^[ \t]*+(?:from[ ](newsthemes(?>(?:\.\w++)*))[ ]import[ ](\([^)]*+\)|[^\n#(]++)"
    r"|import[ ](newsthemes(?>(?:\.\w++)+)))",
    re.MULTILINE,
)


def digest(*parts: object) -> str:
    """SHA-256 over JSON-able parts; 24 hexadecimal digits."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def digest_files(paths: Iterable[str | Path]) -> str:
    """One digest over the names and the bytes of files, whatever their order."""
    return digest(sorted((Path(path).name, file_digest(path)) for path in paths))


@cache
def digest_code(*roots: str) -> str:
    """Return one digest over the code and the data files that modules are made of: new code meets no old result.

    ``roots``: names of modules or packages of newsthemes; counted are they, whatever of newsthemes they import, also
    inside functions, and the data files beside those modules. Without ``roots``: the whole package. A stage of the
    study depends on the rooms that it is made of, and not on captions, colours or the page.

    >>> digest_code("newsthemes.errors") == digest_code("newsthemes.errors")
    True
    """
    if roots:
        modules = imported_modules(roots)
        paths = {path for module in modules for path in (module, *_data_beside(module))}
    else:
        paths = {path for path in PACKAGE.rglob("*") if path.suffix in (".py", *DATA)}
    return digest([(path.relative_to(PACKAGE).as_posix(), _digest_of_own(path)) for path in sorted(paths)])


def imported_modules(roots: Iterable[str]) -> set[Path]:
    """Return the files of the modules named and of all modules of this package that they import, directly or not.

    A package stands for every module in it. Only ``import`` statements count, wherever they stand in the code.
    """
    waiting, found = [file for root in roots for file in _files_of(root)], set()
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += [
                imported
                for name in _names_imported(file)
                for imported in _module_file(name)
                if imported not in found
            ]
    return found


def _files_of(name: str) -> list[Path]:
    folder = PACKAGE.joinpath(*name.split(".")[1:])
    return sorted(folder.rglob("*.py")) if folder.is_dir() else _module_file(name)


@cache
def _module_file(name: str) -> list[Path]:
    """The file of a module of this package, with the ``__init__`` of each package around it but the outermost."""
    parts = name.split(".")[1:]
    around = [PACKAGE.joinpath(*parts[:depth], "__init__.py") for depth in range(1, len(parts))]
    own = PACKAGE.joinpath(*parts)
    files = [
        own.with_suffix(".py") if parts else PACKAGE / "none",
        own / "__init__.py" if parts else PACKAGE / "none",
    ]
    return [file for file in (*around, *files) if file.exists()]


@cache
def _names_imported(file: Path) -> list[str]:
    """The dotted names that a module imports from this package; ``from a import b`` counts as a and as a.b."""
    names = set()
    for module, listed, alone in IMPORTS.findall(_code(file)):
        named = [name.split(" as ")[0].strip(" ()\n") for name in listed.split(",")]
        names |= {module or alone, *(f"{module}.{name}" for name in named if name)}
    return sorted(names)


@cache
def _data_beside(module: Path) -> list[Path]:
    """The data files that a module reads: those in its folder, or in a folder there without code, that it names.

    A file that no module beside it names (its name may be put together) counts for all of them.
    """
    if module.parent == PACKAGE or not _data_in(module.parent):
        return []
    beside = list(module.parent.glob("*.py"))
    return [
        path
        for path, name in _data_in(module.parent)
        if _names(module, name) or not any(_names(other, name) for other in beside)
    ]


def _names(module: Path, name: str) -> bool:
    """Whether a string in a module's code names a data file. Most modules name none, and are not parsed."""
    return name in _code(module) and name in _strings(module)


@cache
def _code(module: Path) -> str:
    return module.read_text("utf-8")


@cache
def _strings(module: Path) -> str:
    """All strings in a module's code, without docstrings, as one text."""
    tree = ast.parse(_code(module))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said)
    return "\n".join(node.value for node in constants if isinstance(node.value, str))


@cache
def _data_in(folder: Path) -> list[tuple[Path, str]]:
    """[(data file, the name by which code beside it would call it: its own, or that of its folder)]"""
    found = [(path, path.name) for path in folder.iterdir() if path.suffix in DATA]
    for inner in folder.iterdir():
        if inner.is_dir() and not (inner / "__init__.py").exists():
            found += [(path, inner.name) for path in inner.rglob("*") if path.suffix in DATA]
    return sorted(found)


def path_digest(path: str | Path) -> str:
    """One digest over a file, or over the names and bytes of all files of a folder."""
    path = Path(path)
    if not path.is_dir():
        return file_digest(path)
    return digest(
        [(inner.relative_to(path).as_posix(), file_digest(inner)) for inner in sorted(path.rglob("*"))]
    )


@cache
def _digest_of_own(path: Path) -> str:
    """That of a file of the package, which most stages rest on."""
    return file_digest(path)


def file_digest(path: str | Path) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable: {error.errno}"
