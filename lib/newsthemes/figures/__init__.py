"""One figure, one place: its data, its drawing and its caption are one class, and ``registry.FIGURES`` has them all.

| module | what it knows |
|---|---|
| ``registry`` | the figures by name, what each needs and answers |
| ``corpus`` ``languages_in_articles`` ``coverage`` ``languages`` | the figures of what was read, a family a file |
| ``topics`` ``topic_hierarchy`` ``topic_words`` ``topic_shares`` ``maps`` | of topics |
| ``shares`` ``theme_months`` ``corrected`` | shares of themes, by month, and corrected by labels |
| ``share_finding`` | what a table of shares shows, in a sentence |
| ``themes`` ``named`` ``quote_card`` ``evidence`` | of themes together, who is named, and quotes |
| ``robustness`` ``survival`` | what holds without names or meaning, and in variants of the study |
| ``months`` | months on an axis |
| ``render`` | the figures of a run, drawn beside it |
| ``svg`` | an svg with its words as text, and the letters they need |
| ``export`` | a figure and its frame as files, and the index of a folder of them |
| ``style`` ``sheet`` ``colours`` ``fonts`` ``phrasing`` | the page, colours, type and numbers in words that all share |
| ``map_2d`` ``map_names`` | the layout of maps, and the names on them |
"""

from importlib import import_module

FAMILIES = (
    "corpus",
    "languages_in_articles",
    "coverage",
    "topics",
    "topic_hierarchy",
    "topic_words",
    "topic_shares",
    "maps",
    "shares",
    "theme_months",
    "corrected",
    "themes",
    "named",
    "quote_card",
    "evidence",
    "languages",
    "robustness",
    "survival",
)

for _family in FAMILIES:  # in the order in which index and report list them
    import_module(f"newsthemes.figures.{_family}")
