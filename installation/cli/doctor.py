"""``kiss doctor``."""

import argparse
import json

from installation.kiosk import doctor as kiosk


def doctor(options: argparse.Namespace) -> int:
    """Print what was found; 1 when the installation cannot play here."""
    checks = kiosk.examine(options.state)
    print(json.dumps(kiosk.data(checks)) if options.json else kiosk.table(checks))
    return 0 if kiosk.well(checks) else 1
