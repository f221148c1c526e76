"""The judgement of passages: what is remembered of a text weighs what its features weigh."""

from operator import mul

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.text import boilerplate, boilerplate_weights
from digest_bot.text.passages import read_passages

TEXTS = st.lists(st.text(st.sampled_from("aeT 1.,“|\n*#é"), max_size=40), max_size=8).map("\n".join)


@given(TEXTS)
def test_odds_are_the_features_times_their_weights(raw: str) -> None:
    seen = boilerplate.look(read_passages(raw))
    intercept, slopes = boilerplate_weights.SHAPE
    own = [sum(map(mul, slopes, row), intercept) for row in boilerplate.shapes(seen)]
    assert all(len(row) == len(boilerplate.SHAPES) == len(slopes) for row in boilerplate.shapes(seen))
    placed = len(boilerplate.PLACED)
    for one, row, whole in zip(seen, boilerplate.shapes(seen), own, strict=True):
        assert one.reading.odds + sum(map(mul, slopes[:placed], row[:placed])) == pytest.approx(whole)


def test_other_weights_forget_what_was_weighed() -> None:
    before = boilerplate_weights.SHAPE, boilerplate_weights.CONTEXT
    seen = boilerplate.look(read_passages("Share on Facebook"))
    try:
        boilerplate.use((1.0, (0.0,) * len(boilerplate.SHAPES)), before[1])
        assert boilerplate.look(read_passages("Share on Facebook"))[0].reading.odds == 1.0
    finally:
        boilerplate.use(*before)
    assert boilerplate.look(read_passages("Share on Facebook")) == seen


def test_however_many_notices_stand_around_a_text_it_is_judged_alike() -> None:
    told = (
        "The lake has fallen by three metres since 2019, the water board said in May.",
        "Farmers on the eastern shore have been without water since July.",
        "A hearing is expected in March.",
    )
    alone = boilerplate.judge(boilerplate.look(read_passages("\n".join(told))))
    around = boilerplate.judge(boilerplate.look(read_passages("\n".join((*["Share this article"] * 40, *told)))))
    assert around[41:] == pytest.approx(alone[1:])
