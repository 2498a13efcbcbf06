"""An explanation in words: what speaks for the answer, and what becomes of it without that."""

from fashion_gui.explain import QUICK_METHOD, Score
from fashion_gui.explain.explanation import Explanation
from fashion_gui.explain.faithfulness import Faithfulness
from fashion_gui.percent import SIGN, percent, probability
from fashion_gui.ui.session.explainer import WhyAnswer

METHOD_NAMES = {
    "integrated-gradients": "Integrated gradients",
    QUICK_METHOD: "Four steps of integrated gradients",
    "gradient-input": "Gradient × input",
    "occlusion": "Occlusion",
}
"""The methods that are in use, as people call them."""


def claim(score: Score) -> str:
    """Return what is explained: "Coat", or "Coat rather than Pullover"."""
    names = score.network.class_names
    name = names[score.target]
    return name if score.against is None else f"{name} rather than {names[score.against]}"


def ends(score: Score) -> tuple[str, str]:
    """Return what the two colours stand for: against the class, and for it."""
    names = score.network.class_names
    name = names[score.target]
    other = f"against {name}" if score.against is None else f"for {names[score.against]}"
    return other, f"for {name}"


def spoken(explanation: Explanation) -> str:
    """Return what the marks show, for a screen reader."""
    where = f"the {explanation.region}, most" if explanation.region else "nothing"
    return f"speaks for {claim(explanation.score)}: {where}"


def sentence(answer: WhyAnswer) -> str:
    """Return an answer in a sentence or two."""
    explanation = answer.explanation
    if explanation is None:
        return answer.remark
    score = explanation.score
    preferred = f"{claim(score)} ({probability(answer.probability)})"
    if not explanation.region:
        return f"Nothing that is shown speaks for {preferred}."
    first = f"The {explanation.region} of what is shown speaks most for {preferred}."
    if answer.rest is None:
        return first
    ink = f"the {percent(answer.share, 0)} of the ink that speak most for it"
    becomes = "becomes" if answer.is_decisive else "is"
    return f"{first} Without {ink}, the answer {becomes} “{answer.rest.words}”."


def method_words(method: str, better: str) -> str:
    """Return how an answer was worked out, if not by the method for what does not change."""
    name = METHOD_NAMES[method]
    return "" if method == better else f"By {name[0].lower()}{name[1:]} for now, which is quick."


def trust_words(faithfulness: Faithfulness) -> str:
    """Return what the deletion curves say of an explanation."""
    first, chance = (100 * curve.area for curve in (faithfulness.first, faithfulness.chance))
    if faithfulness.gain <= 0:
        return (
            f"Do not trust these marks: erasing what they mark first leaves a mean of "
            f"{first:.0f}{SIGN}, a random order {chance:.0f}{SIGN}."
        )
    return (
        f"Erasing what is marked first leaves a mean of {first:.0f}{SIGN}, a random order "
        f"{chance:.0f}{SIGN}."
    )
