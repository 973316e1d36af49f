"""Whoever looks up a public name finds an example that runs: doctest runs what is found here."""

import inspect
from functools import cached_property
from importlib import import_module
from pkgutil import walk_packages
from types import FunctionType

import pytest

import newsthemes
from newsthemes.exploration.verbs import Exploration
from newsthemes.study import Study

PACKAGES = ["newsthemes"] + [
    found.name for found in walk_packages(newsthemes.__path__, "newsthemes.") if found.ispkg
]
# What would take seconds: BERTopic has to be loaded.
WITHOUT = {"bertopic"}


def has_example(thing):
    return ">>> " in (inspect.getdoc(thing) or "")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_exported_function_and_class_has_an_example(package):
    module = import_module(package)
    exported = {name: getattr(module, name) for name in getattr(module, "__all__", ())}
    things = {
        name: thing for name, thing in exported.items() if inspect.isroutine(thing) or inspect.isclass(thing)
    }
    assert [name for name, thing in things.items() if not has_example(thing)] == []


def test_every_verb_of_a_study_has_an_example():
    kinds = (FunctionType, property, cached_property)
    rooms = [kind for kind in Exploration.__mro__ if kind.__module__.startswith("newsthemes.")]
    verbs = {name: thing for kind in rooms for name, thing in vars(kind).items() if isinstance(thing, kinds)}
    verbs = {name: thing for name, thing in verbs.items() if not name.startswith("_")}
    assert set(verbs) >= set(
        "figures show table figure caption quotes find locate explain where share compare theme explore".split()
    )
    verbs["open"] = Study.open
    assert {name for name, thing in verbs.items() if not has_example(thing)} == WITHOUT
