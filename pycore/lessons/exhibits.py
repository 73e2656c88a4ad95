"""What a lesson's widgets show: one class a widget, made by name, at a prompt as in the page.

>>> from pycore.lessons import exhibits
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

from pycore.lessons.widgets.exhibit_base import Exhibit, ExhibitError

__all__ = ["NAMES", "Exhibit", "ExhibitError", "class_of", "create", "table"]

#: Module and class of each widget, by the name of its custom element.
NAMES = MappingProxyType(
    {
        "house-look-up": ("houses.houses_lines_widgets", "HouseLookUp"),
        "house-errors": ("houses.houses_lines_widgets", "HouseErrors"),
        "house-lines": ("houses.houses_lines_widgets", "HouseLines"),
        "house-dials": ("houses.houses_dials_widget", "HouseDials"),
        "house-nudge": ("houses.houses_descent_widgets", "HouseNudge"),
        "house-descent": ("houses.houses_descent_widgets", "HouseDescent"),
        "house-two": ("houses.houses_two_widgets", "HouseTwo"),
        "house-quote": ("houses.houses_two_widgets", "HouseQuote"),
        "line-by-hand": ("boundary.boundary_widgets", "LineByHand"),
        "point-and-line": ("boundary.boundary_widgets", "PointAndLine"),
        "many-starts": ("boundary.starts_widget", "ManyStarts"),
        "three-neurons": ("hidden_layer.hidden_widgets", "ThreeNeurons"),
        "hidden-space": ("hidden_layer.hidden_widgets", "HiddenSpace"),
        "spiral-layers": ("hidden_layer.layers_widget", "SpiralLayers"),
        "step-trace": ("one_step.trace_widget", "StepTrace"),
        "rounding-runs": ("one_step.rounding_widget", "RoundingRuns"),
        "softmax-calculator": ("softmax.softmax_widgets", "SoftmaxCalculator"),
        "network-shape": ("softmax.softmax_widgets", "NetworkShape"),
        "labelled-houses": ("labelled_houses.labelled_houses_widgets", "LabelledHouses"),
        "labelled-hidden": ("labelled_houses.labelled_houses_widgets", "LabelledHidden"),
        "sigmoid-explorer": ("neuron.neuron_widgets", "SigmoidExplorer"),
        "relu-explorer": ("neuron.neuron_widgets", "ReluExplorer"),
        "activation-curves": ("neuron.neuron_widgets", "ActivationCurves"),
        "threshold-neuron": ("neuron.neuron_widgets", "ThresholdNeuron"),
        "passenger-neuron": ("neuron.passengers_widget", "PassengerNeuron"),
        "digit-neuron": ("digits.eight_widget", "DigitNeuron"),
        "digit-network": ("digits.network_widget", "DigitNetwork"),
        "digit-filter": ("digits.filter_widget", "DigitFilter"),
        "digit-shift": ("digits.shift_widget", "DigitShift"),
        "digit-walk": ("digits.walk_widget", "DigitWalk"),
        "claim-check": ("experiments.claims_widget", "ClaimCheck"),
    }
)


def class_of(name):
    """Return the Exhibit class of a widget's name. Raises ExhibitError if there is none."""
    if name not in NAMES:
        raise ExhibitError(f"{name!r} is no widget; there are {', '.join(NAMES)}")
    module, kind = NAMES[name]
    return getattr(importlib.import_module(f"pycore.lessons.{module}"), kind)


def create(name, values=None):
    """Return a new widget of this name; `values` are {name: text or value}, as in a lesson or on the element.

    Raises ExhibitError, which names the value, what was expected and what came.
    """
    return class_of(name)(**(values or {}))


def table():
    """Return what each widget has as its values: {widget: [{name, kind, label, unit, default, allowed, ...}]}, as JSON can hold it.

    Beside these a number has `low`, `high` and `step`, a choice `options` ([value, label] each), a list of numbers `low`, `high`
    and `most`.
    """
    return {name: [_row(value, part) for value, part in class_of(name).parts().items()] for name in NAMES}


def _row(name, part):
    more = {key: getattr(part, key) for key in ("low", "high", "step", "most") if hasattr(part, key)}
    if hasattr(part, "options"):
        more["options"] = [list(pair) for pair in part.options]
    default = list(part.start) if isinstance(part.start, tuple) else part.start
    shared = {"name": name, "kind": part.kind, "label": part.label, "unit": getattr(part, "unit", "")}
    return {**shared, "default": default, "allowed": part.allowed, **more}
