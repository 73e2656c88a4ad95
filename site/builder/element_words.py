"""What the elements offer beside their settings and values, in words and types, for custom-elements.json, pyground.d.ts and embed.html.

Tests hold it to the elements themselves. A type is TypeScript's.
"""

from typing import NamedTuple

__all__ = ["CSS_PROPERTIES", "DRIVER", "PARTS", "PLAYGROUND", "WIDGET", "Event", "Member", "Offer", "Parameter"]


class Parameter(NamedTuple):
    """One argument of a method; `default` is the text of what stands for one that is left out, "" if it has to be given."""

    name: str
    type: str
    default: str = ""


class Member(NamedTuple):
    """A property, or with `parameters` a method. `is_inner` are those that only the elements' own scripts are meant to use."""

    name: str
    type: str
    words: str
    parameters: tuple | None = None
    is_fixed: bool = False
    is_inner: bool = False


class Event(NamedTuple):
    """An event by name, and the type of its `detail`. `rises` says whether it bubbles, out of shadow roots, too."""

    name: str
    detail: str
    words: str
    rises: bool = True


class Offer(NamedTuple):
    """What elements of one kind offer: {attribute: (type, default, words)} beside their settings or values, members, events."""

    attributes: dict
    members: tuple
    events: tuple


def _method(name, returns, words, *parameters):
    return Member(name, returns, words, parameters)


def _inner(name, words, kind="void", parameters=None):
    return Member(name, kind, words, parameters, is_fixed=parameters is None, is_inner=True)


_START = (
    '"now" | "near" | "click"',
    "near",
    "When Python is asked for: at once, when the element is about to be seen, or when it is pressed.",
)
_THEME = ('"auto" | "light" | "dark"', "auto", "Light or dark; `auto` follows the page.")
_READY = Member(
    "ready",
    "Promise<void>",
    "Resolves when Python has opened the model, which reading it asks for. After a failed start it waits for the retry.",
    is_fixed=True,
)
_ERROR = Event(
    "error",
    "ElementError",
    "An attribute's value is not taken (`attribute` names it, and the last good one stands), or something else went wrong;"
    " the element says so itself, too.",
    rises=False,
)
_INNER = (
    _inner("inside", "All that stands inside.", "HTMLElement"),
    _inner("isInside", "Whether there is an inside.", "boolean"),
    _inner("startAsked", "When Python is to be asked for.", "string", (Parameter("otherwise", "string"),)),
    _inner("checkChoices", "Says what the attributes `start` and `theme` may be, where they are something else.", parameters=()),
    _inner(
        "refused",
        "Says why an attribute's value is not taken.",
        parameters=(Parameter("name", "string"), Parameter("words", "string")),
    ),
    _inner("enter", "Begins with a fresh inside.", parameters=()),
    _inner("leave", "Lets go of everything.", parameters=()),
    _inner("broke", "Tells of what went wrong.", parameters=(Parameter("error", "unknown"),)),
)

PLAYGROUND = Offer(
    {
        "theme": _THEME,
        "start": _START,
        "hide": ("string", "", "What is not shown: names of controls and parts with spaces between, those of `<name>_hide` in addresses."),
        "src": ("string", "", "URL of a saved model, JSON or NPZ, to go on with."),
        "data": ("string", "", "A table of points: the URL of a CSV, or its text if that has several lines."),
    },
    (
        _READY,
        Member("opened", "Promise<void>", "The same as `ready`, without asking for Python.", is_fixed=True),
        Member("isAwake", "boolean", "Whether Python has been asked for.", is_fixed=True),
        Member("state", "PlaygroundState", "Where it stands: epoch, losses, whether it trains, and its settings.", is_fixed=True),
        Member("address", "string", "The address of the settings in force, without `#`.", is_fixed=True),
        Member("hide", "string", "The attribute `hide`."),
        Member("theme", "string", "The attribute `theme`."),
        _method("play", "void", "Trains on, at the speed that is set. Before Python is there, it is remembered."),
        _method("pause", "void", "Stops training."),
        _method(
            "step",
            "Promise<PlaygroundState>",
            "Trains `n` epochs; resolves when the picture of the last one is drawn.",
            Parameter("n", "number", "1"),
        ),
        _method(
            "goTo",
            "Promise<void>",
            "Trains up to an epoch at full speed, from the first weights if it has passed.",
            Parameter("epoch", "number"),
        ),
        _method("reset", "Promise<void>", "Back to epoch 0 with the same first weights."),
        _method(
            "configure",
            "Promise<void>",
            "Changes settings, by address key. Rejects with Python's sentence when one is not allowed; then nothing has changed.",
            Parameter("changes", "PlaygroundSettings"),
        ),
        _method(
            "follow",
            "Promise<boolean>",
            "Takes the settings of an address over, as changes; resolves with whether anything was different.",
            Parameter("address", "string"),
        ),
        _method("open", "Promise<void>", "Opens other settings from an address, from the start.", Parameter("address", "string")),
        _method(
            "use",
            "Promise<void>",
            "Learns from the points of a CSV, or with null from the settings' data set again.",
            Parameter("csv", "string | null"),
        ),
        _method(
            "load",
            "Promise<void>",
            "Goes on as a saved playground: the text of a JSON file, or the bytes of an NPZ file.",
            Parameter("saved", "string | ArrayBuffer"),
        ),
        _method(
            "ask",
            "Promise<any>",
            "Asks Python about this model; the questions are in `pycore.page.requests`.",
            Parameter("question", "string"),
            Parameter("details", "object", "{}"),
        ),
        _method(
            "press",
            "void",
            "Does what a button does, if it is there: `toggle`, `step`, `reset`, `seed`, `goto` or `settings`.",
            Parameter("action", "string"),
        ),
        _method("showKeys", "void", "Lists the keys."),
        _method("diagnose", "Promise<any>", "Python objects that are held, and bytes of memory: for tests."),
        *_INNER,
    ),
    (
        Event("ready", "PlaygroundState", "Python has opened the model."),
        Event("frame", "PlaygroundState", "A new picture is drawn."),
        Event("settings", "PlaygroundState", "Settings have changed, by whomever."),
        Event("stopped", "PlaygroundState", "It trains no longer: paused, or at a stop that was set."),
        Event("tour", "PlaygroundState", "The reader asks for the tour."),
        _ERROR,
    ),
)

#: `Values` stands for the type of the widget's own values.
WIDGET = Offer(
    {
        "theme": _THEME,
        "start": _START,
        "hide": ("string", "", "What is not shown: names of values and actions, and `embed`, with spaces between."),
    },
    (
        _READY,
        Member("values", "Values", "Its values by name. Before Python is there, what the attributes seem to ask for.", is_fixed=True),
        Member("state", "WidgetState<Values>", "Its values, and whether it goes on by itself.", is_fixed=True),
        Member("hide", "string", "The attribute `hide`."),
        Member("view", "any", "All that is shown, as its model in Python says it."),
        Member("theme", "string", "The attribute `theme`."),
        _method(
            "configure",
            "Promise<void>",
            "Sets values by name. Rejects with Python's sentence when one is not allowed; then nothing has changed.",
            Parameter("values", "Partial<Values>"),
        ),
        _method("reset", "Promise<void>", "Goes back to where it began: to its attributes, and its own values for the others."),
        _method(
            "act",
            "Promise<any>",
            "Does one of its model's actions; resolves with the view when it is drawn.",
            Parameter("action", "string"),
            Parameter("details", "object", "{}"),
        ),
        *_INNER,
    ),
    (
        Event("ready", "WidgetState<Values>", "Python has opened the model."),
        Event("frame", "WidgetState<Values>", "A new view is drawn."),
        Event(
            "change",
            "WidgetState<Values>",
            "Values have changed, by the reader or by a script; while it goes on by itself, this is told when it stops.",
        ),
        _ERROR,
    ),
)

#: What `drive(frame)` returns: the element in a frame, from the page around it. All its promises wait for the frame.
DRIVER = (
    Member("state", "Promise<any>", "The element's `state`.", is_fixed=True),
    _method("step", "Promise<any>", "Trains `n` epochs.", Parameter("n", "number", "1")),
    _method("play", "Promise<any>", "Trains on."),
    _method("pause", "Promise<any>", "Stops training."),
    _method("reset", "Promise<any>", "Back to where it began."),
    _method("configure", "Promise<any>", "Changes settings or values.", Parameter("changes", "Record<string, unknown>")),
    _method("open", "Promise<any>", "Opens an address.", Parameter("address", "string")),
    _method(
        "call",
        "Promise<any>",
        "Calls a method of the element; resolves with its state afterwards, rejects with its sentence.",
        Parameter("name", "string"),
        Parameter("...args", "unknown[]"),
    ),
)

#: Of <py-playground>, for ::part().
PARTS = {
    "strip": "The row with the buttons and the settings of training.",
    "run": "The button that runs and pauses.",
    "boards": "All that stands below the strip.",
    "data": "The board of the data.",
    "network": "The board of the network.",
    "output": "The board of losses and map.",
}

#: By name without "--pyground-". Their defaults are read from the style sheets.
CSS_PROPERTIES = {
    "font": "The font of text.",
    "mono": "The font of code and numbers in fields.",
    "rem": "What sizes are measured by.",
    "radius": "The radius of corners.",
    "frame": "The border around the element.",
    "frame-radius": "The radius of that border.",
    "frame-background": "What the element stands on.",
    "strip": "The `position` of the playground's strip.",
    "strip-order": "The `order` of the strip: 1 puts it below the boards.",
    "closer": "`none` takes “Look closer” away.",
    "first": "`hidden` hides the first picture; pages of this site set it while another picture is asked for.",
    "preparing": "`grid` shows the words that stand for the first picture meanwhile.",
    "in-light": "`none` where drawings that the builder made for light pages are not shown.",
    "in-dark": "`inline` where those for dark pages are.",
    "paper": "The page behind everything.",
    "card": "Boards, menus and fields.",
    "sunken": "What lies a little lower: rows, drawings, code.",
    "ink": "Text.",
    "ink-2": "Quiet text.",
    "ink-3": "Text of notes, and lines of drawings.",
    "line": "Fine lines.",
    "line-strong": "Lines of controls.",
    "focus": "The ring around what has the keyboard's focus.",
    "action": "Buttons that do the main thing.",
    "action-ink": "Text on these.",
    "neg": "Negative values and classes.",
    "zero": "Between negative and positive.",
    "pos": "Positive values and classes.",
    "neg-ink": "Text about negative ones.",
    "pos-ink": "Text about positive ones.",
    "train": "Lines of training.",
    "test": "Lines of the test.",
    "good": "What is right.",
    "warn": "Warnings.",
    "bad": "Errors.",
}
