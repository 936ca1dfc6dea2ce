"""The engine of a living review: evidence tables and a manuscript become documents.

The package knows no subject: what a column means is said by the data package, what a table looks
like by the manuscript.
"""
