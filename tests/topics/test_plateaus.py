"""Plateaus of agreement, and which partitions hold beside others."""

import numpy as np
import pytest

from newsthemes.topics.consensus import Partition
from newsthemes.topics.layers import GraphLayer, main_layer
from newsthemes.topics.plateaus import RESOLUTIONS, Plateau, plateau_at, plateaus, profile


def landscape(*peaks):
    """(R, R) agreement of runs that agree most around each of the peaks (place, height)."""
    places = np.arange(len(RESOLUTIONS))
    height = np.max([top - 0.02 * abs(places - peak) for peak, top in peaks], axis=0)
    apart = abs(np.subtract.outer(places, places))
    return np.minimum.outer(height, height) - 0.04 * np.maximum(apart - 1, 0)


def test_every_peak_of_agreement_is_a_plateau_where_numbers_of_topics_differ():
    between = landscape((6, 0.8), (20, 0.7))
    found = plateaus(between, np.geomspace(2, 200, len(RESOLUTIONS)))
    assert [plateau.peak for plateau in found] == [6, 20]
    assert found[0].agreement > found[1].agreement
    assert all(plateau.weights.sum() == pytest.approx(1) for plateau in found)


def test_of_two_resolutions_that_agree_alike_either_may_be_the_peak():
    between = landscape((12, 0.7), (13, 0.7))
    assert abs(np.diff(profile(between)[12:14])) < 0.001
    one, other = plateau_at(12, between), plateau_at(13, between)
    assert abs(one.weights - other.weights).max() < 0.05
    assert one.width == pytest.approx(other.width, abs=0.05)


def test_a_plateau_is_in_one_piece_and_has_its_peak():
    between = landscape((5, 0.8), (25, 0.8))
    weights = plateau_at(5, between).weights
    inside = np.flatnonzero(weights)
    assert 5 in inside and np.diff(inside).tolist() == [1] * (len(inside) - 1) and inside.max() < 15


@pytest.mark.parametrize(
    ("stability", "by_itself", "beside"),
    [
        ([0.9, 0.8, 0.8, 0.7], True, True),
        ([0.9, 0.8, 0.7, 0.5], False, True),  # a quarter of the texts in a topic that comes and goes
        ([0.9, 0.7, 0.5, 0.5], False, False),
    ],
)
def test_a_partition_needs_less_beside_a_stable_one(stability, by_itself, beside):
    labels = np.repeat(np.arange(4), 5)
    partition = Partition(labels, np.array(stability), np.eye(4)[labels])
    assert partition.is_stable() is by_itself
    assert partition.is_stable_beside() is beside


def test_two_topics_need_the_same_beside_others():
    labels = np.repeat([0, 1], 10)
    partition = Partition(labels, np.array([0.9, 0.9]), np.eye(2)[labels])
    assert not partition.is_stable() and not partition.is_stable_beside()


def layer(stability=(0.9, 0.9, 0.8, 0.8), agreement=0.8, width=1.0):
    topics = len(stability)
    labels = np.repeat(np.arange(topics), 5)
    partition = Partition(labels, np.array(stability), np.eye(topics)[labels])
    return GraphLayer(
        Plateau(5, np.eye(len(RESOLUTIONS))[5], agreement, width), partition, partition.is_stable()
    )


def test_the_main_layer_is_stable_by_itself_however_sure_another_is():
    assert main_layer([layer([0.9, 0.8, 0.7, 0.5], 0.9), layer(agreement=0.7)]) == 1


def test_the_main_layer_is_the_one_that_lasts_over_the_widest_range_of_resolutions():
    assert main_layer([layer(agreement=0.9, width=0.5), layer(agreement=0.7, width=1.0)]) == 1
    assert main_layer([layer(agreement=0.9, width=1.0), layer(agreement=0.7, width=1.0)]) == 0
    assert main_layer([layer(), layer()]) == 0  # alike: the coarser


def test_two_topics_are_the_main_layer_only_where_there_is_no_other():
    assert main_layer([layer([0.99, 0.99], 0.99, 3.0), layer()]) == 1
    assert (
        main_layer([layer([0.99, 0.99], 0.99, 3.0), layer([0.9, 0.8, 0.7, 0.5])]) == 1
    )  # which holds beside it
    assert main_layer([layer([0.99, 0.99], 0.99, 3.0)]) == 0


def test_a_plateau_is_the_wider_the_more_resolutions_agree():
    narrow = plateau_at(12, landscape((12, 0.7)))
    wide = plateau_at(12, landscape(*((place, 0.7) for place in range(9, 16))))
    assert wide.width > 1.1 * narrow.width
    assert narrow.persistence == round(narrow.width * narrow.agreement, 3)
