"""Explanation: why a network predicts what it does, in plain NumPy and for any network.

What is explained is a ``Score``: the value of a class before the last activation, minus what it is
compared with.

>>> from fashion_gui.data import load
>>> from fashion_gui.explain import DEFAULT_METHOD, Score, explain
>>> from fashion_gui.files import model_file
>>> network = model_file.load(model_file.find("mlp")).network
>>> image = load().test.images[0]
>>> explain(Score(network, target=9), image, DEFAULT_METHOD).attribution.shape
(28, 28)
"""

from fashion_gui.explain.ablation import hidden_layers, pruned, scaled, switched_off, with_noise
from fashion_gui.explain.ablation_effects import (
    AblationBench,
    AblationRanking,
    UnitEffect,
    rank_units,
)
from fashion_gui.explain.as_it_predicts import as_it_predicts
from fashion_gui.explain.attribution import (
    DEFAULT_METHOD,
    METHODS,
    OFFERED_METHODS,
    QUICK_METHOD,
    grad_cam,
    gradient_times_input,
    integrated_gradients,
    occlusion,
    quick_integrated_gradients,
    why_not_offered,
)
from fashion_gui.explain.contributions import Contributions, Link, contributions
from fashion_gui.explain.counterfactual import Counterfactual, NotFound, Search, smallest_change
from fashion_gui.explain.derivations import Derivation
from fashion_gui.explain.explanation import Explanation, explain, explaining
from fashion_gui.explain.faithfulness import (
    Faithfulness,
    FaithfulnessCurve,
    deletion_curve,
    insertion_curve,
    measuring_faithfulness,
    random_attribution,
)
from fashion_gui.explain.image_map import ImageMap, Layout, Mapper
from fashion_gui.explain.learning_math import LearningMath, WeightStep
from fashion_gui.explain.overlay import marks, overlay, scale
from fashion_gui.explain.picture_path import PicturePath, morphed
from fashion_gui.explain.redrawing import Dab, Redrawing, least_ink
from fashion_gui.explain.robustness import (
    DISTURBANCES,
    AccuracyPoint,
    Disturbance,
    PicturePoint,
    accuracy_curve,
    disturbed,
    picture_curve,
)
from fashion_gui.explain.score import NotOfferedError, Score
from fashion_gui.explain.strips import Strip, strips
from fashion_gui.explain.trace import Trace
from fashion_gui.explain.wants import Goal, Grown, grow

__all__ = [
    "DEFAULT_METHOD",
    "DISTURBANCES",
    "METHODS",
    "OFFERED_METHODS",
    "QUICK_METHOD",
    "AblationBench",
    "AblationRanking",
    "AccuracyPoint",
    "Contributions",
    "Counterfactual",
    "Dab",
    "Derivation",
    "Disturbance",
    "Explanation",
    "Faithfulness",
    "FaithfulnessCurve",
    "Goal",
    "Grown",
    "ImageMap",
    "Layout",
    "LearningMath",
    "Link",
    "Mapper",
    "NotFound",
    "NotOfferedError",
    "PicturePath",
    "PicturePoint",
    "Redrawing",
    "Score",
    "Search",
    "Strip",
    "Trace",
    "UnitEffect",
    "WeightStep",
    "accuracy_curve",
    "as_it_predicts",
    "contributions",
    "deletion_curve",
    "disturbed",
    "explain",
    "explaining",
    "grad_cam",
    "gradient_times_input",
    "grow",
    "hidden_layers",
    "insertion_curve",
    "integrated_gradients",
    "least_ink",
    "marks",
    "measuring_faithfulness",
    "morphed",
    "occlusion",
    "overlay",
    "picture_curve",
    "pruned",
    "quick_integrated_gradients",
    "random_attribution",
    "rank_units",
    "scale",
    "scaled",
    "smallest_change",
    "strips",
    "switched_off",
    "why_not_offered",
    "with_noise",
]
