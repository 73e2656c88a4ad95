"""Settings: the values of all rows of the table at once, and how an address is read and written.

The rows are in setting_rows.py, their kinds in setting_types.py.
"""

from dataclasses import FrozenInstanceError, field, make_dataclass
from functools import partialmethod
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pycore.setting_rows import TABLE, by_key, by_name
from pycore.setting_types import DRAWN_ANEW, Setting, SettingError, near_miss

if TYPE_CHECKING:
    from typing import Literal, Self, TypeAlias, Unpack

    from pycore.setting_values import SettingFields, SettingValues

    DrawnAnew: TypeAlias = Literal["no", "picture", "network", "data"]

__all__ = ["TABLE", "Setting", "SettingError", "Settings", "TableSignature", "by_key", "by_name"]


#: Characters of an address that are read, and keys in it that mean nothing here and are kept.
MOST_CHARACTERS, MOST_UNKNOWN = 100_000, 200


class TableSignature:
    """`__signature__` of a class that takes every setting as a keyword, behind `own` parameters; made when it is asked for."""

    def __init__(self, **own):
        self._own = own

    def __get__(self, instance, owner):
        import inspect  # only here: it is for people at a prompt, whose completion asks for it

        def keyword(name, default):
            kind = inspect.Parameter.POSITIONAL_OR_KEYWORD if name == "settings" else inspect.Parameter.KEYWORD_ONLY
            return inspect.Parameter(name, kind, default=default)

        known = {**self._own, **{row.name: row.default for row in TABLE}}
        return inspect.Signature([keyword(name, default) for name, default in known.items()])


if TYPE_CHECKING:
    _Fields = SettingFields
else:
    _rows = [(row.name, object, field(default=row.default)) for row in TABLE]
    _Fields = make_dataclass("_Fields", [*_rows, ("unknown", tuple, field(default=()))], frozen=True, eq=False, repr=False)


class Settings(_Fields):
    """All settings of a playground by their Python names: a frozen dataclass with a field for each row of the table.

    `unknown` holds the (key, text) pairs of an address that mean nothing here, in order, so that writing the address
    again loses nothing.

    Raises SettingError for a value that is not allowed and for a name that does not exist.

    >>> Settings(learning_rate=0.1, network_shape=(8, 8)).to_hash()
    'learningRate=0.1&networkShape=8,8'
    """

    __signature__ = TableSignature(unknown=())

    def __init__(self, *, unknown: "tuple[tuple[str, str], ...]" = (), **values: "Unpack[SettingValues]") -> None:
        checked = {name: _checked(name, value) for name, value in values.items()}
        vars(self).update({row.name: row.default for row in TABLE}, **checked, unknown=tuple(unknown))

    def __getattr__(self, name):
        """The default of a feature that has come since."""
        if name.startswith("_") or name not in by_name:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
        return by_name[name].default

    def __setattr__(self, name, value):
        raise FrozenInstanceError(f"{name}: settings can't be changed; settings.replace({name}=...) returns others")

    __delattr__ = partialmethod(__setattr__, None)

    def __eq__(self, other):
        return self._told() == other._told() if isinstance(other, Settings) else NotImplemented

    def __hash__(self):
        return hash(self._told())

    def __repr__(self):
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in self._told())})"

    def _told(self):
        """What differs from the defaults, ((name, value), ...)."""
        own = ((row.name, getattr(self, row.name)) for row in self.changed())
        return (*own, ("unknown", self.unknown)) if self.unknown else tuple(own)

    def replace(self, **changes: "Unpack[SettingValues]") -> "Self":
        """Return new Settings with `changes` by Python name; the address' unknown keys stay."""
        return type(self)(**{"unknown": self.unknown, **dict(self._told()), **changes})

    def changes_from(self, other: "Settings") -> "dict[str, Any]":
        """Return {Python name: value here} of the settings that differ from those of `other`: what makes these of them."""
        return {row.name: getattr(self, row.name) for row in TABLE if getattr(self, row.name) != getattr(other, row.name)}

    def drawn_anew_by(self, other: "Settings") -> "DrawnAnew":
        """Return what going over to `other` draws anew, by the rows that differ: "no", "picture", "network" or "data"."""
        changed = (row.restarts for row in TABLE if getattr(self, row.name) != getattr(other, row.name))
        return max(changed, key=DRAWN_ANEW.index, default="no")

    @classmethod
    def from_hash(cls, text: str) -> "tuple[Self, list[SettingError]]":
        """Read an address, or its fragment with or without `#`: `(settings, errors)`. What stands after `?` counts, too.

        `errors` is a list of SettingErrors, in the order of the address; the settings they concern have their defaults.
        As in the reference, empty values are ignored (but an empty `networkShape` means no hidden layer), everything but
        the word `false` switches a flag on, and of a key that comes twice the last one counts. Values may be percent-encoded.
        What the reference takes for another value when it reads an address is taken for that here. An address of the "deeper" fork,
        known by the fork's own keys, means the fork's loss.

        Of an address of more than MOST_CHARACTERS nothing is read, and of the keys that mean nothing here the first MOST_UNKNOWN
        are kept; both is told by an error whose key is "address".
        """
        if isinstance(text, str) and len(text) > MOST_CHARACTERS:
            return cls(), [SettingError("address", len(text), f"at most {MOST_CHARACTERS} characters")]
        values, unknown, errors = {}, {}, []
        for part in _fragment(text).split("&"):
            key, _, value = (piece.strip() for piece in part.partition("="))
            row = by_key.get(key)
            if row is None:
                if key:
                    unknown[key] = value
            elif value or row.kind == "shape":
                try:
                    if key in _TAKEN_FOR:
                        value = _TAKEN_FOR[key](value)
                    # Formulas are decoded one by one, for they may hold what separates them.
                    values[row.name] = row.parse(value if row.kind == "expressions" else unquote(value))
                except SettingError as error:
                    errors.append(error)
        if "loss" not in values and _is_forks(values.keys(), values.get("problem", "classification")):
            values["loss"] = "log"
        if len(unknown) > MOST_UNKNOWN:
            errors.append(SettingError("address", len(unknown), f"at most {MOST_UNKNOWN} keys that are no settings"))
            unknown = dict(islice(unknown.items(), MOST_UNKNOWN))
        return cls(unknown=tuple(unknown.items()), **values), errors

    def to_hash(self) -> str:
        """Write the address' fragment without `#`: what differs from the defaults in the table's order, then unknown keys.

        The loss is also written where an address without it would be taken for the fork's.
        """
        rows = self.changed()
        if _is_forks({row.name for row in rows}, self.problem) and self.loss == by_name["loss"].default:
            rows = [row for row in TABLE if row in rows or row.name == "loss"]
        known = [(row.key, row.format(getattr(self, row.name))) for row in rows]
        return "&".join(f"{key}={value}" for key, value in (*known, *self.unknown))

    def changed(self) -> list[Setting]:
        """Return the rows of the table whose setting is not the default."""
        return [row for row in TABLE if getattr(self, row.name) != row.default]

    def by_key(self) -> dict[str, Any]:
        """Return {address key: value} of every setting; layer sizes as a list, as JSON has it."""
        values = {row.key: getattr(self, row.name) for row in TABLE}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _fragment(text):
    """What counts of an address: what stands after `?`, and then, as the last one of a key counts, what stands after `#`.

    An address may have been through HTML, where & is written &amp;, or through a form that encodes it as a whole.
    """
    if not isinstance(text, str):
        raise TypeError(f"text: expected the text of an address, got {type(text).__name__}")
    text = text.strip().replace("&amp;", "&")
    text = unquote(text) if "=" not in text and "%3d" in text.lower() else text
    before, hash_sign, after = text.partition("#")
    after = after.lstrip("#")
    asked, query_sign, query = before.partition("?")
    is_whole = query_sign and "=" not in asked
    return after if hash_sign and not is_whole else "&".join(filter(None, (query, after))) if is_whole else text


def _noise_of_address(text):
    """As in the reference: noise below 0 is none, and above what its slider can be stretched to it is the slider's highest."""
    try:
        value = float(unquote(text))
    except ValueError:
        return text  # refused like any other word
    return "0" if value < 0 else "50" if value > by_name["noise"].maximum else text


#: What other libraries call a setting.
_ELSEWHERE = MappingProxyType(
    {
        **dict.fromkeys(("lr", "eta", "learning_rate_init"), "learning_rate"),
        **dict.fromkeys(("layers", "hidden", "hidden_layers", "hidden_layer_sizes", "units", "neurons"), "network_shape"),
        **dict.fromkeys(("l1", "l2", "penalty"), "regularization"),
        **{"solver": "optimizer", "random_state": "seed", "formulas": "expressions"},
    }
)
#: What an address' text is taken for, by key.
_TAKEN_FOR = MappingProxyType({"noise": _noise_of_address})
#: The settings whose keys the fork added to the reference's; its addresses have them all.
_FORKS_OWN = frozenset(
    (
        "animation_speed",
        "layerwise_gradient_normalization",
        "learning_rate_autotuning",
        "prevent_loss_increases",
        "dropout",
        "momentum",
    )
)


def _is_forks(names, problem):
    """Whether an address with these settings is one of the fork's, which has no loss but the log loss for classes.

    The fork writes all of its keys into every address.
    """
    return _FORKS_OWN <= names and problem == "classification"


def _checked(name, value):
    """Return a value that was given under its name in Python, or raise the SettingError that says so."""
    if name not in by_name:
        meant = _ELSEWHERE.get(name) or near_miss(name, by_name)
        raise SettingError(name, value, "the name of a setting" + ("" if meant else f" ({', '.join(by_name)})"), meant=meant)
    try:
        return by_name[name].check(value)
    except SettingError as error:
        raise error.named(name) from None
