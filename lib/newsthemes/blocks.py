"""What is large is taken a part at a time."""

ROWS = 1024  # so many that double precision of them takes little memory


def blocks(count, size=None):
    """Slices of ``size`` rows, by default ROWS, that cover ``count`` of them; the last may be shorter."""
    size = size or ROWS
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]
