"""The questions one asks of a finished study, or of a part of it: each is one verb on ``Study``.

| module | what it answers |
|---|---|
| 1 `verbs` | :class:`Exploration`, which ``Study`` and ``Selection`` share: all the verbs |
| 2 `figures` | the verbs that answer with a figure |
| 3 `quotes` | with passages; `concordance`: where a word stands; `nearest_passages`: what means much the same |
| 4 `shares` | with how much is about a theme; `names`: which theme or topic is meant |
| 5 `overview` | with what was read and found |
| 6 `selection` | a part of a study, by any column, topic or theme; `selected_topics`: its topics |
| 7 `keyness` | which words and themes set two selections apart |
| 8 `theme_trial` | what a theme of one's own would catch |
| 9 `shown` | frames and figures as a notebook shows them |
"""
