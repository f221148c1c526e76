"""Coefficients by which a told story is recognised, made by tests/bench/fit_told.py."""

TOLD: tuple[float, tuple[float, ...]] = (-5.796, (9.78, 2.84, 2.42))
