"""Who may import whom within pycore: arrows point down the list."""

import ast
import subprocess
import sys

import pytest

import pycore
from builder.paths import ROOT

#: The modules of pycore from the bottom up, folder by folder; each may import those before it. A new one gets its place here.
ORDER = (
    *(
        f"data.{name}"
        for name in (
            "registry",
            "masked",
            "formulas",
            "rng",
            "scaling",
            "number_texts",
            "csv_cells",
            "table_columns",
            "point_table",
            "table_rows",
            "table_sources",
            "tables",
        )
    ),
    *(f"data.{name}" for name in ("table_editor", "targets", "datasets", "features")),
    *(f"nn.{name}" for name in ("functions", "losses", "reference", "regularizers", "initializers", "network", "tuning")),
    *(f"nn.{name}" for name in ("history", "run_state", "updates", "update_rules", "optimizers", "measuring")),
    *(f"nn.{name}" for name in ("epoch_tapes", "trainer", "inspection")),
    *("picture.colours", "picture.contours", "picture.exact_map", "picture.maps", "picture.parameter_probe", "picture.frame"),
    "picture.comparison_picture",
    *("export.literals", "export.inputs", "export.common", "export.numpy_rules", "export.numpy_script", "export.jupyter"),
    *("export.keras_script", "export.sklearn_script", "export.torch_script", "export"),
    *("setting_types", "setting_rows", "settings", "bounds", "run_plan", "given", "answers"),
    *("progress", "making", "views", "playground", "saved_fields", "earlier_files", "storage", "notebook"),
    *("estimator_base", "estimator_checks", "estimators"),
    *("sweep_tasks", "sweep_files", "sweeps", "sweep_page", "__main__"),
    *("images.quick_random", "images.image_set", "images.idx_files", "images.digits", "images.drawings", "images.judging"),
    *("images.dense_network", "images.convolution", "images.practice", "images.shifts", "images.walks", "images.trained"),
    *("images.picture_features", "images.filter_bank", "images.picture_variety", "images.feature_head"),
    # The models of the lessons, and then what shows them: no model knows a widget.
    *(
        "lessons.goals",
        "lessons.restarts",
        "lessons.houses.linear_model",
        "lessons.houses.houses_model",
        "lessons.softmax.softmax_model",
    ),
    *("lessons.labelled_houses.labelled_houses_model", "lessons.neuron.neuron_model", "lessons.neuron.passengers_model"),
    *("lessons.boundary.boundary_model", "lessons.hidden_layer.hidden_weights", "lessons.hidden_layer.hidden_model"),
    *("lessons.experiments.experiments_model", "lessons.exercises.exercises_model"),
    *("lessons.widgets.words", "lessons.widgets.marks", "lessons.widgets.sheets"),
    *("lessons.widgets.exhibit_base", "lessons.widgets.training"),
    *("lessons.houses.houses_marks", "lessons.houses.houses_steps", "lessons.houses.houses_dials_widget"),
    *("lessons.houses.houses_lines_widgets", "lessons.houses.houses_descent_widgets", "lessons.houses.houses_two_widgets"),
    *("lessons.softmax.softmax_widgets", "lessons.labelled_houses.town", "lessons.labelled_houses.labelled_houses_widgets"),
    *("lessons.neuron.neuron_widgets", "lessons.neuron.passengers_widget"),
    *("lessons.boundary.plane_marks", "lessons.boundary.boundary_widgets", "lessons.boundary.starts_widget"),
    *("lessons.hidden_layer.hidden_widgets", "lessons.hidden_layer.layers_widget", "lessons.experiments.claims_widget"),
    *("lessons.digits.workshop", "lessons.digits.digit_sheets", "lessons.digits.example_strokes", "lessons.digits.own_images"),
    *("lessons.digits.eight_widget", "lessons.digits.network_widget", "lessons.digits.filter_widget"),
    *("lessons.digits.shift_widget", "lessons.digits.walk_widget"),
    *("lessons.images.picture_store", "lessons.images.image_settings", "lessons.images.picture_model"),
    *("lessons.images.picture_training", "lessons.images.training_report", "lessons.images.occlusion", "lessons.images.model_files"),
    *("lessons.images.model_script", "lessons.images.image_workshop", "lessons.images.drawn_shapes", "lessons.images.drawn_hands"),
    *("lessons.images.shape_trial", "lessons.images.break_it_demos", "lessons.images.prepared_sets", "lessons.images.picture_desk"),
    *("lessons.one_step.rounding_model", "lessons.one_step.rounding_widget"),
    *("lessons.one_step.trace_parts", "lessons.one_step.trace_widget", "lessons.exhibits"),
    *("page.late_modules", "page.comparison", "page.presets", "page.requests", "page.undo_list", "page.bridge"),
)
#: What each folder may import beside itself; the files on top, which have no folder, also one another.
BELOW = {
    "data": (),
    "nn": ("data",),
    "picture": ("data", "nn"),
    "export": ("data", "nn"),
    "": ("data", "nn", "picture"),
    "images": ("data", "nn", ""),
    "lessons": ("data", "nn", "picture", "", "images"),
    "page": ("data", "nn", "picture", "export", "", "images", "lessons"),
}
#: What `pycore` itself offers, which pycore's own files may take from there, and where it is.
OFFERED = {"Playground": "playground", "Settings": "settings", "SettingError": "settings"}
MODULES = sorted((ROOT / "pycore").rglob("*.py"))


def imported(path):
    """Return the dotted names that a Python file imports, relative ones made absolute."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    types = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    only_types = {inner for block in types for inner in ast.walk(ast.Module(block.body, []))}
    for node in ast.walk(tree):
        if node in only_types:  # what only an editor and a type checker read
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join(filter(None, [".".join(package.split(".")[: len(package.split(".")) - node.level + 1]), base]))
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def name_of(path):
    """Return a file's name within pycore, as "nn.network"; a folder's own file has the folder's name, and pycore's own none."""
    parts = path.relative_to(ROOT / "pycore").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def folder_of(name):
    """Return the folder of pycore that a module is in, "" for those on top."""
    folder = name.partition(".")[0]
    return folder if folder in BELOW else ""


def parts_of(path):
    """Return the modules of pycore that a file imports, as in ORDER."""
    found = set()
    for name in imported(path):
        root, _, name = name.partition(".")
        if root != "pycore" or not name:
            continue
        name = OFFERED.get(name, name)
        # "nn.network.Pass" is a name in nn.network, and "nn" alone is only a folder.
        while name and name not in ORDER:
            assert name in FOLDERS or "." in name, f"{path.name} imports pycore.{name}, which is no module"
            name = name.rpartition(".")[0]
        found.add(name)
    own = ".".join(path.relative_to(ROOT / "pycore").parts[:-1])
    return found - {"", own}


FOLDERS = {name_of(path) for path in MODULES if path.name == "__init__.py"}
PLACED = [path for path in MODULES if name_of(path) in ORDER]


def test_every_module_of_pycore_has_a_place_and_every_name_is_there_once():
    assert {name_of(path) for path in MODULES if path.name != "__init__.py"} | {"export"} == set(ORDER)
    names = [path.name for path in MODULES if path.name != "__init__.py"]
    assert sorted(names) == sorted(set(names)) and len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("path", PLACED, ids=name_of)
def test_pycore_imports_downwards(path):
    name = name_of(path)
    assert parts_of(path) <= set(ORDER[: ORDER.index(name)])
    folder = folder_of(name)
    assert {folder_of(part) for part in parts_of(path)} <= {folder, *BELOW[folder]}


@pytest.mark.parametrize("path", [path for path in MODULES if path not in PLACED and name_of(path)], ids=name_of)
def test_a_folder_s_own_file_only_says_what_the_folder_is_for(path):
    (only,) = ast.parse(path.read_text(encoding="utf-8")).body
    assert isinstance(only, ast.Expr) and isinstance(only.value.value, str)


def test_pycore_itself_imports_the_playground_and_what_is_at_hand_when_it_is_named():
    assert parts_of(ROOT / "pycore" / "__init__.py") == {"playground", "settings"}
    for name, module in pycore._AT_HAND.items():
        assert getattr(pycore, name).__name__ == module and folder_of(module.removeprefix("pycore.")) not in ("lessons", "page")
        assert name in dir(pycore)
    for name, module in pycore._NAMES.items():
        assert getattr(pycore, name).__module__ == module and name in dir(pycore)
    with pytest.raises(AttributeError, match="module 'pycore' has no attribute 'table'"):
        _ = pycore.table
    code = "import sys, pycore; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    loaded = {name.removeprefix("pycore.") for name in run.stdout.split() if name.startswith("pycore.")}
    assert "playground" in loaded and {folder_of(name) for name in loaded} == {"", "data", "nn"}
    assert not loaded & {"storage", "nn.inspection", "data.tables", "views", "sweeps"}


@pytest.mark.parametrize("path", [path for path in PLACED if name_of(path).endswith("_model")], ids=name_of)
def test_a_lesson_s_model_is_used_without_pictures_and_saving(path):
    assert not {part for part in parts_of(path) if folder_of(part) == "picture" or part == "storage"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pycore_needs_only_numpy_and_the_standard_library(path):
    roots = {name.split(".")[0] for name in imported(path)}
    assert roots <= {"numpy", "pycore"} | sys.stdlib_module_names
    assert not roots & {"js", "pyodide", "pyodide_js"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_imports_the_bridge_and_nobody_imports_the_builder(path):
    names = set(imported(path))
    assert "pycore.page.bridge" not in names and not any(name.split(".")[0] == "builder" for name in names)


def test_there_is_something_to_look_at():
    assert len(MODULES) > 5
