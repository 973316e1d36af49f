"""The study in a notebook one works in: select on a map, read, try a theme, label; every number follows.

| module | what it knows |
|---|---|
| 1 ``selected_passages`` | which passages are selected: by lasso, by filters, from Python |
| 2 ``map_groups`` | what the dots of the map can be coloured by |
| 3 ``mention_shares`` ``selection_shares`` | the share of each theme and topic in a selection, and in the rest |
| 4 ``passage_view`` | a passage as a reader sees it: in its article, with gloss, topic and scores |
| 5 ``front_end`` | the parts in the browser: an ES module and a style sheet each, in ``static/`` |
| 6 ``parts`` | the widgets: reader, legend, shares |
| 7 ``draft_theme`` ``draft_scores`` ``theme_catch`` | a theme being written: its edits, scores, and what it catches |
| 8 ``themes_edit`` | an edited theme put into its themes file, with a ledger |
| 9 ``theme_workbench`` | the widget of these |
| 10 ``labeller`` | the widget that labels passages by hand |
| 11 ``explorer`` | all parts linked: what ``study.explore()`` returns |
| 12 ``one_at_a_time`` | the order of what comes in several threads |
| 13 ``picture`` | the same without a browser: a picture, a table, a line |

Needs the extra ``newsthemes[explore]``. Nothing is fetched from elsewhere and nothing is sent anywhere.
"""
