"""The questions one asks of a finished study, or of a part of it: each is one verb on ``Study``.

| module | what it answers |
|---|---|
| 1 `verbs` | the verbs themselves: :class:`Exploration`, which ``Study`` and ``Selection`` share |
| 2 `selection` | a part of a study, by any column, topic or theme |
| 3 `concordance` | where a word stands, in every language |
| 4 `nearest_passages` | which passages mean much the same as a text |
| 5 `keyness` | which words and themes set two selections apart |
| 6 `theme_trial` | what a theme of one's own would catch |
| 7 `shown` | figures and overviews as a notebook shows them |
"""
