"""Coefficients of the pair model of `pairs`, made by tests/bench/fit_stories.py."""

DATED: tuple[float, tuple[float, ...]] = (
    -7.4474,
    (
        -3.3932,  # cosine, square root
        1.6901,  # rank for the pickier
        -0.7368,  # rank for the easier
        1.4635,  # cosine, of each one's best
        4.9228,  # crowd
        3.2891,  # cosine above the crowd
        -0.3679,  # titles
        4.6913,  # title and lead, lower
        4.1330,  # title and lead, higher
        0.7625,  # top terms shared
        4.0828,  # rarest terms shared
        1.9918,  # length of the shorter
        -0.3186,  # names shared
        -2.7496,  # names shared in the lead
        11.2082,  # numbers shared in the lead
        -1.5025,  # weekday differs
        -6.9828,  # days apart
        2.3615,  # others as near in time
        0.0000,  # one undated
        1.3780,  # rank among strangers, pickier
        1.2803,  # rank among strangers, easier
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
    -4.1947,
    (
        1.5429,  # cosine, square root
        -0.3560,  # rank for the pickier
        -1.4514,  # rank for the easier
        1.8494,  # cosine, of each one's best
        0.1550,  # crowd
        4.1426,  # cosine above the crowd
        1.1381,  # titles
        0.7516,  # title and lead, lower
        2.2411,  # title and lead, higher
        0.2398,  # top terms shared
        3.7020,  # rarest terms shared
        -1.2905,  # length of the shorter
        1.9421,  # names shared
        -6.4497,  # names shared in the lead
        45.0007,  # numbers shared in the lead
        -1.1364,  # weekday differs
        0.0000,  # days apart
        0.0000,  # others as near in time
        -1.0643,  # one undated
        1.5301,  # rank among strangers, pickier
        1.6860,  # rank among strangers, easier
        0.0000,  # texts, logarithm
    ),
)
