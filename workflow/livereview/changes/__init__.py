"""What changed between two states of a review, told as an editor would tell its readers.

A state is a revision of git or a folder (`revisions`), read with its own data package (`states`).
Its rows, works, sentences, printed tables and figures are held against those of the other state;
`report` puts together what differs, and `as_json`, `as_markdown` and `as_html` write it.
"""
