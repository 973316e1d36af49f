"""Work on several cores or machines; results never depend on how many.

| module | what runs where |
|---|---|
| `executors` | parts of a stage: in this process, or on the workers of a Dask cluster |
| `processes` | many small items on the cores of this machine; one function in the background |
"""
