"""The result folder: tables without pickle, swapped into place when complete."""
