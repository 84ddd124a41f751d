"""Building the template workbook: sheets, VBA project, ribbon."""
