"""Coefficients of the judgement of passages, made by tests/bench/fit_boilerplate.py."""

SHAPE: tuple[float, tuple[float, ...]] = (
    -8.3328,
    (
        3.6486,  # stop_words
        -0.8514,  # bullet
        -0.3715,  # heading
        0.8150,  # quoted
        -0.4169,  # linked
        5.6647,  # lines
        1.7570,  # known
        0.0000,  # title
        -4.0802,  # twice
        1.3291,  # words
        -0.0765,  # few
        0.7198,  # long
        1.8650,  # sentence
        -1.1754,  # colon
        3.4407,  # comma
        1.5312,  # lower_start
        1.5348,  # quote_start
        -0.5408,  # capitals
        -0.1438,  # shouted
        2.8728,  # digits
        0.0489,  # quote
        -2.8055,  # you
        0.5042,  # symbol
        -2.6416,  # page_number
        -2.8599,  # sections
        -1.7176,  # question
        -1.0938,  # separators
        0.0125,  # sentences
        0.2823,  # credit
        -0.4862,  # agency_end
        -1.5119,  # caption
        0.5243,  # byline
        -2.0925,  # time
        0.1130,  # related
        -3.2909,  # advert
        -4.0062,  # end
        0.4582,  # offer
        0.4403,  # share
        -2.9217,  # legal
        0.2507,  # navigation
        -0.8504,  # address
        -1.2843,  # date
        0.9334,  # clock
        0.2823,  # credit_short
        -0.9935,  # agency_end_short
        -1.7817,  # caption_short
        -3.9129,  # byline_short
        -1.6727,  # time_short
        -3.0278,  # related_short
        -0.9877,  # advert_short
        -0.7500,  # end_short
        -1.5618,  # offer_short
        -0.2253,  # share_short
        -0.6352,  # legal_short
        -0.5947,  # navigation_short
        2.4240,  # address_short
        2.3739,  # date_short
        -4.5391,  # clock_short
        -3.6074,  # share_count
        -6.3898,  # offer_count
        -1.3214,  # navigation_count
    ),
)

CONTEXT: tuple[float, tuple[float, ...]] = (
    9.6759,
    (
        0.8210,  # own
        0.0181,  # before_1
        0.0312,  # before_2
        0.0303,  # before_3
        0.0878,  # after_1
        -0.0075,  # after_2
        0.0689,  # after_3
        -3.8921,  # body_before
        -1.7727,  # body_after
        -1.3751,  # outside
        -1.9376,  # distance_before
        -0.4900,  # distance_after
        -0.7815,  # gap
        1.5344,  # blank
        0.5771,  # blank_after
        0.7641,  # after_first
        -0.0534,  # own_outside
        -1.0035,  # short_outside
        -0.4272,  # bullet_outside
        0.3268,  # sentence_outside
        1.3077,  # bullet_beside
        -0.0175,  # continues
        1.6504,  # continued
        -6.6306,  # furniture
        -0.0609,  # mean_before
        -0.1959,  # mean_after
        -0.3756,  # sure_before
        -0.1256,  # topical
        0.9658,  # topical_long
        0.1444,  # topical_outside
    ),
)
