"""``python -m installation`` is ``kiss``."""

import sys

from installation.cli import main

if __name__ == "__main__":
    sys.exit(main())
