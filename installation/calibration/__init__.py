"""Pure maths of the picture on the glass: where it goes (geometry, pin) and its colour."""
