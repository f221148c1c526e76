"""Coefficients of the pair model of `pairs`, made by tests/bench/fit_stories.py."""

DATED: tuple[float, tuple[float, ...]] = (
    -8.1222,
    (
        2.6616,  # cosine, square root
        2.3979,  # rank for the pickier
        -0.5074,  # rank for the easier
        1.6221,  # cosine, of each one's best
        3.0883,  # crowd
        2.0152,  # cosine above the crowd
        -0.3614,  # titles
        4.5994,  # title and lead, lower
        4.5572,  # title and lead, higher
        0.3846,  # top terms shared
        4.2226,  # rarest terms shared
        1.3848,  # length of the shorter
        -0.2772,  # names shared
        -2.0322,  # names shared in the lead
        9.4133,  # numbers shared in the lead
        -1.4070,  # weekday differs
        -6.9704,  # days apart
        2.5313,  # others as near in time
        0.0000,  # one undated
    ),
)

UNDATED: tuple[float, tuple[float, ...]] = (
    -4.4777,
    (
        4.3917,  # cosine, square root
        0.8813,  # rank for the pickier
        -1.2895,  # rank for the easier
        2.1668,  # cosine, of each one's best
        0.8363,  # crowd
        5.9941,  # cosine above the crowd
        1.2017,  # titles
        0.6082,  # title and lead, lower
        2.4019,  # title and lead, higher
        0.2496,  # top terms shared
        4.4419,  # rarest terms shared
        -1.6938,  # length of the shorter
        1.9100,  # names shared
        -5.7659,  # names shared in the lead
        44.6817,  # numbers shared in the lead
        -1.0799,  # weekday differs
        0.0000,  # days apart
        0.0000,  # others as near in time
        -1.1670,  # one undated
    ),
)
