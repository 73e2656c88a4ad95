"""What a training came to: accuracy by class, which class is taken for which, what it gets wrong, and what is to be said of it."""

import numpy as np

from pycore.images.judging import confusion

__all__ = ["notes_on", "report"]

#: From so many held-out pictures on, a class's accuracy says something; a class so many times as large as another is much larger.
ENOUGH, MUCH_LARGER = 3, 3
#: Wrong pictures that are listed.
_MOST_WRONG = 60


def notes_on(classes, counts):
    """Return sentences on what is there before training: classes [(id, name), ...], counts (classes,)."""
    found = []
    if len(classes) < 2:
        found.append("At least two classes are needed: there is nothing to tell apart yet.")
    empty = [name for (_, name), count in zip(classes, counts, strict=True) if not count]
    if empty:
        found.append(f"No pictures in {' and '.join(empty)} yet.")
    full = [(int(count), name) for (_, name), count in zip(classes, counts, strict=True) if count]
    if len(full) > 1 and max(full)[0] >= MUCH_LARGER * min(full)[0]:
        (most, large), (least, small) = max(full), min(full)
        guess = f"whoever guesses {large} is mostly right in training, and {small} may be overlooked"
        found.append(f"{large} has {most} pictures, {small} {least}: {guess}.")
    few = [name for count, name in full if count < 10]
    if few:
        found.append(f"Few pictures in {' and '.join(few)}: with fewer than 10 a class is learned by heart, not in general.")
    return found


def report(training):
    """Return what is to be said of a Training that has a model, as JSON can hold it: see ImageWorkshop.report."""
    model, labels, held, classes = training.model, training.labels, training.held, training.classes
    said, sure = _answers(model, training.found)
    count = len(classes)
    table = confusion(said[held], labels[held], count)
    places = np.flatnonzero(held)
    cells = [[[] for _ in range(count)] for _ in range(count)]
    for place in places:
        cells[labels[place]][said[place]].append(int(training.ids[place]))
    rows = [_row(label, classes[label], labels, held, table[label]) for label in range(count)]
    order = sorted(np.flatnonzero(said != labels), key=lambda place: (not held[place], -sure[place]))
    columns = [each.tolist() for each in (training.ids, labels, said, sure, held)]
    wrong = [dict(zip(("id", "is", "said", "sure", "held"), row, strict=True)) for row in zip(*columns, strict=True)]
    wrong = [wrong[place] for place in order[:_MOST_WRONG]]
    right = said == labels
    accuracy = float(right[held].mean()) if len(places) else None
    return {
        "accuracy": accuracy,
        "heldCount": len(places),
        "trainAccuracy": float(right[~held].mean()),
        "classes": rows,
        "confusion": table.tolist(),
        "cells": cells,
        "wrong": wrong,
        "notes": _notes(training, said, rows),
        "text": _text(accuracy, len(places), int(right[held].sum())),
    }


def _answers(model, inputs):
    shares = model.head.probabilities(inputs.astype(float))
    return shares.argmax(axis=1), shares.max(axis=1)


def _row(label, named, labels, held, counts):
    is_one = labels == label
    of, right = int((is_one & held).sum()), int(counts[label])
    enough = of >= ENOUGH
    text = f"{right} of {of} right" if of else "none held out"
    if not enough:
        text += ": too few to say"
    return {
        "id": named[0],
        "name": named[1],
        "train": int((is_one & ~held).sum()),
        "held": of,
        "right": right,
        "accuracy": right / of if of else None,
        "enough": enough,
        "text": text,
    }


def _text(accuracy, count, right):
    if accuracy is None:
        return "No picture was held out, so nothing can be said of pictures it has not seen."
    return f"Of {count} pictures it has not seen it gets {right} right, {accuracy * 100:.0f} %."


def _notes(training, said, rows):
    """Sentences on what went wrong, or may have."""
    found, labels, held = [], training.labels, training.held
    counts = np.bincount(labels, minlength=len(rows))
    asked = said[held] if held.any() else said
    only = _only_answer(asked, labels[held] if held.any() else labels, said)
    if only is not None:
        name, right = rows[only]["name"], float((said == labels)[~held].mean())
        if counts[only] >= MUCH_LARGER * min(counts):
            why = f"{name} has far more pictures than another class, so that answering it is nearly always right: give the others as many"
        elif right < 0.8:
            why = "it has hardly learned yet: more epochs, a larger learning rate or other features may help"
        else:
            why = "it knows its own pictures by heart, but the held-out ones look different to it: take more, and more different ones"
        found.append(f"It answers {name} whatever it is shown. Probably {why}.")
    small = [row["name"] for row in rows if not row["enough"]]
    if small:
        found.append(f"Too few held-out pictures of {' and '.join(small)} to say how well it does; about 20 pictures a class make 3.")
    found += [note for note in notes_on(training.classes, counts) if " has " in note]
    gap = float((said == labels)[~held].mean()) - (float((said == labels)[held].mean()) if held.any() else 1)
    if gap > 0.2 and held.sum() >= 2 * ENOUGH and only is None:
        found.append("It does much better on the pictures it trained on than on others: it has learned some of them by heart.")
    if training.phase == "stopped":
        found.append(f"It was stopped after {training.epoch} of {training.settings['epochs']} epochs.")
    return found


def _only_answer(asked, true, said):
    """The class that is the only answer where there is more than one to find, or None."""
    if len(set(true.tolist())) < 2:
        asked = said
    return int(asked[0]) if len(set(asked.tolist())) == 1 else None
