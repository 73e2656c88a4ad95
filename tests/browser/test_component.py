"""The elements in pages that are not ours: on another origin, under hostile styles, several at once, in frames, removed and put back."""

import json

import pytest

from pycore import Playground

#: Styles of a host that breaks what it can reach, in a page that is in quirks mode and reads from right to left.
HOSTILE = """
* { all: unset; box-sizing: content-box !important }
div, section, button, canvas, input, svg, p { display: none !important; position: fixed; transform: rotate(9deg) }
html, body { display: block; direction: rtl; font: italic 44px/3 serif; letter-spacing: 9px; text-transform: uppercase; color: red }
html { background: #101418 }
script, style, head { display: none }
"""


def pythons(site):
    """Return how many Pythons have been started: each reads its memory once."""
    return sum("/python/snapshot-" in path for path, _ in site.requests)


def call(page, selector, code):
    """Run JavaScript with `element` once the element has its inside."""
    return page.run(f"const element = document.querySelector({json.dumps(selector)}); {code}")


def test_a_tag_is_all_it_takes_on_a_page_of_another_origin(host):
    page = host('<py-playground dataset="spiral" network-shape="8,8" hide="noise batchSize"></py-playground>')
    state = call(page, "py-playground", "await element.ready; return await element.step(5)")
    twin = Playground.from_hash("dataset=spiral&networkShape=8,8")
    twin.train(5)
    assert state["epoch"] == 5 and state["lossTest"] == pytest.approx(twin.loss_test, rel=1e-7)
    assert not page.find("[data-control=noise]").is_displayed() and not page.find("[data-control=batchSize]").is_displayed()
    assert page.find("[data-control=percTrainData]").is_displayed()
    assert page.find("[part=run]").is_displayed()


def test_a_hostile_host_breaks_nothing_and_nothing_of_the_host_is_broken(host):
    styles = f"<style>{HOSTILE}</style>"
    page = host("<h6>Mine</h6><py-playground></py-playground><py-house-dials></py-house-dials>", styles, start="<html dir=rtl>")
    assert page.run("return document.compatMode") == "BackCompat"
    before = page.run("return Object.keys(window)")
    call(page, "py-playground", "await element.ready; await element.step(2)")
    call(page, "py-house-dials", "await element.ready")
    run, out = page.find("[part=run]"), page.find("[part=output]")
    assert (run.size["width"], run.size["height"]) == (52, 52)
    style = "const s = getComputedStyle(deep(args[0])); return [s.direction, s.fontStyle, s.letterSpacing, s.textTransform, s.fontSize]"
    assert page.run(style, "[part=data] .hint") == ["ltr", "normal", "normal", "none", "13px"]
    assert out.is_displayed() and page.find("py-house-dials [data-set=weight]").is_displayed()
    # A dark page gets a dark playground although it declares no colour scheme.
    assert page.run("return deep('.playground').dataset.theme") == "dark"
    assert [name for name in page.run("return Object.keys(window)") if name not in before and not name.startswith("se_")] == []
    assert page.run("return document.querySelectorAll('style, link[rel=stylesheet]').length") == 1


def test_three_tags_and_two_frames_share_one_python_and_only_those_in_sight_are_asked(host):
    tags = '<py-playground start="now" seed="1"></py-playground><div style="height: 4000px"></div>'
    tags += '<py-playground start="now" seed="2"></py-playground><py-house-dials start="now"></py-house-dials>'
    page = host(2 * "<iframe src='{site}embed/py-playground.html#seed=3' style='width: 700px'></iframe>" + tags)
    page.run("await Promise.all([...document.querySelectorAll('py-playground, py-house-dials')].map((element) => element.ready))")
    drive = f"const {{ drive }} = await import({json.dumps(page.site.url + 'pyground.js')});"
    epochs = "const frames = [...document.querySelectorAll('body iframe')].map(drive);"
    epochs += "return Promise.all(frames.map(async (frame) => (await frame.step(2)).epoch))"
    assert page.run(drive + epochs) == [2, 2]
    assert pythons(page.site) == 1
    found = call(page, "py-playground", "return element.diagnose()")
    # The page, and each frame.
    assert (found["pages"], found["instances"], found["widgets"]) == (3, 4, 1)
    page.run("document.querySelector('py-playground').scrollIntoView()")
    page.run("for (const element of document.querySelectorAll('py-playground')) element.play()")
    page.wait("document.querySelector('py-playground').state.epoch > 10")
    assert page.run("return [...document.querySelectorAll('py-playground')][1].state.epoch") < 3


def test_tags_join_the_python_of_frames_that_come_later_and_go_on_where_they_were(host):
    page = host('<py-playground start="now" seed="1"></py-playground>')
    before = call(page, "py-playground", "await element.ready; return element.step(7)")
    assert pythons(page.site) == 1
    frame = f"<iframe src='{page.site.url}embed/py-playground.html#seed=3' style='width: 700px'></iframe>"
    drive = f"const {{ drive }} = await import({json.dumps(page.site.url + 'pyground.js')});"
    script = "document.body.insertAdjacentHTML('afterbegin', args[0]); return (await drive(document.querySelector('iframe')).step(2)).epoch"
    assert page.run(drive + script, frame) == 2
    # Asked while it moves, it rejects.
    pages = "const { pages } = await document.querySelector('py-playground').diagnose().catch(() => ({ pages: 0 }));"
    page.run(f"for (;;) {{ {pages} if (pages === 2) return }}")
    after = call(page, "py-playground", "await element.ready; return element.state")
    assert (after["epoch"], after["lossTest"]) == (7, before["lossTest"])
    twin = Playground(seed="1")
    twin.train(8)
    assert call(page, "py-playground", "return (await element.step(1)).lossTest") == pytest.approx(twin.loss_test, rel=1e-7)


def test_a_poster_stands_in_the_final_size_and_asks_for_no_python(host):
    tags = '<py-playground></py-playground><py-playground start="click"></py-playground>'
    page = host(f'<div style="height: 5000px"></div>{tags}<p>Below</p>')
    page.wait("deepAll('.playground').length === 2")
    place = "return document.querySelector('p').getBoundingClientRect().top + scrollY"
    at = page.run(place)
    assert page.run("return [...document.querySelectorAll('py-playground')].every((e) => e.offsetHeight > 500)")
    assert not pythons(page.site)
    page.run("document.querySelectorAll('py-playground')[1].scrollIntoView(); await document.querySelector('py-playground').opened")
    page.wait("document.querySelector('py-playground').dataset.status === 'ready'")
    assert page.run("return document.querySelectorAll('py-playground')[1].isAwake") is False
    assert page.run(place) == at  # nothing has moved
    page.run("deepAll('[part=run]')[1].click(); await document.querySelectorAll('py-playground')[1].opened")
    page.wait("document.querySelectorAll('py-playground')[1].state.epoch > 1")


def test_attributes_are_settings_that_can_change(host):
    page = host('<py-playground dataset="xor" seed="0.5"></py-playground>')
    hear = "for (const name of ['settings', 'stopped', 'error']) element.addEventListener(name, () => element.heard.push(name))"
    change = "element.setAttribute('dataset', 'gauss'); element.setAttribute('learning-rate', '0.3')"
    call(page, "py-playground", f"element.heard = []; {hear}; await element.ready; {change}")
    page.wait("document.querySelector('py-playground').state.settings.learningRate === 0.3")
    assert call(page, "py-playground", "return element.state.settings.dataset") == "gauss"
    call(page, "py-playground", "element.removeAttribute('learning-rate')")
    page.wait("document.querySelector('py-playground').state.settings.learningRate === 0.03")
    call(page, "py-playground", "element.play()")
    page.wait("document.querySelector('py-playground').state.epoch > 3")
    call(page, "py-playground", "element.pause()")
    page.wait("document.querySelector('py-playground').heard.includes('stopped')")
    assert "settings" in call(page, "py-playground", "return element.heard")
    refused = "return element.configure({ batchSize: 0 }).then(() => '', (error) => error.message)"
    assert "batch" in call(page, "py-playground", refused).lower()
    call(page, "py-playground", "element.theme = 'dark'; element.hide = 'dataset'")
    assert page.run("return deep('.playground').dataset.theme") == "dark"
    assert not page.find("[data-control=dataset]").is_displayed()


def test_src_opens_a_saved_model_and_data_a_table(host, tmp_path):
    from pycore import storage

    kept = Playground(dataset="circle", seed="0.25", network_shape=(3,))
    kept.train(7)
    (tmp_path / "kept.json").write_text(storage.save(kept), encoding="utf-8")
    rows = "".join(f"{x},{-x},{'a' if x < 0 else 'b'}\n" for x in range(-9, 10))
    (tmp_path / "points.csv").write_text(f"x1,x2,label\n{rows}", encoding="utf-8")
    page = host('<py-playground src="kept.json"></py-playground><py-playground id="own" data="points.csv"></py-playground>')
    page.run("for (const element of document.querySelectorAll('py-playground')) await element.ready")
    page.wait("document.querySelector('py-playground').state.epoch === 7")
    assert call(page, "py-playground", "return element.state.lossTest") == pytest.approx(kept.loss_test, rel=1e-7)
    page.wait("deep('#own .own-note') && !deep('#own .own-note').hidden")


def test_a_src_or_data_that_can_not_be_had_is_told_in_sight_and_the_last_network_stands(host, tmp_path):
    (tmp_path / "bad.json").write_text('{"format": "another"}', encoding="utf-8")
    (tmp_path / "large.json").write_bytes(b" " * 20_000_001)
    page = host('<py-playground start="soon" data="a,b,label\n1,2,-1\n2,x,1\n3,3,1"></py-playground>')
    page.expected.append("404")
    notice = ".notice:not([hidden])"
    page.run("await document.querySelector('py-playground').ready")
    page.wait(f"deep('{notice} p')?.textContent.includes('line 3')")
    words = page.text(f"{notice} p")
    assert words.startswith('start: expected one of now, near, click, got "soon"')
    assert page.text(f"{notice} strong") == "What this page asks for can't be shown"
    call(page, "py-playground", "element.removeAttribute('start'); element.removeAttribute('data')")
    page.wait("deep('.notice').hidden")
    call(page, "py-playground", "await element.step(3)")
    for src, expected in (
        ("no.json", "no.json: expected a file, the server answered 404"),
        ("bad.json", "format"),
        ("large.json", "large.json: expected a file of at most 20 MB, it has more"),
        ("http://[", "http://[:"),
    ):
        told = "({ detail }) => done([detail.attribute, detail.message])"
        hear = f"return new Promise((done) => element.addEventListener('error', {told}, {{ once: true }}))"
        name, message = call(page, "py-playground", f"element.setAttribute('src', {json.dumps(src)}); {hear}")
        assert name == "src" and expected in message
        assert (page.text(f"{notice} strong"), page.text(f"{notice} p")) == ("The saved network can't be shown", message)
        assert page.find(notice).is_displayed()
        assert call(page, "py-playground", "return element.state.epoch") == 3
    assert call(page, "py-playground", "return (await element.step(2)).epoch") == 5
    page.wait(f"!!deep('{notice}')")
    call(page, "py-playground", "element.removeAttribute('src')")
    page.wait("deep('.notice').hidden")


def test_an_inside_that_can_not_be_loaded_is_told_in_its_place_and_comes_when_it_is_put_back(host):
    page = host("<p>Nothing yet</p>")
    page.expected.append("py-house-dials")
    page.driver.execute_cdp_cmd("Network.enable", {})
    page.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*component-*.css*", "*py-house-dials*"]})
    page.run("document.body.append(document.createElement('py-house-dials'))")
    page.wait("!!deep('py-house-dials [role=alert]')")
    assert page.text("py-house-dials [role=alert]").startswith("This <py-house-dials> could not be loaded: ")
    page.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    back = "const element = document.querySelector('py-house-dials'); element.remove(); await null; document.body.append(element);"
    page.run(f"{back} await element.ready")
    assert page.find("py-house-dials .plot").is_displayed()


def test_moved_it_goes_on_removed_it_lets_go_and_put_back_it_starts_again(host):
    page = host('<div id="a"><py-playground></py-playground></div><div id="b"></div>')
    call(page, "py-playground", "await element.ready; await element.step(3); document.querySelector('#b').append(element); await null")
    assert call(page, "py-playground", "return [element.state.epoch, (await element.diagnose()).instances]") == [3, 1]
    back = "element.remove(); await null; await null; document.querySelector('#a').append(element); await element.ready"
    call(page, "py-playground", back)
    assert call(page, "py-playground", "return [element.state.epoch, (await element.diagnose()).instances]") == [0, 1]
    counts = "return [deepAll('canvas').length, deepAll('.contour').length]"
    first = page.run(counts)
    before = call(page, "py-playground", "return element.diagnose()")
    # In and out again a hundred times in a row, and twenty times with Python: nothing is left behind.
    for _ in range(4):
        away = "for (let i = 0; i < 25; i++) { element.remove(); await null; await null; document.querySelector('#a').append(element); }"
        call(page, "py-playground", away)
    call(page, "py-playground", f"for (let i = 0; i < 20; i++) {{ {back} }}")
    after = call(page, "py-playground", "await element.ready; return element.diagnose()")
    assert page.run(counts) == first
    assert (after["instances"], after["widgets"]) == (before["instances"], before["widgets"])
    assert after["proxies"] <= before["proxies"] and after["heap"] <= 1.1 * before["heap"]


def test_a_widget_comes_and_goes_a_thousand_times_without_a_trace(host):
    page = host('<div id="a"><py-house-dials start="now"></py-house-dials></div>')
    call(page, "py-house-dials", "await element.ready")
    page.run("const other = document.createElement('py-playground'); document.querySelector('#a').append(other); await other.ready")
    call(page, "py-playground", "return element.diagnose()")  # from now on Python's objects are counted
    away = "for (let i = 0; i < 50; i++) { element.remove(); await null; await null; document.querySelector('#a').append(element); }"

    def rounds(count):
        for _ in range(count):
            call(page, "py-house-dials", f"{away} await element.ready")
        return call(page, "py-playground", "return element.diagnose()")

    before = rounds(4)  # as much memory as this takes
    after = rounds(16)
    assert (after["instances"], after["widgets"]) == (before["instances"], before["widgets"]) == (1, 1)
    assert after["proxies"] <= before["proxies"] and after["heap"] <= 1.1 * before["heap"]
    assert page.run("return deepAll('py-house-dials svg').length") == page.run("return deepAll('py-house-dials [data-plot]').length")


def test_a_frame_takes_the_height_of_what_is_in_it_and_is_driven_by_messages(host):
    dark = "<style>html { background: #101010 }</style>"
    page = host('<iframe src="{site}embed/py-playground.html#seed=0.5" style="width: 700px"></iframe>', dark)
    page.wait("document.querySelector('iframe').offsetHeight > 900")
    script = json.dumps(page.site.url + "pyground.js")
    drive = f"const {{ drive }} = await import({script}); const frame = drive(document.querySelector('iframe'));"
    entries = page.run("return history.length")
    heard = "const heard = []; frame.addEventListener('settings', () => heard.push('settings'));"
    work = "await frame.configure({ dataset: 'xor' }); const state = await frame.step(4); return [state, heard, history.length]"
    state = page.run(f"{drive}{heard} {work}")
    assert state[0]["epoch"] == 4 and state[0]["settings"]["dataset"] == "xor"
    assert "settings" in state[1] and state[2] == entries
    refused = page.run(f"{drive} return frame.call('remove').then(() => '', (error) => error.message)")
    assert "can't do" in refused
    page.driver.switch_to.frame(0)
    assert page.run("return document.documentElement.dataset.theme") == "dark"
    assert page.run("return document.scrollingElement.scrollHeight <= innerHeight + 2")  # so the wheel scrolls the host


def test_a_widget_s_values_are_attributes_that_can_change_and_that_it_tells_of(host):
    page = host('<py-house-dials weight="0.2" bias="900"></py-house-dials>')
    hear = "element.heard = []; for (const name of ['change', 'error']) element.addEventListener(name, ({ detail }) => "
    hear += "element.heard.push([name, detail.message ?? detail.values, detail.attribute ?? null]))"
    assert call(page, "py-house-dials", f"{hear}; return (await element.ready, element.values)") == {"weight": 0.2, "bias": 140}
    wrong = "bias: expected a number from 0 to 460, got '900'"
    assert call(page, "py-house-dials", "return element.heard") == [["error", wrong, "bias"]]
    fault = page.find("py-house-dials [data-part=fault]")
    assert fault.is_displayed() and fault.text == wrong
    call(page, "py-house-dials", "element.heard.length = 0; element.setAttribute('bias', '246'); element.setAttribute('weight', '0.059')")
    page.wait("deep('py-house-dials').values.bias === 246 && deep('py-house-dials').values.weight === 0.059")
    assert not fault.is_displayed()
    assert page.run("return deep('[data-text=error]', deep('py-house-dials')).textContent") == "447"
    assert call(page, "py-house-dials", "return element.heard.at(-1)") == ["change", {"weight": 0.059, "bias": 246}, None]
    call(page, "py-house-dials", "element.setAttribute('weight', 'heavy')")
    page.wait("!deep('py-house-dials [data-part=fault]').hidden")
    assert call(page, "py-house-dials", "return [element.values.weight, element.heard.at(-1)[1]]") == [
        *(0.059, "weight: expected a number from 0 to 0.4, got 'heavy'")
    ]
    # What the reader does is told, too, and rises out of the element; an attribute that is gone leaves the widget's own value.
    call(page, "py-house-dials", "document.body.addEventListener('change', (event) => (window.last = event.detail.values))")
    slide = "const dial = deep('py-house-dials input[data-set=bias]'); dial.value = 300;"
    page.run(f"{slide} dial.dispatchEvent(new Event('input', {{ bubbles: true }}))")
    page.wait("window.last?.bias === 300")
    call(page, "py-house-dials", "element.removeAttribute('weight')")
    page.wait("window.last.weight === 0.1 && deep('py-house-dials [data-part=fault]').hidden")
    call(page, "py-house-dials", "await element.reset()")
    assert call(page, "py-house-dials", "return element.state") == {"values": {"weight": 0.1, "bias": 246}, "playing": False}
    refused = "return element.configure({ weight: 0.3, bias: -1 }).then(() => '', (error) => error.message)"
    assert call(page, "py-house-dials", refused) == "bias: expected a number from 0 to 460, got -1"
    assert call(page, "py-house-dials", "await element.configure({ weight: 0.3 }); return element.values.weight") == 0.3


def test_a_widget_that_waits_shows_no_picture_of_other_values(host):
    page = host('<py-house-dials start="click" weight="0.2"></py-house-dials>')
    page.wait("deep('py-house-dials .exhibit')?.hasAttribute('data-unlike')")
    assert page.run("return [deep('py-house-dials').values.weight, deep('input[data-set=weight]').value]") == [0.2, "0.2"]
    assert not page.find("py-house-dials .plot > svg").is_displayed()
    call(page, "py-house-dials", "element.setAttribute('weight', '0.1')")
    assert page.find("py-house-dials .plot > svg").is_displayed()
    assert not pythons(page.site)
    add = "const other = document.createElement('py-house-dials'); other.setAttribute('start', 'later');"
    hear = "const heard = new Promise((done) => other.addEventListener('error', ({ detail }) => done(detail.message)));"
    said = page.run(f"{add} {hear} document.body.append(other); return heard")
    assert said == page.text("py-house-dials[start=later] [data-part=fault] p") == 'start: expected one of now, near, click, got "later"'
    call(page, "py-house-dials[start=later]", "element.setAttribute('start', 'click'); element.theme = 'blue'")
    assert page.text("py-house-dials[theme=blue] [data-part=fault] p") == 'theme: expected one of auto, light, dark, got "blue"'
    call(page, "py-house-dials[theme=blue]", "element.theme = 'dark'")
    assert page.find_all("py-house-dials [data-part=fault]:not([hidden])") == []


def test_a_widget_in_a_frame_has_its_values_from_the_address_and_tells_of_changes(host):
    page = host('<iframe src="{site}embed/py-house-dials.html#weight=0.2&bias=x" style="width: 700px"></iframe>')
    page.wait("document.querySelector('iframe').offsetHeight > 400")
    script = json.dumps(page.site.url + "pyground.js")
    drive = f"const {{ drive }} = await import({script}); const frame = drive(document.querySelector('iframe'));"
    heard = "const heard = new Promise((done) => frame.addEventListener('change', ({ detail }) => done(detail.values)));"
    values = page.run(f"{drive}{heard} await frame.configure({{ bias: 246 }}); return [await heard, await frame.state]")
    assert values == [{"weight": 0.2, "bias": 246}, {"values": {"weight": 0.2, "bias": 246}, "playing": False}]
    refused = page.run(f"{drive} return frame.configure({{ weight: 9 }}).then(() => '', (error) => error.message)")
    assert refused == "weight: expected a number from 0 to 0.4, got 9"
    page.run("document.querySelector('iframe').src = document.querySelector('iframe').src.replace('0.2', '0.1')")
    page.run(f"{drive} while ((await frame.state).values.weight !== 0.1);")


def test_what_a_query_says_counts_like_the_fragment_which_wins(page, site):
    page.open(f"{site.url}index.html?dataset=xor&seed=3&theme=dark#seed=4").ready()
    settings = page.state["settings"]
    assert (settings["dataset"], settings["seed"]) == ("xor", "4")
    assert page.run("return [document.documentElement.dataset.theme, localStorage.getItem('theme')]") == ["dark", None]
