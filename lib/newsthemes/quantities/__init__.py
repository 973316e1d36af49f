"""Figures in the text: found, brought to the same scale, and set against one another."""

from newsthemes.quantities.contradictions import contradictions
from newsthemes.quantities.extraction import Quantity, find_quantities
from newsthemes.quantities.table import quantities

__all__ = ["Quantity", "contradictions", "find_quantities", "quantities"]
