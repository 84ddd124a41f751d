"""The Excel side: function registry, functions in cells, ribbon buttons."""
