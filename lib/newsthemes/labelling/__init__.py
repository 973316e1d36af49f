"""Labels by hand, as few as will do: which passages to label, and what the labels say of the shares.

| module | what it knows |
|---|---|
| 1 `units` | the different texts of a study: what can be drawn, and the votes each has in a group |
| 2 `sampling` | a stratified sample with known probabilities; a larger one contains the smaller |
| 3 `sheet` | the CSV file that a coder fills in |
| 4 `theme_sheet` | the sheet of a theme, drawn or extended |
| 5 `estimator` | a share and its interval from scores and labels |
| 6 `shares` | the corrected shares of a study, in all and by group, and how many labels are lacking |
| 6 `labelled_themes` | the same of all themes that have labels |
| 7 `agreement` | how far two coders agree |
| 8 `coding` `borderline` | a coder at work: the next passage, labels written at once; passages least sure of |
| 9 `progress` | how far the labels have come, in a line |
| 10 `label_page` | a sheet as one html file, for a coder without Python |
"""

from newsthemes.labelling.agreement import agreement
from newsthemes.labelling.shares import corrected_share
from newsthemes.labelling.sheet import read_sheet, sheet_path, to_settle, write_sheet
from newsthemes.labelling.theme_sheet import to_label

__all__ = ["agreement", "corrected_share", "read_sheet", "sheet_path", "to_label", "to_settle", "write_sheet"]
