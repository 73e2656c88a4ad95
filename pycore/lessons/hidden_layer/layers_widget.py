"""The widget of a deep network: what every neuron of three layers says of the plane, from strokes to a spiral."""

import numpy as np

from pycore import Playground
from pycore.lessons.boundary.plane_marks import cloud, map_cells, plane
from pycore.lessons.hidden_layer import hidden_model as hidden
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import ExhibitError, action
from pycore.lessons.widgets.training import Training

__all__ = ["SpiralLayers"]

#: Cells along a side of a neuron's small map, and of the large one; shades of the small ones.
SMALL, LARGE, SHADES = 12, 40, 6
#: Height of a layer's row in the picture of all layers, where a map is 1 wide.
ROW = 1.42


class SpiralLayers(Training):
    """Three layers of eight for a double spiral, trained already; any neuron can be looked at."""

    TITLE = "Layer by layer: what each neuron has learned of a spiral"
    SOURCE = "pycore.lessons.hidden_layer.hidden_model"
    PORTION, PER_PICTURE = 500, 4

    def make(self, seed=None):
        return Playground(hidden.SPIRAL.replace(seed=seed or hidden.SPIRAL.seed))

    def first(self):
        return hidden.trained(hidden.SPIRAL, 500)

    @action
    def start_over(self):
        """Go back to the trained network, and to its output."""
        super().start_over()
        self._picked, self._looked = "", ""

    @action
    def look(self, name):
        """Show a neuron for as long as the reader points at it; "" shows what was picked again."""
        self._looked = self._checked(name)

    @action
    def pick(self, name):
        """Show a neuron, or the output again if it is the one shown or ""."""
        name = self._checked(name)
        self._picked = "" if name == self._picked else name
        self._looked = ""

    def _checked(self, name):
        shape = self.playground.settings.network_shape
        names = {"", *(f"{layer}-{unit}" for layer, units in enumerate(shape, 1) for unit in range(1, units + 1))}
        if name not in names:
            raise ExhibitError(f"{name!r} is no neuron here")
        return name

    def picture(self):
        p, view = self.playground, self.state()
        name = self._looked or self._picked
        values, words = p.predict, "The output: blue where the network says blue."
        if name:
            layer, unit = (int(part) - 1 for part in name.split("-"))
            values, words = self._neuron(layer, unit)
        view["texts"] |= {"words": words}
        view["off"] += [] if self._picked else ["pick"]
        view["plots"] = {
            "plane": plane([map_cells(values, LARGE), cloud(p.train_points, 3.2)], f"The double spiral. {words}"),
            "layers": self._layers(name),
        }
        view["says"] = f"{words} Epoch {p.epoch}, test loss {p.loss_test:.3f}."
        return view

    def _neuron(self, layer, unit):
        """Return what a neuron gives on, scaled to 1 at the most, as a function of points, and words on it."""
        samples = hidden.layer_values(self.playground, _middles(SMALL))[layer][unit]
        largest = samples.max()
        words = f"Layer {layer + 1}, neuron {unit + 1}: it fires in {np.mean(samples > 0):.0%} of the plane."
        if largest <= 0:
            words = f"Layer {layer + 1}, neuron {unit + 1} never fires: a dead neuron."
        return lambda xy: hidden.layer_values(self.playground, xy)[layer][unit] / max(largest, 1e-9), words

    def _layers(self, name):
        """Return the picture of all neurons, a row for each layer."""
        layers = hidden.layer_values(self.playground, _middles(SMALL))[:-1]
        drawn, spots, width, chosen = [], [], len(layers[0]), (0, 0, 0, 0)
        for row, layer in enumerate(layers):
            bottom = (len(layers) - 1 - row) * ROW
            drawn.append(marks.note((0, bottom + 1.1), f"Layer {row + 1}", "ink-2", size=12))
            for unit, values in enumerate(layer):
                scaled = np.round(np.clip(values / max(values.max(), 1e-9), 0, 1) * SHADES) / SHADES
                box = (unit + 0.05, bottom, unit + 0.95, bottom + 0.9)
                drawn.append(marks.cells(np.round(scaled.reshape(SMALL, SMALL) * 0.85, 2), box))
                if name == f"{row + 1}-{unit + 1}":
                    chosen = box
                spots.append((f"{row + 1}-{unit + 1}", unit + 0.5, bottom + 0.45, 34, 34, f"Layer {row + 1}, neuron {unit + 1}"))
        # The frame is always there, so that the spots behind it keep their places in the page, and focus with them.
        x0, y0, x1, y1 = chosen
        drawn.append(marks.line([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], "ink", 2.5, fade=1.0 if name else 0.0))
        x, y = marks.axis(0, width, ()), marks.axis(-0.1, len(layers) * ROW - 0.1, ())
        label = f"What each of the {sum(map(len, layers))} neurons says of the plane, layer by layer"
        return marks.plot(x, y, [*drawn, marks.spots(spots)], label, is_square=True, has_grid=False)


def _middles(side):
    """Return the middles (side², 2) of side x side cells of the plane, from the lower left corner, row by row."""
    along = (np.arange(side) + 0.5) / side * 12 - 6
    x1, x2 = np.meshgrid(along, along)
    return np.column_stack([x1.ravel(), x2.ravel()])
