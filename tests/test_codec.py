"""Digests as JSON and back."""

import json

import msgspec
import pytest

from digest_bot.codec import decode_digest, encode_digest
from tests.builders import FERRY, TWO_STORIES, digest, story


def test_a_digest_survives_the_round_trip() -> None:
    assert decode_digest(encode_digest(TWO_STORIES)) == TWO_STORIES


def test_an_article_is_written_once_however_many_sentences_are_taken_from_it() -> None:
    written = json.loads(encode_digest(digest(story("A", FERRY), story("B", FERRY))))
    assert [article["title"] for article in written["articles"]] == ["Ferry runs aground off Tarn Island"]


def test_every_chosen_sentence_stands_there_in_words_with_its_place() -> None:
    written = json.loads(encode_digest(TWO_STORIES))
    pick = written["stories"][0]["summary"][1]
    section = written["sections"][pick["section"]]
    paragraph, start, end = section["sentences"][pick["sentence"]]
    assert pick["text"] == "Everyone was brought ashore by midnight, the coast guard said."
    assert written["articles"][0]["paragraphs"][paragraph]["text"][start:end] == pick["text"]


def test_something_else_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_digest('{"edition": 1}')
