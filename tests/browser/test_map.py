"""The output's map beyond its shades: the boundary line, the finer map of a rest, the coarser one of a slow device, dropout."""

MAP = "py-playground .field-map"
SIDE = "deep('py-playground .field-map').width"
#: How many pixels of the line's canvas are drawn on.
LINE = (
    "(() => { const c = deep('py-playground .contour');"
    "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 === 3 && v > 0).length })()"
)


def test_at_rest_the_map_becomes_finer_without_another_colour_and_training_makes_it_quick_again(shared):
    shared.settings("seed=0.12345&dataset=xor")
    shared.step(50)
    places = [(x / 7, y / 7) for x in range(1, 7) for y in range(1, 7)]
    assert shared.run(f"return {SIDE}") == 100
    coarse = [shared.pixel(MAP, *place) for place in places]
    shared.wait(f"{SIDE} === 200")
    fine = [shared.pixel(MAP, *place) for place in places]
    far = [max(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in zip(coarse, fine, strict=True)]
    assert sum(difference > 16 for difference in far) <= 3  # half a sample further to a side, where the map is steep
    shared.run("deep('py-playground').play()")
    shared.wait(f"{SIDE} === 100")
    shared.run("deep('py-playground').pause()")
    shared.wait(f"{SIDE} === 200")


def test_the_boundary_line_is_drawn_when_it_is_asked_for_and_lies_between_the_colours(shared):
    shared.step(80)
    assert shared.run(f"return {LINE}") == 0
    shared.run("deep('[data-control=contour] input').click()")
    shared.wait(f"{LINE} > 500")
    assert shared.state["epoch"] == 80
    shared.wait("location.hash.includes('contour=true')")
    shared.wait(f"{SIDE} === 200")
    width = shared.run("return deep('py-playground .contour').width")
    # From the centre of the circle to the right: where the colour turns from blue to orange, there the line is.
    crossed = shared.run(
        "const c = deep('py-playground .contour').getContext('2d');"
        "const row = [...c.getImageData(0, args[0] / 2, args[0], 1).data].filter((v, i) => i % 4 === 3);"
        "return row.findIndex((v, x) => x > args[0] / 2 && v > 0) / args[0];",
        width,
    )
    before, after = shared.pixel(MAP, crossed - 0.02, 0.5), shared.pixel(MAP, crossed + 0.02, 0.5)
    assert before[2] > before[0] and after[0] > after[2]
    shared.run("deep('[data-control=contour] input').click()")
    shared.wait(f"{LINE} === 0")


def test_a_slow_device_gets_coarser_maps_while_it_trains_and_is_told(shared):
    """The clock is the test's: a picture takes 40 ms and more for each look at it, a coarse one less."""
    shared.settings("seed=0.12345&networkShape=5")
    shared.run(
        "const note = deep('[data-part=map-note]'); window.trueNow ??= performance.now; let now = 1e6;"
        "performance.now = () => (now += note.hidden ? 40 : 8);"
        "deep('py-playground').play();"
    )
    shared.wait("!deep('[data-part=map-note]').hidden")
    assert "coarser" in shared.text("[data-part=map-note]")
    shared.run("deep('py-playground').pause(); performance.now = window.trueNow; await 0;")
    shared.wait("deep('[data-part=map-note]').hidden")
    shared.wait(f"{SIDE} === 200")


def test_units_that_are_dropped_out_lose_their_links(shared):
    """A mask leaves out nine units of ten, so less is drawn than of the whole network."""
    shared.settings("seed=0.12345&dropout=0.9&networkShape=3,3&regularization=none")
    ink = (
        "(() => { const c = deep('[data-part=network] canvas');"
        "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 === 3 && v > 0).length })()"
    )
    drawn = set()
    for _ in range(8):
        shared.step(1)
        drawn.add(shared.run(f"return {ink}"))
    shared.settings("seed=0.12345&networkShape=3,3")
    assert max(drawn) < shared.run(f"return {ink}")


def test_a_large_network_renews_its_links_in_turn_while_it_runs_and_all_of_them_when_it_rests(shared):
    shared.settings("seed=0.12345&networkShape=8,8,8,8,8,8")
    links = 2 * 8 + 5 * 64 + 8
    running = shared.run(
        "const p = deep('py-playground'), drawing = CanvasRenderingContext2D.prototype;"
        "const { bezierCurveTo } = drawing, counts = []; window.curves = 0;"
        "drawing.bezierCurveTo = function (...places) { window.curves++; bezierCurveTo.apply(this, places); };"
        "const count = () => { counts.push(window.curves); window.curves = 0; };"
        "p.addEventListener('frame', count);"
        "const { now } = performance; performance.now = () => 0;"  # pictures follow each other quickly, whatever the machine does
        "p.play();"
        "while (counts.length < 12) await new Promise((done) => setTimeout(done, 5));"
        "p.removeEventListener('frame', count); p.pause();"
        "performance.now = now; window.forget = () => { drawing.bezierCurveTo = bezierCurveTo; };"
        "return counts"
    )
    assert max(running[2:]) < links / 2 and min(running) > 0
    shared.run("window.curves = 0")
    shared.wait(f"window.curves >= {links}")
    shared.run("window.forget()")


def test_a_run_that_ran_away_starts_again_with_a_smaller_learning_rate(shared):
    shared.settings("problem=regression&activation=relu&learningRate=10&seed=0.12345")
    shared.run("deep('py-playground').play()")
    shared.wait("deep('py-playground').dataset.status === 'diverged'")
    assert "ran away" in shared.text("[data-part=notice-title]")
    assert shared.text("[data-action=notice]") == "Start again with 3"
    shared.find("[data-action=notice]").click()
    shared.wait("deep('py-playground').dataset.status === 'ready'")
    assert (shared.state["epoch"], shared.state["settings"]["learningRate"]) == (0, 3)


def test_the_map_of_confidence_is_ink_and_says_so(shared):
    shared.step(100)
    shared.find(".checks [data-control=confidence] input").click()
    shared.wait("deep('.legend').innerText.split(/\\s+/).join() === 'undecided,sure'")
    shared.run("await deep('py-playground').step()")
    centre = shared.pixel(".field-map", 0.5, 0.5)
    assert max(centre[:3]) - min(centre[:3]) < 40 and max(centre[:3]) < 160, "sure, and neither orange nor blue"
    shared.run("await deep('py-playground').configure({ dataset: 'blobs', classes: 4 })")
    assert shared.run("return deepAll('.classes li').length") == 4
    shared.run("await deep('py-playground').configure({ confidence: false })")
    assert not shared.find(".legend").is_displayed()
    shared.settings("seed=0.12345")
    assert shared.run("return deep('.legend').innerText.split(/\\s+/).join()") == "−1,+1"


def test_a_network_larger_than_the_buttons_make_it_comes_with_a_word_about_speed(shared):
    note = shared.find("[data-part=size-note]")
    shared.settings("networkShape=16,16")
    assert not note.is_displayed()
    shared.settings("networkShape=17")
    assert note.is_displayed() and "slow" in note.text
