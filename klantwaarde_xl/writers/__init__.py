"""Writers that only draw: xlsx, open workbook, pdf."""
