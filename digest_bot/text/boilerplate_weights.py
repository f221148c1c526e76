"""Coefficients of the judgement of passages, made by tests/bench/fit_boilerplate.py."""

SHAPE: tuple[float, tuple[float, ...]] = (
    -8.3054,
    (
        4.0100,  # stop_words
        -0.9002,  # bullet
        -1.0670,  # heading
        0.5857,  # quoted
        -0.6027,  # linked
        5.2499,  # lines
        1.7234,  # known
        0.0000,  # title
        -4.0896,  # twice
        1.4407,  # words
        -0.3402,  # few
        0.3624,  # long
        2.3620,  # sentence
        -1.4144,  # colon
        3.4196,  # comma
        1.2937,  # lower_start
        1.5782,  # quote_start
        -0.8966,  # capitals
        -0.1638,  # shouted
        3.3981,  # digits
        -0.0964,  # quote
        -3.4528,  # you
        -0.4041,  # symbol
        -2.6484,  # page_number
        -3.4692,  # sections
        -1.7125,  # question
        -0.8547,  # separators
        -0.2210,  # sentences
        0.3842,  # credit
        -0.2961,  # agency_end
        -1.4132,  # caption
        0.2158,  # byline
        -2.6567,  # time
        0.6717,  # related
        -5.0344,  # advert
        -4.3860,  # end
        0.4898,  # offer
        0.5726,  # share
        -2.9935,  # legal
        0.3606,  # navigation
        -0.6480,  # address
        -1.4128,  # date
        0.9774,  # clock
        0.3842,  # credit_short
        -0.6022,  # agency_end_short
        -2.2174,  # caption_short
        -2.6568,  # byline_short
        -0.0218,  # time_short
        -3.5344,  # related_short
        -0.7808,  # advert_short
        -0.0695,  # end_short
        -1.5523,  # offer_short
        -0.2565,  # share_short
        0.9906,  # legal_short
        0.0394,  # navigation_short
        3.0723,  # address_short
        0.7298,  # date_short
        -3.7571,  # clock_short
        -3.9714,  # share_count
        -7.6028,  # offer_count
        -2.0193,  # navigation_count
    ),
)

CONTEXT: tuple[float, tuple[float, ...]] = (
    8.7846,
    (
        0.7511,  # own
        0.0707,  # before_1
        0.0136,  # before_2
        0.0435,  # before_3
        0.1591,  # after_1
        0.0146,  # after_2
        0.0828,  # after_3
        -3.2911,  # body_before
        -1.7511,  # body_after
        -2.0868,  # outside
        -1.4307,  # distance_before
        0.3019,  # distance_after
        -0.3555,  # gap
        1.1952,  # blank
        -0.5283,  # blank_after
        0.5358,  # after_first
        0.0815,  # own_outside
        -0.4848,  # short_outside
        -0.5588,  # bullet_outside
        0.1883,  # sentence_outside
        0.5063,  # bullet_beside
        0.3260,  # continues
        1.4023,  # continued
        -5.6520,  # furniture
        -0.0971,  # mean_before
        -0.1346,  # mean_after
        -1.0396,  # sure_before
        -0.4182,  # topical
        1.4584,  # topical_long
        0.4579,  # topical_outside
    ),
)
