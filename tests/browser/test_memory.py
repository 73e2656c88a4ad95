"""Training at full speed leaves nothing behind, and two playgrounds share one Python fairly, seen or not."""

import pytest

#: Frames drawn between two looks at the memory, and how many looks there are after the first frames.
FRAMES, LOOKS = 40, 6
#: Bytes that the page's heap, buffers included, may seem to grow by for each frame: a tenth of the smallest frame there is.
TOLERANCE = 2000

PLAYGROUND = "deep('py-playground')"
#: Whether the map is as fine as a while of rest makes it.
FINE = "deep('py-playground .field-map').width === 200"
#: Counts frames from now on; the tests share a page, on which a frame counts once whichever of them came before.
COUNT = "window.drawn = 0; window.count ??= () => drawn++; deep('py-playground').addEventListener('frame', count);"


@pytest.fixture(scope="module")
def booted(booted_for_this_module):
    return booted_for_this_module


def page_bytes(page):
    """Return the bytes of the page's own heap and of its buffers, after everything that can go has gone."""
    for _ in range(2):
        page.driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
    usage = page.driver.execute_cdp_cmd("Runtime.getHeapUsage", {})
    return usage["usedSize"] + usage["backingStorageSize"]


def more_frames(page, count):
    page.wait("drawn >= arguments[0]", page.run("return drawn") + count)


def slope(frames, sizes):
    """Return the bytes kept for each frame, from the lowest size of the first half of the looks to that of the second.

    The lowest, because what is on its way between the worker and the page when one looks comes and goes; what leaks stays.
    """
    half = len(sizes) // 2
    first, last = (min(range(*part), key=sizes.__getitem__) for part in ((half,), (half, len(sizes))))
    return (sizes[last] - sizes[first]) / (frames[last] - frames[first])


def diagnosis(page):
    return page.run("return deep('py-playground').diagnose()")


def test_full_speed_leaves_nothing_behind(shared):
    shared.settings("seed=0.12345&animationSpeed=max")
    shared.run(COUNT + "deep('py-playground').play();")
    more_frames(shared, 50)  # buffers are made, functions compiled, and the chart has begun to thin its points out
    shared.run(PLAYGROUND + ".pause()")
    shared.wait(FINE)  # the largest arrays that Python makes here: the heap has the size for them now, whenever they come again
    frames, pages, worker = [], [], []
    for _ in range(LOOKS):
        shared.run(PLAYGROUND + ".play()")
        more_frames(shared, FRAMES)
        shared.run(PLAYGROUND + ".pause()")
        frames.append(shared.run("return drawn"))
        pages.append(page_bytes(shared))
        worker.append(diagnosis(shared))
    epoch = shared.state["epoch"]
    assert epoch > frames[-1]
    assert len({look["proxies"] for look in worker}) == 1, worker
    assert len({look["heap"] for look in worker}) == 1, worker
    assert slope(frames, pages) < TOLERANCE, pages


def test_a_leak_would_be_seen(shared):
    shared.run(COUNT)
    shared.run("window.kept = []; deep('py-playground').onframe = () => kept.push(new ArrayBuffer(20000));")
    shared.run("deep('py-playground').addEventListener('frame', (event) => event.currentTarget.onframe());")
    frames, pages = [], []
    for _ in range(4):
        shared.run("const p = deep('py-playground'); for (let i = 0; i < 20; i++) await p.step();")
        frames.append(shared.run("return drawn"))
        pages.append(page_bytes(shared))
    assert slope(frames, pages) > 5 * TOLERANCE, pages


TWO = """
const spacer = document.createElement('div');
spacer.style.height = '4000px';
const other = document.createElement('py-playground');
other.setAttribute('dataset', 'xor');
other.id = 'second';
deep('main').append(spacer, other);
await other.ready;
window.both = [deep('py-playground'), other];
window.epochs = () => both.map(({ state }) => state.epoch);
window.trained = async (which, count) => {
  const goal = both[which].state.epoch + count;
  while (both[which].state.epoch < goal) await new Promise(requestAnimationFrame);
};
window.look = async (element) => {
  element.scrollIntoView({ block: 'center' });
  for (let frames = 6; frames; frames--) await new Promise(requestAnimationFrame);
};
"""


def test_two_playgrounds_share_one_python_and_only_what_is_seen_asks_it(page, site):
    page.open(site.url + "index.html#seed=0.12345").ready()
    page.run(TWO)
    assert diagnosis(page)["instances"] == 2
    targets = page.driver.execute_cdp_cmd("Target.getTargets", {})["targetInfos"]
    assert len([target for target in targets if target["type"] == "worker" and target["url"].startswith(site.url)]) == 1
    page.run("for (const one of both) one.play();")

    # The one scrolled away is not asked for anything; the other gets its frames.
    page.run("await look(both[0]); await trained(0, 3);")
    before = page.run("return epochs()")
    page.run("await trained(0, 30)")
    after = page.run("return epochs()")
    assert after[0] >= before[0] + 30 and after[1] == before[1]

    # It goes on where it was when it is looked at, and now the first one rests.
    page.run("await look(both[1]); await trained(1, 3);")
    before = page.run("return epochs()")
    page.run("await trained(1, 30)")
    after = page.run("return epochs()")
    assert after[1] >= before[1] + 30 and after[0] == before[0]

    # Both in sight: the worker's answers are shared out evenly.
    page.run("both[1].style.cssText = 'position: fixed; inset: 0 50% 50% 0; overflow: hidden'; await look(both[0]);")
    page.run("await trained(0, 3); await trained(1, 3);")
    before = page.run("return epochs()")
    page.run("await trained(0, 40)")
    after = page.run("return epochs()")
    assert after[1] - before[1] >= 20
    page.run("for (const one of both) one.pause();")
