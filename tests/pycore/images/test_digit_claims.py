"""What the lesson about digits says, with its very numbers: networks from twenty seeds, each on a split of its own, and their medians."""

from statistics import median

import pytest

from builder.paths import SITE
from pycore.images import trained
from pycore.images.image_set import split
from pycore.images.judging import baseline, verdict
from pycore.images.practice import Practice, answers
from pycore.images.shifts import accuracy, accuracy_shifted
from pycore.lessons.digits.eight_widget import PORTIONS

SEEDS = range(20)


@pytest.fixture(scope="module")
def lesson():
    """The text of the lesson, on one line."""
    return " ".join((SITE / "content" / "07-digits.md").read_text(encoding="utf-8").split())


def percents(shares):
    return f"{median(shares) * 100:.0f} %"


def test_one_neuron_for_the_eight(digits, lesson):
    found = {False: [], True: []}
    for seed in SEEDS:
        train, test = split(digits, seed=seed)
        for balanced, verdicts in found.items():
            learner = Practice(train, trained.made("eight", digits.shape, seed=seed), 8, balanced, seed).train(PORTIONS[balanced])
            verdicts.append(verdict(answers(learner.model, test) == 1, test.labels == 8))
    plain, even = found[False], found[True]
    never = percents([each.baseline for each in plain])
    assert f"A neuron that always says no is right {never} of the time" in lesson
    accuracies, recalls = [each.accuracy for each in plain], [each.recall for each in plain]
    assert f"{percents(accuracies)} right, {percents(recalls)} of the eights found" in lesson
    # Of the facts: better than the baseline by two of a hundred, and half of the eights found.
    gained = median(each.accuracy - each.baseline for each in plain)
    assert gained > 0.02 and median(recalls) >= 0.5
    assert f"is {['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven'][round(gained * 100)]} points above the baseline" in lesson
    recalls, left = [each.recall for each in even], [each.specificity for each in even]
    assert f"{percents(recalls)} of the eights found, {percents(left)} of the others left alone" in lesson
    assert 0.85 <= median(recalls) <= 0.93 and 0.85 <= median(left) <= 0.93
    assert f"{percents([each.accuracy for each in even])} right" in lesson
    assert median(each.balanced for each in even) > median(each.balanced for each in plain) + 0.01


def test_ten_neurons_a_hidden_layer_and_a_convolution(digits, lesson):
    right = {name: [] for name in ("ten", "hidden", "convolution")}
    beside, below = ({name: [] for name in right} for _ in range(2))
    guess = []
    for seed in SEEDS:
        train, test = split(digits, seed=seed)
        guess.append(baseline(test.labels, 10))
        for name in right:
            model = Practice(train, trained.made(name, digits.shape, seed=seed), seed=seed).train(trained.EPOCHS[name]).model
            right[name].append(accuracy(model, test))
            beside[name].append(accuracy_shifted(model, test, 1))
            below[name].append(accuracy_shifted(model, test, 0, 1))
    assert median(right["ten"]) >= 0.95
    assert f"Ten neurons read {percents(right['ten'])} of digits they have never seen" in lesson
    assert f"always the same digit gets {percents(guess)}" in lesson
    assert f"With 32 hidden neurons it is {percents(right['hidden'])}" in lesson
    assert f"the ten neurons get {percents(beside['ten'])}, the hidden layer {percents(beside['hidden'])}" in lesson
    stays = f"reads {percents(right['convolution'])} where they stand and {percents(beside['convolution'])} one pixel to the right"
    assert stays in lesson
    assert f"one pixel down it is {percents(below['convolution'])}" in lesson
    # Not one of the twenty is an exception.
    lost = {name: [a - b for a, b in zip(right[name], beside[name], strict=True)] for name in right}
    assert max(lost["convolution"]) < 0.05 and min(lost["ten"] + lost["hidden"]) > 0.3


def test_hands_that_were_never_seen_are_harder(digits, lesson):
    # The images come writer after writer: the last quarter are other people.
    train, test = digits.take(slice(0, 1348)), digits.take(slice(1348, None))
    found = {}
    for name in ("ten", "convolution"):
        every = [Practice(train, trained.made(name, digits.shape, seed=seed), seed=seed) for seed in range(5)]
        found[name] = [accuracy(each.train(trained.EPOCHS[name]).model, test) for each in every]
    said = f"the ten neurons read {percents(found['ten'])} and the convolution {percents(found['convolution'])}"
    assert said in lesson
