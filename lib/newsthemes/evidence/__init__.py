"""The passages behind the numbers, and amounts that do not agree.

| module | what it knows |
|---|---|
| `quotes` | the quotes behind each theme, verbatim with offsets and gloss; where a text stands |
| `quantities` | the amounts a sentence states |
| `compared_amounts` | these amounts as they are compared, with the names and days of their articles |
| `comparison` | which two amounts may be about one thing |
| `contradictions` | pairs of passages worth checking against one another |
"""
