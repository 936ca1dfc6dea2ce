"""Add a work to the library: look it up, give it a key, lay it out, put it in its place.

The command ``livereview add`` alone uses the network, and this package alone asks it.
"""
