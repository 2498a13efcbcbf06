"""A quiz: a person and a network classify the same images."""

from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from fashion_gui.data import Dataset, Split
from fashion_gui.nn.network import Network

N_QUESTIONS = 20
HUMAN_ACCURACY = 0.835
"""Accuracy of people without expertise in fashion on 1,000 random test images.

Three people looked at each image, and the majority counted; one person alone may be worse.
Source: the table of benchmarks in github.com/zalandoresearch/fashion-mnist, "Human Performance".
"""


@dataclass
class Quiz:
    """Different test images, drawn at random.

    Attributes
    ----------
    numbers
        Numbers of the images.
    labels, network_answers
        The true class of each image, and the network's prediction.
    answers
        The person's answers so far.
    """

    numbers: tuple[int, ...]
    labels: tuple[int, ...]
    network_answers: tuple[int, ...]
    answers: list[int] = field(default_factory=list)

    @classmethod
    def of(
        cls, network: Network, dataset: Dataset, rng: Generator, n_questions: int = N_QUESTIONS
    ) -> "Quiz":
        """Draw images at random, and let the network classify them."""
        test = np.asarray(dataset.numbers(Split.TEST))
        numbers = rng.choice(test, min(n_questions, len(test)), replace=False)
        answers = network.predict_proba(dataset.images(numbers)).argmax(axis=1)
        return cls(
            tuple(numbers.tolist()),
            tuple(dataset.labels[numbers].tolist()),
            tuple(answers.tolist()),
        )

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def is_over(self) -> bool:
        """True when every image is answered."""
        return len(self.answers) == len(self)

    def answer(self, chosen: int) -> None:
        """Answer the next image; ValueError when all are answered."""
        if self.is_over:
            raise ValueError(f"Expected an open question, found all {len(self)} answered.")
        self.answers.append(chosen)

    @property
    def person_score(self) -> int:
        """Right answers of the person so far."""
        return sum(a == label for a, label in zip(self.answers, self.labels, strict=False))

    @property
    def network_score(self) -> int:
        """Right answers of the network to the same images."""
        asked = self.network_answers[: len(self.answers)]
        return sum(a == label for a, label in zip(asked, self.labels, strict=False))

    def mistakes(self) -> list[int]:
        """Return the indices of the questions that the person or the network got wrong."""
        triples = zip(self.labels, self.answers, self.network_answers, strict=False)
        return [place for place, (label, *both) in enumerate(triples) if set(both) != {label}]
