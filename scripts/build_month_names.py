"""Take the names of months and days from CLDR through Babel, and keep them with the package.

python scripts/build_month_names.py: to be run after a change to the languages of `newsthemes.language.months`, or of
Babel's release.
"""

from babel import localedata

from newsthemes.language.months import NAMES, SHIPPED, cldr_names

NOTE = "# From CLDR through Babel, by scripts/build_month_names.py: language, kind, number, names."


def name_rows() -> list[str]:
    """The lines of month_names.tsv."""
    rows = [NOTE]
    for code in SHIPPED:
        localedata._cache.clear()  # Babel 2.18 gives Filipino days of languages that were loaded before it
        for kind in ("month", "day"):
            names = cldr_names(code, kind)
            rows += [
                "\t".join([code, kind, str(number), *(name for name in names if names[name] == number)])
                for number in sorted(set(names.values()))
            ]
    return rows


if __name__ == "__main__":
    NAMES.write_text("\n".join(name_rows()) + "\n", encoding="utf-8")
