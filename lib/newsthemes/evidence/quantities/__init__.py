"""Amounts in the text: found, and brought to the same scale."""

from newsthemes.evidence.quantities.extract import Quantity, find_quantities
from newsthemes.evidence.quantities.table import quantities

__all__ = ["Quantity", "find_quantities", "quantities"]
