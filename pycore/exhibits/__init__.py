"""What a lesson's widgets show: one class a widget, made by name, at a prompt as in the page.

>>> from pycore import exhibits
>>> dials = exhibits.create("house-dials")
>>> dials.view()["texts"]["error"]
'1,155'
>>> dials.do("set", name="weight", value=0.059)
>>> dials.do("set", name="bias", value=246)
>>> dials.view()["texts"]["error"]
'447'
"""

import importlib
from types import MappingProxyType

from pycore.exhibits.base import Exhibit, ExhibitError

__all__ = ["NAMES", "Exhibit", "ExhibitError", "class_of", "create"]

#: Module and class of each widget, by the name of its custom element.
NAMES = MappingProxyType(
    {
        "house-look-up": ("houses_lines", "HouseLookUp"),
        "house-errors": ("houses_lines", "HouseErrors"),
        "house-lines": ("houses_lines", "HouseLines"),
        "house-dials": ("houses", "HouseDials"),
        "house-nudge": ("houses_descent", "HouseNudge"),
        "house-descent": ("houses_descent", "HouseDescent"),
        "house-two": ("houses_two", "HouseTwo"),
        "house-quote": ("houses_two", "HouseQuote"),
        "line-by-hand": ("boundary", "LineByHand"),
        "point-and-line": ("boundary", "PointAndLine"),
        "many-starts": ("starts", "ManyStarts"),
        "three-neurons": ("hidden", "ThreeNeurons"),
        "hidden-space": ("hidden", "HiddenSpace"),
        "spiral-layers": ("layers", "SpiralLayers"),
        "step-trace": ("trace", "StepTrace"),
        "softmax-calculator": ("softmax", "SoftmaxCalculator"),
        "network-shape": ("softmax", "NetworkShape"),
        "labelled-houses": ("labelled", "LabelledHouses"),
        "labelled-hidden": ("labelled", "LabelledHidden"),
        "sigmoid-explorer": ("neuron", "SigmoidExplorer"),
        "relu-explorer": ("neuron", "ReluExplorer"),
        "activation-curves": ("neuron", "ActivationCurves"),
        "threshold-neuron": ("neuron", "ThresholdNeuron"),
        "passenger-neuron": ("passengers", "PassengerNeuron"),
        "claim-check": ("claims", "ClaimCheck"),
    }
)


def class_of(name):
    """Return the Exhibit class of a widget's name. Raises ExhibitError if there is none."""
    if name not in NAMES:
        raise ExhibitError(f"{name!r} is no widget; there are {', '.join(NAMES)}")
    module, kind = NAMES[name]
    return getattr(importlib.import_module(f"pycore.exhibits.{module}"), kind)


def create(name, options=None):
    """Return a new widget of this name; `options` are {name: text or value}, as in a lesson or on the element.

    Raises ExhibitError, which names the option, what was expected and what came.
    """
    return class_of(name)(**(options or {}))
