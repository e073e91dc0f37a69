"""Draws a text as a QR code for a terminal: the one door to the library."""

import io

import segno


def qr_code(text: str) -> str:
    """Return a text as lines of half blocks, that a phone reads off the screen."""
    drawn = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(drawn, compact=True)
    return drawn.getvalue()
