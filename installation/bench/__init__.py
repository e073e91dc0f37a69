"""Measures the player on the glass, beside three plain libvlc windows in the same run."""
