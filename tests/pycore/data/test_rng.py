"""The generator gives the stream of the JavaScript library for every kind of seed, and continues from a saved state."""

import json

from hypothesis import given
from hypothesis import strategies as st

from pycore.data.rng import SeededRandom


def test_the_first_uniforms_of_a_seed_are_the_library_s():
    rng = SeededRandom("0.12345")
    assert [rng.random() for _ in range(3)] == [0.9152007406557323, 0.4702753218035592, 0.2736265229359467]


@given(st.text())
def test_any_text_is_a_seed_and_gives_the_same_uniforms_again(seed):
    first, second = SeededRandom(seed), SeededRandom(seed)
    uniforms = [first.random() for _ in range(20)]
    assert uniforms == [second.random() for _ in range(20)]
    assert all(0 <= u < 1 for u in uniforms)
    assert len(set(uniforms)) == 20


def test_a_character_beyond_the_256th_changes_the_stream():
    assert SeededRandom("a" * 257).random() != SeededRandom("a" * 256 + "b").random()


@given(st.integers(0, 400))
def test_a_saved_state_continues_the_stream_wherever_it_was_taken(drawn):
    rng = SeededRandom("0.5")
    for _ in range(drawn):
        rng.random()
    other = SeededRandom("something else")
    other.setstate(json.loads(json.dumps(rng.getstate())))
    assert [other.random() for _ in range(400)] == [rng.random() for _ in range(400)]


def test_a_shuffle_is_a_permutation_and_takes_one_draw_an_element():
    rng, counting = SeededRandom("0.5"), SeededRandom("0.5")
    assert sorted(rng.shuffle(50)) == list(range(50))
    for _ in range(50):
        counting.random()
    assert rng.random() == counting.random()


def test_a_seed_chain_is_fixed_by_its_first_seed_and_has_five_decimals():
    seeds = [SeededRandom("0.12345").new_seed() for _ in range(2)]
    assert seeds == ["0.91520", "0.91520"]
