"""What ``livereview row`` does to add a row of evidence.

`draft` holds the row while it is written, and checks it as the check of the review does; `choices`
knows what a cell can hold, `ids` proposes an id, `interview` asks for the cells, and `insertion`
writes the row into its file.
"""
