"""Coefficients of the pair model of `pairs`, made by tests/bench/fit_stories.py."""

DATED: tuple[float, tuple[float, ...]] = (
    -6.0509,
    (
        0.4517,  # cosine, square root
        0.3087,  # rank for the pickier
        0.0073,  # rank for the easier
        2.2322,  # cosine, of each one's best
        -12.2021,  # crowd
        2.6284,  # cosine above the crowd
        0.3607,  # titles
        5.2410,  # title and lead, lower
        2.6377,  # title and lead, higher
        0.1371,  # top terms shared
        4.1243,  # rarest terms shared
        2.3886,  # length of the shorter
        -0.4783,  # names shared
        -1.5984,  # names shared in the lead
        2.9611,  # numbers shared in the lead
        -0.7136,  # weekday differs
        -3.4514,  # days apart
        1.9829,  # same day
        0.0000,  # one undated
    ),
)

UNDATED: tuple[float, tuple[float, ...]] = (
    -4.6172,
    (
        4.3012,  # cosine, square root
        0.7058,  # rank for the pickier
        -0.6580,  # rank for the easier
        2.0970,  # cosine, of each one's best
        1.1657,  # crowd
        5.0203,  # cosine above the crowd
        1.1422,  # titles
        0.6604,  # title and lead, lower
        2.4030,  # title and lead, higher
        0.2056,  # top terms shared
        4.2795,  # rarest terms shared
        -1.7080,  # length of the shorter
        1.9651,  # names shared
        -5.6803,  # names shared in the lead
        45.4068,  # numbers shared in the lead
        -1.0610,  # weekday differs
        0.0000,  # days apart
        0.0000,  # same day
        -1.2069,  # one undated
    ),
)
