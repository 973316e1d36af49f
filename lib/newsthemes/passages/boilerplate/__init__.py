"""Which lines and sentences are page furniture (menus, bylines, consent, widgets), and why.

| module | what it knows |
|---|---|
| `rules` | how hits, places and repetition decide |
| `patterns` | the shape of a single line |
| `phrases` | the words of furniture in each language, from `phrases.tsv` |
| `repeated_lines` | lines that stand in several articles |
"""
