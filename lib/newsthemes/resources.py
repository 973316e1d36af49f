"""Where the files that come with the study are: in a checkout beside lib/, in an installed wheel inside it."""

from pathlib import Path

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parents[1]


def resource(name: str) -> Path:
    """The path of ``data/...`` or ``notebooks/...``, wherever this installation keeps it."""
    inside = PACKAGE / name
    return inside if inside.exists() else CHECKOUT / name
