"""``python -m installation`` is ``kiss``."""

import sys

from installation.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
