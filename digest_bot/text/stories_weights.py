"""Coefficients of the pair model of `pairs`, made by tests/bench/fit_stories.py."""

DATED: tuple[float, tuple[float, ...]] = (
    -8.5921,
    (
        2.1453,  # cosine, square root
        2.4851,  # rank for the pickier
        -0.6073,  # rank for the easier
        1.6077,  # cosine, of each one's best
        2.5598,  # crowd
        1.5015,  # cosine above the crowd
        -0.4343,  # titles
        4.8506,  # title and lead, lower
        4.6907,  # title and lead, higher
        0.6949,  # top terms shared
        4.6024,  # rarest terms shared
        1.9868,  # length of the shorter
        -0.2096,  # names shared
        -2.5603,  # names shared in the lead
        10.8096,  # numbers shared in the lead
        -1.4639,  # weekday differs
        -7.0629,  # days apart
        2.5308,  # others as near in time
        0.0000,  # one undated
        0.0000,  # rank among strangers, pickier
        0.0000,  # rank among strangers, easier
        0.0000,  # texts, logarithm
    ),
)

CROWDED: tuple[float, tuple[float, ...]] = (
    -4.1733,
    (
        -1.4591,  # cosine, square root
        1.4167,  # rank for the pickier
        -1.1056,  # rank for the easier
        2.4681,  # cosine, of each one's best
        6.3687,  # crowd
        0.9951,  # cosine above the crowd
        -0.1221,  # titles
        3.3650,  # title and lead, lower
        5.1959,  # title and lead, higher
        1.0208,  # top terms shared
        2.6826,  # rarest terms shared
        2.0553,  # length of the shorter
        -0.3046,  # names shared
        -2.2160,  # names shared in the lead
        14.4220,  # numbers shared in the lead
        -1.5471,  # weekday differs
        -7.6792,  # days apart
        2.7314,  # others as near in time
        0.0000,  # one undated
        1.2604,  # rank among strangers, pickier
        1.4141,  # rank among strangers, easier
        -3.2493,  # texts, logarithm
    ),
)

UNDATED: tuple[float, tuple[float, ...]] = (
    -4.2410,
    (
        4.1761,  # cosine, square root
        0.5769,  # rank for the pickier
        -1.3691,  # rank for the easier
        2.1231,  # cosine, of each one's best
        0.5398,  # crowd
        5.5575,  # cosine above the crowd
        0.9488,  # titles
        1.1068,  # title and lead, lower
        2.7690,  # title and lead, higher
        0.3645,  # top terms shared
        4.2791,  # rarest terms shared
        -1.3982,  # length of the shorter
        2.1557,  # names shared
        -6.2059,  # names shared in the lead
        46.1370,  # numbers shared in the lead
        -1.1313,  # weekday differs
        0.0000,  # days apart
        0.0000,  # others as near in time
        -1.2426,  # one undated
        0.0000,  # rank among strangers, pickier
        0.0000,  # rank among strangers, easier
        0.0000,  # texts, logarithm
    ),
)
