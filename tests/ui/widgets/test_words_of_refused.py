"""Why? and What if? say what the verdict says, also where it names no class."""

from dataclasses import replace

import numpy as np
from explained import DENSE, make_image, make_network
from pytestqt.qtbot import QtBot

from fashion_gui.explain.redrawing import Redrawing
from fashion_gui.nn.network import Network
from fashion_gui.nn.novelty import NoveltyDetector
from fashion_gui.ui.session.explainer import Explainer, WhyAnswer, WhyQuestion
from fashion_gui.ui.session.flip_finder import Flip, FlipAnswer, FlipFinder, FlipQuestion
from fashion_gui.ui.session.generator_thread import ThreadGroup
from fashion_gui.ui.widgets.what_if.flip_words import sentences, size_lines
from fashion_gui.ui.widgets.why_words import sentence

IMAGE = make_image()


def refusing() -> Network:
    """Return a network to which everything is novel."""
    network = make_network(DENSE)
    _, features = next(iter(network.answers_with_features(IMAGE[np.newaxis])))
    rows = np.repeat(features.astype(np.float32), 5, axis=0)
    return network.with_novelty(replace(NoveltyDetector.of(rows, rows, 1), threshold=9.0))


def test_why_does_not_take_the_likeliest_class_for_the_answer(qtbot: QtBot) -> None:
    threads = ThreadGroup()
    explainer, told = Explainer(threads), list[WhyAnswer]()
    explainer.arrived.connect(told.append)
    network = refusing()
    likeliest = int(network.predict_proba(IMAGE[np.newaxis])[0].argmax())
    explainer.ask(WhyQuestion(network, IMAGE, "gradient-input", is_thorough=True))
    qtbot.waitUntil(lambda: len(told) == 2)
    words, name = sentence(told[0]), network.class_names[likeliest]
    assert words.startswith(f"No class is named; the likeliest is {name}. Blue speaks for it,")
    assert "the answer" not in words, "it is the same before and after"
    ends = "is the likeliest no more." if told[0].is_decisive else "stays the likeliest."
    assert words.endswith(f"of the ink, {name} {ends}")
    explainer.ask(WhyQuestion(network, IMAGE, "gradient-input", target=likeliest))
    qtbot.waitUntil(lambda: len(told) == 3)
    assert sentence(told[2]).startswith(f"Blue speaks for {name} ("), "a chosen class is explained"
    threads.close()


def test_what_if_does_not_call_a_picture_what_its_verdict_does_not(qtbot: QtBot) -> None:
    threads = ThreadGroup()
    finder, told = FlipFinder(threads), list[FlipAnswer]()
    finder.arrived.connect(told.append)
    network = refusing()
    finder.ask(FlipQuestion(network, IMAGE))
    qtbot.waitUntil(lambda: len(told) == 2)
    threads.close()
    flip = told[1].smallest
    assert isinstance(flip, Flip)
    names, target = network.class_names, flip.change.target
    words = sentences(flip, names, "mlp")
    assert f"{names[target]} is the likeliest, " in words
    assert words.endswith("the answer is “None of these”.")
    sure = np.eye(10, dtype=np.float32)[target]
    flip = replace(flip, verdict=replace(flip.verdict, probabilities=sure, is_novel=False))
    assert f"it is {names[target]}, " in sentences(flip, names, "mlp")
    before, after = np.zeros((2, 28, 28), np.uint8)
    after[3, 3:7] = before[9, 9] = 255
    drawn = Redrawing(before, after, 0, target, 0.9, dabs=())
    assert size_lines(replace(flip, change=drawn)) == ("+ 4 px ink", "\N{MINUS SIGN} 1 px ink")
    words = sentences(replace(flip, change=drawn), names, "mlp")
    assert words.startswith("With 4 pixels of ink more and 1 pixel erased, ")
