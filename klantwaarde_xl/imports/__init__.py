"""Understanding exports and adding them to a workbook."""
