"""The words that stand in tables and figures where a value is missing."""

UNDATED = "undated"  # in place of a month
UNKNOWN = "unknown"  # in place of any other value
