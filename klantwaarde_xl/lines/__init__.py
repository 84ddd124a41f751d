"""Invoice lines from outside the workbook: Parquet, csv of any size, a DuckDB file or PostgreSQL."""
