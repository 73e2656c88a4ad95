"""The settings' types, for editors and type checkers: what each accepts at a prompt, and what Settings keeps.

Written by site/builder/stub.py from the table in setting_rows.py; not to be edited.
"""

from collections.abc import Iterable
from typing import Any, Literal, TypeAlias, TypedDict

import numpy as np

Number: TypeAlias = float | np.floating[Any] | np.integer[Any]
Whole: TypeAlias = int | np.integer[Any]
Flag: TypeAlias = bool | np.bool_

class SettingValues(TypedDict, total=False):
    activation: Literal[
        "relu", "leaky_relu", "elu", "swish", "softplus", "tanh", "sigmoid", "linear", "sine", "step"
    ]
    """What a hidden neuron does with its weighted sum. Through a step nothing is learned: its slope is 0."""
    activations: Iterable[Literal[
        "relu", "leaky_relu", "elu", "swish", "softplus", "tanh", "sigmoid", "linear", "sine", "step"
    ]]
    """The activation of each hidden layer in turn, instead of one for all; layers not named have the one for all."""
    loss: Literal[
        "squared", "log"
    ]
    """What a wrong class costs: the squared distance, or the surprise (log loss), which punishes confident mistakes more."""
    optimizer: Literal[
        "sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"
    ]
    """The rule by which a gradient moves the weights."""
    beta1: Number
    """How much of the past gradients momentum, Nesterov, Adam and AdamW keep."""
    beta2: Number
    """How much of the past squared gradients Adam and AdamW keep."""
    alpha: Number
    """How much of the past squared gradients RMSProp keeps."""
    epsilon: Number
    """Keeps RMSProp, Adam and AdamW from dividing by zero."""
    weight_decay: Number
    """The share of every parameter that AdamW takes away at each update, times the learning rate."""
    schedule: Literal[
        "constant", "step", "cosine"
    ]
    """How the learning rate changes with the epochs."""
    schedule_epochs: Whole
    """After how many epochs a step is taken, or how long the cosine takes to reach zero."""
    schedule_factor: Number
    """What each step of the schedule multiplies the learning rate by."""
    regularization: Literal[
        "none", "L1", "L2"
    ]
    """Pulls weights towards zero: L1 lets some die, L2 keeps all of them small."""
    batch_size: Whole
    """How many training points are averaged before the weights move."""
    dataset: Literal[
        "circle", "xor", "gauss", "spiral", "moons", "heart", "snowflake", "infinity", "blobs", "rings",
        "checkerboard", "sine", "cubic", "abs"
    ]
    """Which points the network should learn to tell apart."""
    classes: Whole
    """How many classes the points of blobs and rings have."""
    reg_dataset: Literal[
        "reg-plane", "reg-gauss"
    ]
    """Which surface the network should learn to predict."""
    learning_rate: Number
    """How far the weights move at each update."""
    regularization_rate: Number
    """How strongly weights are pulled towards zero."""
    noise: Number
    """How blurred the points are, in percent."""
    network_shape: Iterable[Whole]
    """The neurons of each hidden layer."""
    seed: str | Number
    """Fixes the points and the first weights: the same seed, the same run."""
    init_seed: str | Number
    """Other first weights for the same points; empty, they come from the seed."""
    show_test_data: Flag
    """Draw the points that are kept away from training."""
    discretize: Flag
    """Show only which side of zero each place is on."""
    contour: Flag
    """Draw the line where the output is zero, or where one class gives way to another."""
    confidence: Flag
    """Show how sure the network is at each place, whichever class it chooses: pale where it is undecided."""
    perc_train_data: Number
    """The share of the points that is trained on, in percent; the others are for testing."""
    x: Flag
    """Feed X₁ to the network."""
    y: Flag
    """Feed X₂ to the network."""
    x_times_y: Flag
    """Feed X₁X₂ to the network."""
    x_squared: Flag
    """Feed X₁² to the network."""
    y_squared: Flag
    """Feed X₂² to the network."""
    cos_x: Flag
    """Feed cos X₁ to the network."""
    sin_x: Flag
    """Feed sin X₁ to the network."""
    cos_y: Flag
    """Feed cos X₂ to the network."""
    sin_y: Flag
    """Feed sin X₂ to the network."""
    expressions: str | Iterable[str]
    """Feed formulas of x1 and x2 to the network, such as x1^2+x2^2; a semicolon separates them."""
    problem: Literal[
        "classification", "regression"
    ]
    """Tell classes apart, or predict a number."""
    dropout: Number
    """The share of hidden units that are left out while training, drawn anew every epoch or every batch."""
    dropout_mask: Literal[
        "epoch", "batch"
    ]
    """How long the same units stay left out: for an epoch, as in the page's model, or for a batch, as is usual elsewhere."""
    momentum: Number
    """SGD follows an average of past gradients that keeps this share of the past (an exponential moving average)."""
    layerwise_gradient_normalization: Number
    """Divides SGD's step in each layer by the length of the layer's gradient to this power; 1 makes all steps equally long."""
    learning_rate_autotuning: Number
    """Lets a bandit move the learning rate up and down by how well each rate did; larger explores more."""
    prevent_loss_increases: Flag
    """Takes an epoch back that raised the training loss, and repeats it with a smaller learning rate."""
    stop_epoch: Whole
    """Training ends at this epoch; 0 for never."""
    stop_loss: Number
    """Training ends when the test loss is below this; 0 for never."""
    stop_patience: Whole
    """Training ends when the test loss has not been lower for so many epochs; 0 for never."""
    initialization: Literal[
        "uniform", "zero", "xavier", "he", "lecun", "orthogonal"
    ]
    """How the first weights are drawn: alike for all layers, or by the number of a unit's inputs and outputs."""
    frozen: Iterable[Whole]
    """Layers whose weights do not move: 1 is the first hidden layer, the last is the output."""
    init_zero: Flag
    """Start with all weights and biases at zero."""
    animation_speed: Literal[
        100, "max", 50, 25, 10, 5, 1
    ]
    """How many epochs are trained for each picture: one, as many as fit, or one for so many percent of the pictures."""
    hide_text: Flag
    """Show the playground alone, for use inside another page."""

class SettingFields:
    unknown: tuple[tuple[str, str], ...]
    def __init__(self, **values: Any) -> None: ...
    @property
    def activation(self) -> Literal[
        "relu", "leaky_relu", "elu", "swish", "softplus", "tanh", "sigmoid", "linear", "sine", "step"
    ]: ...
    @property
    def activations(self) -> tuple[str, ...]: ...
    @property
    def loss(self) -> Literal[
        "squared", "log"
    ]: ...
    @property
    def optimizer(self) -> Literal[
        "sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"
    ]: ...
    @property
    def beta1(self) -> float: ...
    @property
    def beta2(self) -> float: ...
    @property
    def alpha(self) -> float: ...
    @property
    def epsilon(self) -> float: ...
    @property
    def weight_decay(self) -> float: ...
    @property
    def schedule(self) -> Literal[
        "constant", "step", "cosine"
    ]: ...
    @property
    def schedule_epochs(self) -> int: ...
    @property
    def schedule_factor(self) -> float: ...
    @property
    def regularization(self) -> Literal[
        "none", "L1", "L2"
    ]: ...
    @property
    def batch_size(self) -> int: ...
    @property
    def dataset(self) -> Literal[
        "circle", "xor", "gauss", "spiral", "moons", "heart", "snowflake", "infinity", "blobs", "rings",
        "checkerboard", "sine", "cubic", "abs"
    ]: ...
    @property
    def classes(self) -> int: ...
    @property
    def reg_dataset(self) -> Literal[
        "reg-plane", "reg-gauss"
    ]: ...
    @property
    def learning_rate(self) -> float: ...
    @property
    def regularization_rate(self) -> float: ...
    @property
    def noise(self) -> float: ...
    @property
    def network_shape(self) -> tuple[int, ...]: ...
    @property
    def seed(self) -> str: ...
    @property
    def init_seed(self) -> str: ...
    @property
    def show_test_data(self) -> bool: ...
    @property
    def discretize(self) -> bool: ...
    @property
    def contour(self) -> bool: ...
    @property
    def confidence(self) -> bool: ...
    @property
    def perc_train_data(self) -> float: ...
    @property
    def x(self) -> bool: ...
    @property
    def y(self) -> bool: ...
    @property
    def x_times_y(self) -> bool: ...
    @property
    def x_squared(self) -> bool: ...
    @property
    def y_squared(self) -> bool: ...
    @property
    def cos_x(self) -> bool: ...
    @property
    def sin_x(self) -> bool: ...
    @property
    def cos_y(self) -> bool: ...
    @property
    def sin_y(self) -> bool: ...
    @property
    def expressions(self) -> tuple[str, ...]: ...
    @property
    def problem(self) -> Literal[
        "classification", "regression"
    ]: ...
    @property
    def dropout(self) -> float: ...
    @property
    def dropout_mask(self) -> Literal[
        "epoch", "batch"
    ]: ...
    @property
    def momentum(self) -> float: ...
    @property
    def layerwise_gradient_normalization(self) -> float: ...
    @property
    def learning_rate_autotuning(self) -> float: ...
    @property
    def prevent_loss_increases(self) -> bool: ...
    @property
    def stop_epoch(self) -> int: ...
    @property
    def stop_loss(self) -> float: ...
    @property
    def stop_patience(self) -> int: ...
    @property
    def initialization(self) -> Literal[
        "uniform", "zero", "xavier", "he", "lecun", "orthogonal"
    ]: ...
    @property
    def frozen(self) -> tuple[int, ...]: ...
    @property
    def init_zero(self) -> bool: ...
    @property
    def animation_speed(self) -> Literal[
        100, "max", 50, 25, 10, 5, 1
    ]: ...
    @property
    def hide_text(self) -> bool: ...
