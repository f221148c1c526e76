"""Coefficients of the pair model of `pairs`, made by tests/bench/fit_stories.py."""

DATED: tuple[float, tuple[float, ...]] = (
    -9.1764,
    (
        2.2640,  # cosine, square root
        2.4749,  # rank for the pickier
        -0.6232,  # rank for the easier
        1.6398,  # cosine, of each one's best
        2.4593,  # crowd
        1.4649,  # cosine above the crowd
        -0.4953,  # titles
        4.9923,  # title and lead, lower
        4.6906,  # title and lead, higher
        0.6860,  # top terms shared
        4.6127,  # rarest terms shared
        2.0396,  # length of the shorter
        -0.2269,  # names shared
        -2.5615,  # names shared in the lead
        11.0125,  # numbers shared in the lead
        -1.4671,  # weekday differs
        -4.7712,  # days apart, square root
        2.8452,  # others as near in time
        0.0000,  # one undated
        0.0000,  # rank among strangers, pickier
        0.0000,  # rank among strangers, easier
        0.0000,  # texts, logarithm
    ),
)

CROWDED: tuple[float, tuple[float, ...]] = (
    -5.2701,
    (
        -0.4609,  # cosine, square root
        1.7335,  # rank for the pickier
        -1.1061,  # rank for the easier
        2.2864,  # cosine, of each one's best
        5.4357,  # crowd
        0.7614,  # cosine above the crowd
        -0.2076,  # titles
        3.7625,  # title and lead, lower
        5.1273,  # title and lead, higher
        0.9523,  # top terms shared
        3.0593,  # rarest terms shared
        2.2048,  # length of the shorter
        -0.3637,  # names shared
        -2.1166,  # names shared in the lead
        13.9333,  # numbers shared in the lead
        -1.5322,  # weekday differs
        -5.0182,  # days apart, square root
        0.9277,  # others as near in time
        0.0000,  # one undated
        1.0601,  # rank among strangers, pickier
        1.6446,  # rank among strangers, easier
        -2.8518,  # texts, logarithm
    ),
)

UNDATED: tuple[float, tuple[float, ...]] = (
    -4.0410,
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
        0.0000,  # days apart, square root
        0.0000,  # others as near in time
        -1.2426,  # one undated
        0.0000,  # rank among strangers, pickier
        0.0000,  # rank among strangers, easier
        0.0000,  # texts, logarithm
    ),
)
