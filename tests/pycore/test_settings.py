"""Settings are read from an address as the reference reads it, refuse what can't be used, and survive the way back."""

import copy
import dataclasses
import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.pages import is_idle
from pycore import Playground, SettingError, Settings
from pycore.settings import TABLE, by_key


def values_of(row):
    """A strategy for the valid values of one row of the table."""
    if row.kind == "choice":
        return st.sampled_from([value for value, _ in row.options])
    if row.kind == "flag":
        return st.booleans()
    if row.kind == "shape":
        return st.lists(st.integers(1, 256), max_size=32).map(tuple)
    if row.kind == "names":
        return st.lists(st.sampled_from([value for value, _ in row.options]), max_size=32).map(tuple)
    if row.kind == "integers":
        return st.lists(st.integers(row.minimum, row.maximum), unique=True).map(tuple)
    if row.kind == "expressions":
        return st.lists(st.sampled_from(["x1", "x1^2+x2", "-abs(x2)/3", "min(x1,1e-7)"]), unique=True).map(tuple)
    if row.kind == "integer":
        return st.integers(row.minimum, row.maximum)
    if row.kind == "number":
        return st.floats(row.minimum, row.maximum)
    return st.text(st.characters(exclude_characters="&#\r\n"), min_size=1, max_size=200)


def test_every_setting_says_what_it_is_and_where_the_course_explains_it():
    for row in TABLE:
        page, _, place = row.explained.partition("#")
        assert row.label and row.help.endswith(".") and page and place, row.key


ANY_SETTINGS = st.fixed_dictionaries({}, optional={row.name: values_of(row) for row in TABLE})


#: All keys of the fork's, and not its loss.
FORKS_KEYS = {"animation_speed": "max", "layerwise_gradient_normalization": 1.0, "learning_rate_autotuning": 0.5}
FORKS_KEYS |= {"prevent_loss_increases": True, "dropout": 0.5, "momentum": 0.5}


@given(ANY_SETTINGS)
@example(FORKS_KEYS)
@example({**FORKS_KEYS, "loss": "log"})
@example({**FORKS_KEYS, "problem": "regression"})
def test_any_valid_settings_survive_the_address_and_back(values):
    settings = Settings(**values)
    again, errors = Settings.from_hash("#" + settings.to_hash())
    assert errors == []
    assert again == settings


def test_settings_are_a_frozen_dataclass_with_a_field_for_every_row():
    assert [field.name for field in dataclasses.fields(Settings)] == [row.name for row in TABLE] + ["unknown"]
    assert dataclasses.replace(Settings(noise=5), batch_size=3) == Settings(noise=5, batch_size=3)


def test_settings_have_an_attribute_for_every_row_and_can_t_be_changed():
    settings = Settings(noise=5, unknown=(("a", "b"),))
    assert list(vars(settings)) == [row.name for row in TABLE] + ["unknown"]
    with pytest.raises(dataclasses.FrozenInstanceError, match="noise: settings can't be changed"):
        settings.noise = 6
    with pytest.raises(dataclasses.FrozenInstanceError):
        del settings.noise
    with pytest.raises(AttributeError, match="'Settings' object has no attribute 'colour'"):
        _ = settings.colour
    assert repr(settings) == "Settings(noise=5.0, unknown=(('a', 'b'),))" and repr(Settings()) == "Settings()"
    twin = pickle.loads(pickle.dumps(copy.deepcopy(settings)))
    assert twin == settings and hash(twin) == hash(settings) and twin != Settings(noise=5) and twin != "noise=5"


def test_every_row_has_a_label_a_help_text_and_a_default_that_it_accepts():
    for row in TABLE:
        assert row.label, row.key
        assert row.help.endswith("."), row.key
        assert row.check(row.default) == row.default, row.key
        for value, label in row.options:
            one = (value,) if row.kind == "names" else value
            assert row.check(one) == one, row.key
            assert label, row.key
    assert len(by_key) == len(TABLE)


def idle(key, **changes):
    """What a setting of this key says beside other settings, by key, or None where it acts."""
    row, values = by_key[key].described(), {**Settings().by_key(), **changes}
    return row["idle"] if is_idle(row, values) else None


def test_a_setting_without_anything_to_act_on_says_why():
    assert idle("regularizationRate") == "No regularisation is chosen." and idle("regularizationRate", regularization="L1") is None
    assert idle("beta1") == "Belongs to the optimisers Momentum, Nesterov, Adam and AdamW." and idle("beta1", optimizer="adam") is None
    assert idle("alpha") == "Belongs to the optimiser RMSProp." and idle("momentum", optimizer="adam") == "Belongs to the optimiser SGD."
    assert idle("epsilon") == "Belongs to the optimisers RMSProp, Adam and AdamW."
    assert idle("classes") == "Only the points of Blobs and Rings come in several classes." and idle("classes", dataset="rings") is None
    assert idle("loss", dataset="rings", classes=3).endswith("log loss.") and idle("loss", dataset="rings") is None
    assert idle("loss", classes=3) is None and idle("loss", problem="regression").startswith("Regression has")
    assert idle("learningRate") is None and idle("initialization", initZero=True) == "All weights start at zero."
    for row in TABLE:
        assert {key for way in row.needs for key in way} <= set(by_key) and bool(row.needs) == bool(row.described()["idle"])


def test_the_default_settings_need_no_address():
    assert Settings().to_hash() == ""


def test_settings_with_all_of_the_fork_s_keys_say_which_loss_they_mean():
    forks = {"animation_speed": 50, "layerwise_gradient_normalization": 0.1, "learning_rate_autotuning": 0.1, "dropout": 0.1,
             "prevent_loss_increases": True, "momentum": 0.5}  # fmt: skip
    for loss in ("squared", "log"):
        settings = Settings(loss=loss, **forks)
        assert f"loss={loss}" in settings.to_hash() and Settings.from_hash(settings.to_hash())[0] == settings
    assert "loss" not in Settings(dropout=0.1).to_hash()


def test_unknown_keys_are_kept_in_the_address_and_mean_nothing():
    settings, errors = Settings.from_hash("#color=red&noise=5&playButton_hide=true&odd")
    assert errors == []
    assert settings.noise == 5
    assert settings.to_hash() == "noise=5&color=red&playButton_hide=true&odd="


def test_a_flag_is_on_for_everything_but_the_word_false():
    assert Settings.from_hash("discretize=0")[0].discretize is True
    assert Settings.from_hash("x=false")[0].x is False


def test_empty_values_are_ignored_but_an_empty_shape_means_no_hidden_layer():
    settings, errors = Settings.from_hash("noise=&seed=&networkShape=")
    assert errors == []
    assert (settings.noise, settings.seed, settings.network_shape) == (0, "0.12345", ())


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("noise=abc", "noise"),
        ("noise=nan", "noise"),
        ("noise=inf-1", "noise"),
        ("learningRate=-0.1", "learningRate"),
        ("learningRate=inf", "learningRate"),
        ("regularizationRate=-3", "regularizationRate"),
        ("percTrainData=100", "percTrainData"),
        ("percTrainData=0", "percTrainData"),
        ("batchSize=0", "batchSize"),
        ("batchSize=2.5", "batchSize"),
        ("networkShape=4,0", "networkShape"),
        ("networkShape=1000000", "networkShape"),
        ("networkShape=4,,2", "networkShape"),
        ("networkShape=" + "2," * 40 + "2", "networkShape"),
        ("activation=cube", "activation"),
        ("problem=both", "problem"),
    ],
)
def test_a_value_that_can_t_be_used_is_named_with_what_is_allowed(address, key):
    settings, errors = Settings.from_hash(address)
    assert settings == Settings()
    assert [error.key for error in errors] == [key]
    assert str(errors[0]).startswith(f"{key}: expected ")
    assert repr(errors[0].value)[:20] in str(errors[0])
    with pytest.raises(SettingError, match=key):
        Playground.from_hash(address)


def test_all_errors_of_an_address_are_reported_and_the_rest_is_used():
    settings, errors = Settings.from_hash("noise=x&dataset=xor&batchSize=y")
    assert [error.key for error in errors] == ["noise", "batchSize"]
    assert settings == Settings(dataset="xor")


def test_an_unknown_keyword_is_an_error_that_lists_the_names():
    with pytest.raises(SettingError, match="sparkle: expected the name of a setting .*learning_rate"):
        Playground(sparkle="red")


def test_a_long_wrong_value_is_shown_short():
    error = Settings.from_hash("batchSize=" + "9" * 5000)[1][0]
    assert len(str(error)) < 200


@pytest.mark.parametrize("value", [True, "4,2", 4, [4.5, 2], [[4]], {4, 2}, {4: 2}, None])
def test_a_shape_must_be_whole_numbers_in_a_sequence(value):
    with pytest.raises(SettingError, match="^network_shape: expected"):
        Settings(network_shape=value)


def test_values_of_an_address_may_be_percent_encoded_at_a_prompt_as_in_the_page():
    settings, errors = Settings.from_hash("networkShape=8%2C8&seed=0%2E5&noise=%35")
    assert (settings.network_shape, settings.seed, settings.noise, errors) == ((8, 8), "0.5", 5, [])
    formulas, _ = Settings.from_hash("features=x1%5E2;x2%2A2")
    assert formulas.expressions == ("x1^2", "x2*2")


def test_noise_beyond_the_slider_is_what_the_reference_takes_it_for():
    for text, noise in (("2000", 50), ("81", 50), ("80", 80), ("-3", 0)):
        settings, errors = Settings.from_hash(f"noise={text}")
        assert (settings.noise, errors) == (noise, [])
    assert str(Settings.from_hash("noise=much")[1][0]).startswith("noise: expected a number")


def test_an_address_of_the_fork_means_the_fork_s_loss():
    own = "animationSpeed=100&layerwiseGradientNormalization=0&learningRateAutotuning=-1&preventLossIncreases=false&dropout=0&momentum=0"
    assert Settings.from_hash(own)[0].loss == "log"
    assert Settings.from_hash(f"{own}&loss=squared")[0].loss == "squared"
    assert Settings.from_hash(f"{own}&problem=regression")[0].loss == "squared"
    # Our own addresses write what differs from the defaults, and mean the loss that they show.
    assert Settings.from_hash("momentum=0.9&dropout=0.5")[0].loss == "squared"


def test_an_address_with_mistakes_may_be_gone_on_with_and_they_are_listed():
    with pytest.raises(SettingError, match="activation: expected one of"):
        Playground.from_hash("activation=gauss&dataset=xor")
    p = Playground.from_hash("activation=gauss&dataset=xor&batchSize=0", strict=False)
    assert (p.settings.activation, p.settings.dataset) == ("tanh", "xor")
    assert [problem.key for problem in p.problems] == ["activation", "batchSize"]
    assert Playground(dataset="xor").problems == ()


@pytest.mark.parametrize(
    "address",
    [
        "https://playground.tensorflow.org/#activation=relu&batchSize=5",
        "https://example.org/pyground/?batchSize=7&activation=relu#batchSize=5",
        "?activation=relu&batchSize=5",
        "##activation=relu&batchSize=5",
        " #activation=relu & batchSize=5\n",
        "#activation=relu&amp;batchSize=5",
        "activation%3Drelu%26batchSize%3D5",
    ],
)
def test_an_address_is_read_whole_and_after_what_mail_html_and_forms_do_to_it(address):
    assert Settings.from_hash(address) == (Settings(activation="relu", batch_size=5), [])


@pytest.mark.parametrize("address", ["networkShape=8_8", "noise=1_0", "frozen=1_0"])
def test_numbers_that_only_python_reads_are_none(address):
    assert len(Settings.from_hash(address)[1]) == 1


@pytest.mark.parametrize("text", [None, 3, b"activation=relu"])
def test_what_is_no_text_is_no_address(text):
    with pytest.raises(TypeError, match="text: expected the text of an address, got"):
        Settings.from_hash(text)
