"""What a result depends on, as one short digest: the same digest, the same result."""

import hashlib
import json
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def digest(*parts):
    """SHA-256 over JSON-able parts; 24 hexadecimal digits."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def digest_files(paths):
    """One digest over the names and the bytes of files, whatever their order."""
    return digest(sorted((Path(path).name, file_digest(path)) for path in paths))


@cache
def digest_code():
    """One digest over this package's own code, word lists and vectors, so that new code never meets old results."""
    paths = sorted(
        p for p in PACKAGE.rglob("*") if p.suffix in (".py", ".tsv", ".json", ".mplstyle", ".safetensors")
    )
    return digest([(str(path.relative_to(PACKAGE)), file_digest(path)) for path in paths])


def file_digest(path):
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable: {error.errno}"
