"""Watching a run: what its rules find, said once, and taken back when it is over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from fashion_gui.nn.state import State, StateError, count_of
from fashion_gui.training.events import Hint
from fashion_gui.training.hints import course_rules, start_rules, step_rules
from fashion_gui.training.hints.measurements import Measurements
from fashion_gui.training.hints.rule import SINCE, Advice, Rule
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError

RULES: Mapping[str, Rule] = MappingProxyType({**step_rules.RULES, **course_rules.RULES})
_FIRST_STEPS = 50
_FIRST_EPOCHS = 2
"""Steps and epochs in which nothing is said: some runs begin slowly, as the article's."""
_HIDES = MappingProxyType(
    {
        "guessing": ("rate-too-large", "jumping", "plateau", "ended-too-early"),
        "rate-too-small": ("guessing",),
        "dead-units": ("rate-too-small", "plateau"),
        "saturated-units": ("plateau",),
        "weights-too-small": ("guessing", "plateau"),
        "exploding-gradients": ("rising-loss", "rate-too-large", "guessing"),
        "vanishing-gradients": ("guessing", "saturated-units", "rate-too-small"),
        "jumping": ("plateau", "ended-too-early"),
        "overfitting": ("memorised",),
    }
)
"""Of two rules that find the same trouble the one nearer to its cause speaks."""


def explanation(rule: str) -> str:
    """Return the idea behind a hint of a rule; "" where there is none."""
    return RULES[rule].why if rule in RULES else start_rules.WHY.get(rule, "")


@dataclass
class _Case:
    """What is known of one kind of trouble in a run."""

    n_looks: int = 0
    since: int = 0
    is_said: bool = False


class HintWatch:
    """Says what the rules find in a run, at each look at its validation images."""

    def __init__(self) -> None:
        self._cases = {name: _Case() for name in RULES}

    def after(self, now: Measurements) -> Iterator[Hint]:
        """Yield what is to be said: mostly nothing.

        A hint without words takes the one of the same rule back.
        """
        found = {name: self._found(name, rule, now) for name, rule in RULES.items()}
        hidden = {o for name, hides in _HIDES.items() if self._is_there(name, found) for o in hides}
        for name, advice in found.items():
            case = self._cases[name]
            if advice is None:
                if case.is_said:
                    yield Hint(now.step, "", name)
                self._cases[name] = _Case()
            elif name not in hidden and not case.is_said and case.n_looks >= RULES[name].n_looks:
                case.is_said = True
                yield _hint(name, advice, case.since, now)

    def _found(self, name: str, rule: Rule, now: Measurements) -> Advice | None:
        advice, case = rule.find(now), self._cases[name]
        if advice:
            case.since = case.since if case.n_looks else now.epoch
            case.n_looks += 1
        is_early = now.epoch < _FIRST_EPOCHS or now.step < _FIRST_STEPS
        if advice and not case.is_said and (is_early or now.share_done < rule.from_share):
            case.n_looks = min(case.n_looks, rule.n_looks - 1)
        return advice

    def _is_there(self, name: str, found: Mapping[str, Advice | None]) -> bool:
        return found[name] is not None and self._cases[name].n_looks >= RULES[name].n_looks

    def state_dict(self) -> State:
        """Return what it has seen so far."""
        return {
            name: {"n_looks": case.n_looks, "since": case.since, "is_said": int(case.is_said)}
            for name, case in self._cases.items()
            if case != _Case()
        }

    def load_state_dict(self, state: State) -> None:
        """Go on where another watch was; StateError when that does not fit."""
        for name, values in state.items():
            if name not in RULES or not isinstance(values, dict):
                raise StateError(f"expected a rule of hints, found {name!r:.40}.")
            self._cases[name] = _Case(
                count_of(values, "n_looks"),
                count_of(values, "since"),
                bool(count_of(values, "is_said")),
            )


def _hint(name: str, advice: Advice, since: int, now: Measurements) -> Hint:
    sentence = advice.sentence.replace(SINCE, f"since epoch {since}")
    change = (advice.name, advice.value) if advice.name else None
    if not _is_possible(change, now.recipe):
        return Hint(now.step, sentence, name)
    return Hint(now.step, sentence, name, change, advice.in_new_run)


def _is_possible(change: tuple[str, Any] | None, recipe: Recipe) -> bool:
    """Return whether a recipe may have a setting changed so."""
    if change is None:
        return False
    try:
        return replace(recipe, **dict([change])) != recipe
    except RecipeError:
        return False
