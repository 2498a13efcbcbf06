"""An explanation in words: what speaks for the answer, and what becomes of it without that."""

from fashion_gui.explain import QUICK_METHOD, Score
from fashion_gui.explain.explanation import Explanation
from fashion_gui.explain.faithfulness import Faithfulness
from fashion_gui.percent import percent, probability
from fashion_gui.ui.session.explainer import WhyAnswer

METHOD_NAMES = {
    "integrated-gradients": "fading it in",
    "gradient-input": "nudging each pixel",
    "occlusion": "covering squares",
}
"""What the methods do, in the words of somebody who has never heard of them."""
METHOD_IDEAS = {
    "integrated-gradients": "Fading it in (integrated gradients): the picture is faded in from "
    "black. Each pixel gets what it adds to the class on the way, so that all of them add up to "
    "the answer.",
    "gradient-input": "Nudging each pixel (gradient × input): how much the class gains when a "
    "pixel gets a little brighter, times its brightness.",
    "occlusion": "Covering squares (occlusion): small squares are covered with black, one after "
    "the other. What matters is where the class loses most.",
}
"""How each of them works, with its name in the field."""


def claim(score: Score) -> str:
    """Return what is explained: "Coat", or "Coat rather than Pullover"."""
    names = score.network.class_names
    name = names[score.target]
    return name if score.against is None else f"{name} rather than {names[score.against]}"


def ends(score: Score) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return what the two colours stand for, against the class and for it; and in short."""
    names = score.network.class_names
    name = names[score.target]
    if score.against is None:
        return (f"against {name}", f"for {name}"), ("against it", "for it")
    other = names[score.against]
    return (f"for {other}", f"for {name}"), (other, name)


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
    preferred = claim(score)
    if answer.question.target is not None or score.against is not None:
        preferred = f"{preferred} ({probability(answer.probability)})"
    if not explanation.region:
        return f"Nothing that is shown speaks for {preferred}."
    other = "it" if score.against is None else "it, and for the other one"
    where = f"most of all at the {explanation.region}; orange speaks against {other}."
    first = f"Blue speaks for {preferred}, {where}"
    if answer.names_no_class and score.against is None:
        first = f"No class is named; the likeliest is {preferred}. Blue speaks for it, {where}"
    if answer.rest is None:
        return first
    ink = f"the bluest {percent(answer.share, 0)} of the ink"
    if answer.names_no_class:
        stays = "is the likeliest no more" if answer.is_decisive else "stays the likeliest"
        return f"{first} Without {ink}, {claim(score)} {stays}."
    becomes = "becomes" if answer.is_decisive else "is still"
    if not answer.is_decisive and answer.rest.classes != (score.target,):
        becomes = "is"
    return f"{first} Without {ink}, the answer {becomes} “{answer.rest.words}”."


def method_words(method: str) -> str:
    """Return what is still to come, where the quick method answered."""
    return "This is a first look; better marks follow." if method == QUICK_METHOD else ""


def trust_title(faithfulness: Faithfulness | None) -> str:
    """Return what the deletion curves show, or that their marks are not to be trusted."""
    if faithfulness is not None and faithfulness.gain <= 0:
        return "No better than chance: do not trust these marks"
    return "How sure it stays while ink is erased"


def trust_words(faithfulness: Faithfulness) -> str:
    """Return what the deletion curves say of an explanation."""
    first, chance = (percent(curve.area, 0) for curve in (faithfulness.first, faithfulness.chance))
    if faithfulness.gain <= 0:
        return (
            f"Do not trust these marks: erasing the bluest ink first leaves {first} on average, "
            f"a random order {chance}."
        )
    return f"Erasing the bluest ink first leaves {first} on average, a random order {chance}."
