"""The rules of the game, with a clock that is turned by hand."""

from itertools import pairwise
from random import Random

import numpy as np
import pytest

from fashion_gui.classes import Classes
from fashion_gui.data import CLASS_NAMES
from fashion_gui.evaluation.verdict import Verdict
from fashion_gui.ui.draw.game import N_ROUNDS, PAUSE_S, ROUND_S, Game, Phase
from fashion_gui.ui.draw.game_words import guess_words, prompt_words, score_words

IMAGE = np.full((28, 28), 200, np.uint8)


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def sees(*names: str, sure: float = 0.9, is_novel: bool | None = None) -> Verdict:
    """Return a verdict that names one class, or two; none when nothing is sure."""
    probabilities = np.full(10, (1 - sure) / 9, np.float32)
    for name in names:
        probabilities[CLASS_NAMES.index(name)] = sure / len(names)
    return Verdict(probabilities, CLASS_NAMES, is_novel)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def game(clock: Clock) -> Game:
    game = Game(clock, Random(1))
    game.start(CLASS_NAMES)
    return game


def others(game: Game) -> list[str]:
    return [name for name in CLASS_NAMES if name != game.prompt]


def test_a_round_ends_when_the_class_is_named_alone_and_the_next_begins_after_a_pause(
    game: Game, clock: Clock
) -> None:
    asked = game.prompt
    one, other = others(game)[:2]
    assert prompt_words(game).startswith("Draw ")
    assert not game.look(sees(one), IMAGE)
    assert not game.look(sees(other, asked), IMAGE), "two are named: it goes on"
    clock.seconds += 7
    assert game.look(sees(asked), IMAGE)
    (attempt,) = game.attempts
    assert (attempt.asked, attempt.is_right, attempt.seconds) == (asked, True, 7)
    assert game.phase is Phase.SHOWN
    assert guess_words(game) == "In 7.0 seconds.", "how sure it is stands beside it"
    finished = IMAGE // 2
    assert not game.look(sees(one), finished), "what is drawn on is no longer judged"
    assert game.attempts[0].image is finished, "but the card will show all of it"
    assert (game.attempts[0].named, game.attempts[0].seconds) == ((asked,), 7)
    assert not game.look(None, np.zeros_like(IMAGE))
    assert game.attempts[0].image is finished, "a cleared canvas is no drawing"
    assert not game.tick()
    clock.seconds += PAUSE_S
    assert not game.tick(may_clear=False), "the pen is down"
    assert game.tick()
    assert game.phase is Phase.DRAWING
    assert game.prompt != asked
    assert game.guesses == []


def test_when_time_is_up_the_last_verdict_counts_and_one_of_two_is_right(
    game: Game, clock: Clock
) -> None:
    asked = game.prompt
    game.look(sees(others(game)[0], asked), IMAGE)
    clock.seconds += ROUND_S - 0.1
    assert not game.tick()
    assert game.seconds_left == pytest.approx(0.1)
    clock.seconds += 0.1
    assert game.tick()
    assert game.attempts[0].is_right
    clock.seconds += PAUSE_S
    game.tick()
    clock.seconds += ROUND_S
    game.tick()
    assert not game.attempts[1].is_right
    assert game.attempts[1].answered == "Nothing drawn"


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (sees("Bag", is_novel=True), "Not a bag, I think: does not look like clothing."),
        (sees("Bag", sure=0.35, is_novel=False), "I am not sure what it is."),
    ],
)
def test_what_is_refused_is_no_guess_and_not_right(
    game: Game, verdict: Verdict, words: str
) -> None:
    game.prompt = "Bag"
    assert not game.look(verdict, IMAGE)
    assert game.guesses == []
    assert guess_words(game) == "I do not see it yet …"
    game.finish_round()
    assert game.attempts[0].named == ()
    assert not game.attempts[0].is_right
    assert guess_words(game) == words


def test_it_says_its_last_guesses_each_once(game: Game) -> None:
    game.prompt = "Dress"
    for names in (("Bag",), ("Bag",), ("Sandal", "Ankle boot"), ("Coat",), ("Shirt",), ("Coat",)):
        game.look(sees(*names), IMAGE)
    assert guess_words(game) == "I see an ankle boot or a sandal … a shirt … a coat?"
    game.look(sees("Coat", "Shirt"), IMAGE)
    game.finish_round()
    assert guess_words(game) == "I see a coat or a shirt, not a dress."


def test_six_rounds_make_a_game_and_the_score(game: Game, clock: Clock) -> None:
    prompts = []
    while game.is_on:
        prompts.append(game.prompt)
        if len(prompts) % 2:
            game.look(sees(game.prompt), IMAGE)
        game.finish_round()
        clock.seconds += PAUSE_S
        game.tick()
    assert game.phase is Phase.OVER
    assert len(set(prompts)) == len(game.attempts) == N_ROUNDS
    assert game.score == 3
    assert score_words(game.attempts) == "3 of 6 recognized"
    assert game.seconds_left == 0


def test_the_clock_can_be_stopped(game: Game, clock: Clock) -> None:
    clock.seconds += 5
    game.pause()
    clock.seconds += 500
    assert not game.tick()
    assert game.seconds_left == ROUND_S - 5
    game.go_on()
    assert game.seconds_left == ROUND_S - 5
    clock.seconds += ROUND_S - 5
    assert game.tick()


@pytest.mark.parametrize("n", [2, 3, 5, 6, 100])
def test_any_number_of_classes_will_do(clock: Clock, n: int) -> None:
    names = Classes.numbered(n)
    for seed in range(20):
        game = Game(clock, Random(seed))
        game.start(names)
        assert len(game._prompts) == N_ROUNDS
        assert all(one != other for one, other in pairwise(game._prompts))
        assert len(set(game._prompts)) == min(n, N_ROUNDS)
