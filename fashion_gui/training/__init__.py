"""Training: recipes, the training generator, and what it needs.

A ``Recipe`` says everything about a run, ``trainer.train`` yields its records, and whoever drains
it decides when it pauses, stops or continues.

>>> from fashion_gui.data import load
>>> from fashion_gui.training.recipes import Recipe
>>> from fashion_gui.training.trainer import train
>>> recipe = Recipe(hidden=(16,), epochs=1, n_train=1000, n_validation=100, n_test=100)
>>> *_, finished = train(recipe, load())
>>> finished.network.architecture.n_parameters
12730
"""
