"""The evidence as a workbook: written, read, and brought back into the CSV files.

All of it is text in the workbook, so that no program makes a date of a name or drops a nought. A
hidden sheet keeps what stood there at the export: what an author changed is told by it, and not by
the CSV files, which may have changed as well.
"""
