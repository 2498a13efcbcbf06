"""What the game says."""

from types import MappingProxyType

from fashion_gui.evaluation.verdict import NOT_SURE
from fashion_gui.ui.draw.game import N_ROUNDS, NOT_DRAWN, Attempt, Game, Phase

_CALLED = MappingProxyType(
    {
        "T-shirt/top": "a T-shirt",
        "Trouser": "trousers",
        "Pullover": "a pullover",
        "Dress": "a dress",
        "Coat": "a coat",
        "Sandal": "a sandal",
        "Shirt": "a shirt",
        "Sneaker": "a sneaker",
        "Bag": "a bag",
        "Ankle boot": "an ankle boot",
    }
)
"""The classes of clothes in a sentence; those of other data sets are called by their names."""


def called(name: str) -> str:
    """Return a class as it is called in a sentence."""
    return _CALLED.get(name, name)


def prompt_words(game: Game) -> str:
    """Return the large line: what to draw, or what came of it."""
    if game.phase is Phase.DRAWING:
        return f"Draw {called(game.prompt)}"
    return result_words(game.attempts[-1]) if game.phase is Phase.SHOWN else ""


def invitation_words(game: Game) -> str:
    """Return what the empty canvas says in a round: what to draw, and what happens then."""
    return f"{prompt_words(game)}\nThe network guesses while you draw" if game.prompt else ""


def result_words(attempt: Attempt) -> str:
    """Return what came of a round."""
    return f"✓ Yes, {called(attempt.asked)}!" if attempt.is_right else "✗ Not recognized"


def guess_words(game: Game) -> str:
    """Return what the network says while one draws."""
    if game.phase is Phase.SHOWN:
        attempt = game.attempts[-1]
        if attempt.is_right:
            # How sure it was then is left out: beside it stands how sure it is now.
            seen = " or ".join(map(called, attempt.named))
            return f"In {attempt.seconds:.1f} seconds" + (f": {seen}" if " or " in seen else ".")
        if attempt.answered == NOT_DRAWN:
            return f"{NOT_DRAWN} this time."
        if attempt.named:
            return f"I see {' or '.join(map(called, attempt.named))}, not {called(attempt.asked)}."
        if attempt.answered == NOT_SURE:
            return "I am not sure what it is."
        answered = attempt.answered[:1].lower() + attempt.answered[1:]
        return f"Not {called(attempt.asked)}, I think: {answered}."
    if game.phase is not Phase.DRAWING:
        return ""
    if not game.guesses:
        return "I do not see it yet …"
    guesses = [" or ".join(map(called, named)) for named in game.guesses]
    return f"I see {' … '.join(guesses)}?"


def score_words(attempts: list[Attempt]) -> str:
    """Return the score of a game."""
    n_right = sum(attempt.is_right for attempt in attempts)
    return f"{n_right} of {N_ROUNDS} recognized"
