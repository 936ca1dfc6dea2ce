"""Licences that are known by name, and where they are to be read."""

from __future__ import annotations

import re

_CREATIVE_COMMONS = re.compile(
    r"CC(?:0|[ -](?P<terms>BY(?:-(?:SA|NC-SA|NC-ND|NC|ND))?))[ -](?P<version>\d\.\d)"
)


def licence_address(name: str) -> str:
    """The address of a Creative Commons licence such as "CC BY 4.0"; empty for all others."""
    found = _CREATIVE_COMMONS.search(name)
    if found is None:
        return ""
    terms = found["terms"]
    folder = f"licenses/{terms.lower()}" if terms else "publicdomain/zero"
    return f"https://creativecommons.org/{folder}/{found['version']}/"
