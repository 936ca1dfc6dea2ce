"""What ``livereview show`` tells of a row, a work, a block, a printed table or a figure.

`find` says what a name means, `views` holds what is told as plain data, one module for each kind
gathers it, and `page` prints it for a person.
"""
