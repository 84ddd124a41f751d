"""What the buttons of the ribbon do in an open workbook."""
