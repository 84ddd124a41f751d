"""The made-up firm of the demo workbook."""
