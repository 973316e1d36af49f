"""One figure, one place: its data, its drawing and its caption are one class, and ``registry.FIGURES`` has them all.

| module | what it knows |
|---|---|
| ``registry`` | the figures by name, what each needs and answers |
| ``corpus`` ``languages`` ``maps`` ``topics`` ``shares`` ``themes`` ``evidence`` ``robustness`` | the figures, a
family a file | | ``render`` | the figures of a run, drawn beside it |
| ``svg`` | an svg with its words as text, and the letters they need |
| ``export`` | a figure and its frame as files, and the index of a folder of them |
| ``style`` ``fonts`` ``phrasing`` | the page, colours, type and numbers in words that all share |
| ``map_2d`` | the layout of maps |
"""

from importlib import import_module

FAMILIES = ("corpus", "topics", "maps", "shares", "themes", "evidence", "languages", "robustness")

for _family in FAMILIES:  # in the order in which index and report list them
    import_module(f"newsthemes.figures.{_family}")
