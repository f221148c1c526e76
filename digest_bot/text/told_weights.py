"""Coefficients by which a told story is recognised, made by tests/bench/fit_told.py."""

TOLD: tuple[float, tuple[float, ...]] = (-7.785, (8.56, 8.56, 1.54))
