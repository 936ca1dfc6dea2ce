"""The commands of ``livereview``, one module each.

A module has ``add_to``, which adds the command with its options to the parser, and ``run``, which
does what it says and returns the exit status. What takes long to import is imported in ``run``.
"""
