"""The blocks of a lesson that hold playgrounds: one, a pair from the same seed, an exercise with its goals, a guided tour.

Each function of DIRECTIVES takes a block's argument, its options {name: text}, its body as HTML, the jinja environment and what
numbers the blocks of the page, and returns Markup. What is wrong in a block raises BuildError with a sentence that names it.
"""

import re
from types import MappingProxyType

from markupsafe import Markup

from builder.errors import BuildError
from builder.pages import setting_rows

#: The controls that a lesson may show: those that fit into a row.
_KINDS = ("choice", "number", "integer", "flag")
#: The parts that a tour can set off.
_TOUR = ("output", "loss", "inputs", "hidden", "training", "all")


def lean_context(address, numbering=None):
    """Return what templates/_lean.html draws: a lesson's playground of these settings before any script has run.

    `first` has the layout only, and of its settings those that are not as by default, for a page may hold many: the picture stands in
    `figure`, and Python's first frame takes its place. `values` are all the settings.
    """
    from builder import figures
    from pycore import Playground, Settings
    from pycore.picture.frame import Frame

    settings = settings_of(address)
    playground = Playground(settings)
    frame = Frame(playground)
    frame.fill()
    layout, data, points = frame.layout(), frame.buffer.tobytes(), frame.points().tobytes()
    figure = {
        "map": Markup(figures.map_svg(layout, data, points, dense=True)),
        "network": Markup(figures.network_svg(layout, data, dense=True)),
        "height": figures.network_height(layout),
    }
    usual = Settings().by_key()
    unusual = {key: value for key, value in layout["settings"].items() if value != usual[key]}
    numbering = {} if numbering is None else numbering
    numbering["lean"] = numbering.get("lean", 0) + 1
    return {
        **{"first": {"layout": {**layout, "settings": unusual}}, "values": layout["settings"], "figure": figure},
        **{"address": settings.to_hash(), "settings": _rows()},
        **{"numbers": _numbers(playground), "number": numbering["lean"]},
    }


def _numbers(playground):
    """Return the losses and accuracies of a playground as the page writes them."""
    losses = {"train": playground.loss_train, "test": playground.loss_test}
    return {
        "losses": {name: f"{loss:.3f}" for name, loss in losses.items()},
        "accuracies": {name: _right(playground, name == "test") for name in losses},
        "masked": playground.trainer.keep is not None,
    }


def _right(playground, test):
    """How right the network is, in words."""
    if playground.classes:
        return f"{playground.accuracy(test):.1%} right"
    return f"RMSE\u00a0{playground.rmse(test):.4g} · R²\u00a0{playground.r2(test):.3f}"


def settings_of(address):
    """Return the Settings of an address in a lesson, where nothing may be misspelt."""
    from pycore import Settings

    known = {row["key"] for row in _rows()}
    for part in filter(None, address.split("&")):
        if part.split("=")[0] not in known:
            raise BuildError(f"the address {address!r} has {part!r}, which is no setting")
    settings, errors = Settings.from_hash(address)
    if errors:
        raise BuildError(f"the address {address!r} is wrong: {errors[0]}")
    return settings


def differences(before, after):
    """Return how the settings `after` differ from `before`, as pairs of words: (label, "from … to …").

    >>> differences(settings_of(""), settings_of("dropout=0.5&momentum=0.9"))
    [('Dropout', '0% → 50%'), ('Gradient averaging', '0 → 0.9')]
    """
    old, new = before.by_key(), after.by_key()
    rows = (row for row in _rows() if row["key"] in new and old[row["key"]] != new[row["key"]])
    return [(row["label"], f"{_words(row, old[row['key']])} → {_words(row, new[row['key']])}") for row in rows]


def _words(row, value):
    """Return a setting's value as the page names it."""
    for option, label in row["options"]:
        if option == value:
            return label
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value) or "none"
    return "–" if value is None else str(value)


def render_playground(argument, options, body_html, environment, numbering=None):
    """`:::{playground} address`: one playground; its body is the caption.

    Options: `controls`, keys of settings with spaces between.
    """
    options = dict(options)
    controls = controls_of(options.pop("controls", ""))
    _check_options("playground", options, ("controls",))
    return _render(environment, "playground_figure", lean_context(argument, numbering), controls, Markup(body_html))


def render_pair(argument, options, body_html, environment, numbering=None):
    """`:::{pair} address after=changes`: two playgrounds from one seed; the second has the changes, too. The body is the caption.

    Options: `after`, an address of what is different; `left` and `right`, the names of the two; `epochs`, where Run pauses; `at` and
    `then`, an epoch and an address of what is changed in the second one at that epoch; `controls` of both.
    """
    known = ("after", "left", "right", "epochs", "at", "then", "controls")
    left = {name: text for name, text in options.items() if name not in known}
    _check_options("pair", left, known)
    if not options.get("after") and not options.get("then"):
        raise BuildError("a pair needs `after`, what is different from the start, or `then`, what is changed later")
    epochs, at = (_whole(name, options.get(name, "0")) for name in ("epochs", "at"))
    if bool(at) != bool(options.get("then")):
        raise BuildError("`at` and `then` come together: an epoch, and what is changed then")
    second = "&".join(filter(None, (argument, options.get("after", ""))))
    settings = [settings_of(address) for address in (argument, second)]
    changed = settings_of("&".join(filter(None, (second, options.get("then", "")))))
    new, old = changed.by_key(), settings[1].by_key()
    pair = {
        "sides": [lean_context(each.to_hash(), numbering) for each in settings],
        "names": (options.get("left", "Without"), options.get("right", "With")),
        "differences": differences(*settings),
        "later": differences(settings[1], changed),
        **{"epochs": epochs, "at": at, "then": {key: value for key, value in new.items() if value != old[key]}},
    }
    return _render(environment, "pair_figure", pair, controls_of(options.get("controls", "")), Markup(body_html))


def render_exercise(argument, options, body_html, environment, numbering=None):
    """`:::{exercise} name`: an exercise of pycore.lessons.exercises, its variants and goals; spaces in its name are "-" here.

    Options: `controls`, keys of settings with spaces between.
    """
    from pycore.lessons.exercises import exercises_model as exercises

    by_name = {name.replace(" ", "-"): exercise for name, exercise in exercises.by_name.items()}
    if argument not in by_name:
        raise BuildError(f"there is no exercise {argument!r}; there are {', '.join(by_name)}")
    options = dict(options)
    controls = controls_of(options.pop("controls", ""))
    _check_options("exercise", options, ("controls",))
    exercise = by_name[argument]
    variants = [("", "As given", exercise.link())]
    variants += [(each.name, each.name[:1].upper() + each.name[1:], exercise.link(each.name)) for each in exercise.variants]
    lean = lean_context(exercise.link(), numbering)
    return _render(environment, "exercise_figure", lean, exercise, variants, controls, Markup(body_html))


def render_tour(argument, options, body_html, environment, numbering=None):
    """`:::{tour} address steps="output loss"`: a playground with one part set off for each item of the list in the body."""
    steps = options.get("steps", "").split()
    _check_options("tour", {name: text for name, text in options.items() if name != "steps"}, ("steps",))
    items = re.findall(r"<li>(.*?)</li>", body_html, re.DOTALL)
    if len(items) != len(steps) or not steps or not set(steps) <= set(_TOUR):
        raise BuildError(f"a tour has `steps`, each one of {', '.join(_TOUR)}, and an item in the list below for each")
    pairs = [(step, Markup(item)) for step, item in zip(steps, items, strict=True)]
    return _render(environment, "tour_figure", lean_context(argument, numbering), pairs)


def _whole(name, text):
    if not (text.isascii() and text.isdigit()):
        raise BuildError(f"{name}: expected a whole number, got {text!r}")
    return int(text)


def controls_of(text):
    """Return the keys of the controls that a block asks for."""
    keys, rows = text.split(), {row["key"]: row for row in _rows()}
    for key in keys:
        if key not in rows or rows[key]["kind"] not in _KINDS:
            raise BuildError(f"controls: {key!r} is no setting that has a control")
    return keys


def _check_options(block, left, known):
    for name in left:
        raise BuildError(f"{name!r} is no option of a {block}; there {'are' if len(known) > 1 else 'is'} {', '.join(known)}")


def _render(environment, macro, *arguments, **named):
    return Markup(getattr(environment.get_template("_lean.html").module, macro)(*arguments, **named))


def _rows():
    from pycore.settings import TABLE

    return setting_rows(TABLE)


#: By the names that lessons use.
DIRECTIVES = MappingProxyType(
    {"playground": render_playground, "pair": render_pair, "exercise": render_exercise, "tour": render_tour}
)
