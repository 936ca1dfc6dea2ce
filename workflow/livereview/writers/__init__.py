"""From the woven document to the formats that people read.

Each writer takes the same pandoc document and makes one file. A writer decides how things look,
never what they say: values and references arrive ready, and leave as they came.
"""
