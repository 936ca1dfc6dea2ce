"""Run as ``python -m livereview``."""

import sys

from livereview.cli import main

sys.exit(main())
