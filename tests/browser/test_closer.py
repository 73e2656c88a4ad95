"""Look closer: many seeds side by side, gradients by layer, the next step term by term, and files to take along."""


import subprocess
import sys

import pytest
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def playground(shared):
    shared.driver.set_window_size(1400, 1000)
    return shared


def choose(page, tab):
    page.run("const t = deep(`[role=tab][data-tab=${args[0]}]`); t.scrollIntoView({ block: 'center' }); t.click()", tab)
    page.shown(f"[role=tabpanel][data-tab={tab}]")


def compare(page, kind, count):
    """Train networks of a kind for a moment."""
    page.run("deep(`.compared [value=${args[0]}]`).click()", kind)
    page.find("[data-part=seeds-run]").click()
    page.wait("deepAll('.seeds button').length === arguments[0]", count)
    page.wait("/Epoch [1-9]/.test(deep('[data-part=seeds-note]').textContent)")
    page.find("[data-part=seeds-run]").click()
    assert f"of {count} have succeeded" in page.text("[data-part=seeds-note]")


def test_networks_are_compared_by_seed_learning_rate_and_width_and_one_becomes_the_main_one(playground):
    choose(playground, "seeds")
    playground.step(2)
    compare(playground, "seeds", 16)
    assert playground.state["epoch"] == 2
    kinds = (("seeds", 16, "seed", None), ("rates", 11, "learningRate", 0.001), ("widths", 10, "networkShape", [3, 3]))
    for kind, count, key, value in kinds:
        if kind != "seeds":
            compare(playground, kind, count)
        third = playground.find(".seeds button:nth-child(3)")
        label = playground.text(".seeds button:nth-child(3) b")
        third.click()
        playground.wait("deep('.seeds button:nth-child(3)').getAttribute('aria-pressed') === 'true'")
        playground.wait("deep('py-playground').state.epoch === 0")
        state = playground.state
        assert state["settings"][key] == (value or label)
        assert f" {label}, test loss 0." in third.get_attribute("textContent")
        playground.step(1)
    playground.run("await deep('py-playground').configure({ activation: 'relu' })")
    playground.wait("deepAll('.seeds button').length === 0")
    playground.run("const p = deep('py-playground'); while ((await p.diagnose()).instances > 1) await 0;")


def test_gradients_and_dead_neurons_are_shown_by_layer(shared):
    page = shared.settings("seed=0.12345&networkShape=3,3,3&activation=sigmoid")
    choose(page, "layers")
    page.wait("deepAll('[data-part=layers] tbody tr').length === 4")
    lengths = page.run("return [...deepAll('.gradient-bar')].map(e => +e.style.getPropertyValue('--part'))")
    assert lengths == sorted(lengths) and 0 < lengths[0] < lengths[-1]


def test_the_weights_of_each_layer_are_counted(shared):
    page = shared.settings("seed=0.12345&networkShape=3&initZero=true")
    choose(page, "layers")
    page.wait("deepAll('.histogram').length === 2")
    heights = "return [...deep('.histogram').children].map(column => column.offsetHeight)"
    assert [height > 0 for height in page.run(heights)] == [False] * 10 + [True] + [False] * 10
    assert "6 weights" in page.run("return deep('.histogram').getAttribute('aria-label')")
    page.run("await deep('py-playground').configure({ initZero: false })")
    page.wait(f"(() => {{ {heights} }})().filter(Boolean).length > 3")


def test_the_next_step_adds_up(playground):
    playground.step(5)
    choose(playground, "step")
    playground.find("[data-part=step-run]").click()
    # Another test may have left an explanation there.
    said = "epoch 6 follows the mean gradient of 10 points"
    playground.wait("deep('[data-part=step] p')?.textContent.includes(arguments[0])", said)
    playground.wait("deepAll('[data-part=step] table').length === 2")
    cells = playground.run("return [...deepAll('[data-part=step] div td')].map(cell => cell.textContent)")
    old, _, step, pull, new = (float(cell.replace("−", "-")) for cell in cells[:5])
    assert old + step + pull == pytest.approx(new, abs=2e-4)
    assert playground.state["epoch"] == 5


def test_tabs_go_by_arrow_keys(playground):
    tab = playground.find("[role=tab][data-tab=seeds]")
    tab.send_keys(Keys.ARROW_RIGHT)
    assert playground.find("[role=tab][data-tab=layers]").get_attribute("aria-selected") == "true"
    assert playground.find("[role=tabpanel][data-tab=layers]").is_displayed()
    assert not playground.find("[role=tabpanel][data-tab=seeds]").is_displayed()


def test_files_are_taken_along_and_the_program_prints_the_page_s_losses(playground, tmp_path):
    state = playground.step(20)
    choose(playground, "save")
    for what, name in (("numpy", "pyground_numpy.py"), ("model", "pyground-model.json"), ("picture", "pyground.png")):
        assert download(playground, tmp_path, what, name).stat().st_size > 100
    command = [sys.executable, tmp_path / "pyground_numpy.py"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert f"test loss {state['lossTest']:.12g}\n" in printed


def download(page, folder, what, name):
    """Take a file along and return its path once it has come."""
    page.driver.execute_cdp_cmd("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    page.find(f"[data-save={what}]").click()
    path = folder / name
    page.until(lambda: path.exists() and path.stat().st_size, f"{name} has come")
    return path


WEIGHTS = "return deep('[data-part=weights]').textContent"


@pytest.mark.parametrize(("what", "name"), [("model", "pyground-model.json"), ("npz", "pyground-model.npz")])
def test_a_saved_model_comes_back_with_its_settings_weights_and_losses(playground, tmp_path, what, name):
    playground.run("await deep('py-playground').configure({ activation: 'relu', networkShape: [3] })")
    saved = playground.step(30)
    choose(playground, "save")
    playground.run("deep('details[data-part=weights]').open = true")
    weights = playground.run(WEIGHTS)
    path = download(playground, tmp_path, what, name)
    playground.run("await deep('py-playground').configure({ activation: 'tanh', networkShape: [2, 2], dataset: 'xor' })")
    playground.step(3)
    assert playground.run(WEIGHTS) != weights
    playground.find("[data-tab=save] input[type=file]").send_keys(str(path))
    playground.wait("deep('[data-part=load-note]').textContent.includes('is loaded')")
    assert playground.state == saved
    assert playground.run(WEIGHTS) == weights
    playground.wait("location.hash.includes('activation=relu') && location.hash.includes('networkShape=3')")
    assert playground.step(1)["epoch"] == 31


def test_a_wrong_file_is_refused_with_its_field_and_nothing_is_lost(playground, tmp_path):
    state = playground.step(5)
    choose(playground, "save")
    model = download(playground, tmp_path, "model", "pyground-model.json")
    wrong = tmp_path / "wrong.json"
    wrong.write_text(model.read_text().replace('"version": 1', '"version": 7'))
    playground.find("[data-tab=save] input[type=file]").send_keys(str(wrong))
    playground.wait("deep('[data-part=load-note]').dataset.tone === 'bad'")
    assert "version: expected 1, got 7" in playground.text("[data-part=load-note]")
    assert playground.state == state


def test_a_model_s_file_can_be_dropped(playground, tmp_path):
    choose(playground, "save")
    playground.run(
        "const files = new DataTransfer(); files.items.add(new File(['[1]'], 'list.json'));"
        "const drop = new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true });"
        "deep('[role=tabpanel][data-tab=save]').dispatchEvent(drop);"
    )
    playground.wait("deep('[data-part=load-note]').textContent.includes('file: expected a JSON object, got list')")
