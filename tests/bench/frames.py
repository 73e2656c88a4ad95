"""Where the time of a frame goes in the built page: training, maps, message and drawing, how many frames a second, and a race.

A frame is one epoch, both losses, all maps, the message to the page and the drawing. Everything is measured in a headless
browser in the page that readers get. "own pace" is what worker and page together finish when neither waits for the screen, which
paints 60 times a second beside them; "painted" is the pace when every frame is painted, without that limit. Painting is done by the
processor there, for there is no graphics card; the time on the page's own thread is the processor's, so others do not disturb it.
"""

import threading
import time
from statistics import median

from hosts import PATIENCE, IsolatedHandler
from scenarios import DEEP, DEFAULT

from builder import browser
from builder.serve import Server

__all__ = ["frames", "table"]

#: Address, and the milliseconds of the reference's whole frame, as it was measured on the machine of the goals.
PAGES = {"default": (DEFAULT, 6.4), "deep": (DEEP, 35.0)}
#: The race: how long full speed takes until the test loss is below 0.06, from some seeds.
RACE = "dataset=spiral&networkShape=8,8&activation=relu&xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true"
RACE += "&animationSpeed=max&stopLoss=0.06&stopEpoch=3000"
SEEDS = ("0.12345", "0.10101", "0.5", "0.77777", "0.31415")
#: Nothing waits for a screen.
UNLIMITED = ("--disable-frame-rate-limit", "--disable-gpu-vsync")

OPEN = """
const p = document.querySelector("py-playground");
await customElements.whenDefined("py-playground");
await p.ready;
await p.open(arguments_[0]);
await p.step(20);
const client = globalThis[Symbol.for(`pyground ${document.querySelector("meta[name=pyground-build]").content}`)];
window.other ??= {};
await window.other.instance?.close();
window.other = await client.open(arguments_[0]);
window.client = client;
window.medians = async (count, ...calls) => {
  const taken = calls.map(() => []);
  for (let i = 0; i < count; i++) {
    for (const [which, call] of calls.entries()) {
      const begin = performance.now();
      await call();
      taken[which].push(performance.now() - begin);
    }
  }
  return taken.map((times) => times.sort((a, b) => a - b)[count >> 1]);
};
"""
#: Milliseconds: a frame with no epoch, one with an epoch, an empty message there and back, and frames asked for two at a time.
WORKER = """
const { instance } = window.other;
let spare = null;
const ask = async (epochs) => { spare = await instance.frame(epochs, 0, spare); };
const [still, whole, message] = await medians(arguments_[0], () => ask(0), () => ask(1), () => client.diagnose());
const begin = performance.now();
await Promise.all([0, 1].map(() => medians(arguments_[0], () => instance.frame(1, 0, null))));
return { still, whole, message, pipelined: (performance.now() - begin) / (2 * arguments_[0]) };
"""
#: Milliseconds for each frame that the page asks for and draws, the next asked for while it draws.
OWN = """
const p = document.querySelector("py-playground");
const begin = performance.now(), half = arguments_[0] >> 1;
await Promise.all([0, 1].map(async () => { for (let i = 0; i < half; i++) await p.step(); }));
return (performance.now() - begin) / (2 * half);
"""
#: Frames drawn and painted, while the page runs at one epoch for each picture.
PLAY = """
const p = document.querySelector("py-playground");
const begin = performance.now(), first = p.state.epoch;
p.play();
while (p.state.epoch < first + arguments_[0]) await new Promise((done) => setTimeout(done, 4));
p.pause();
return (performance.now() - begin) / (p.state.epoch - first);
"""
RUN = """
const p = document.querySelector("py-playground");
await p.open(arguments_[0]);
const begin = performance.now();
p.play();
while (p.dataset.status !== "stopped") await new Promise((done) => setTimeout(done, 2));
return { seconds: (performance.now() - begin) / 1000, epoch: p.state.epoch, loss: p.state.lossTest };
"""


def frames(dist, rounds, count, say):
    """Measure the page in the folder `dist`, in so many rounds of `count` frames; returns a JSON-able dict."""
    pages = {name: {"reference_ms": reference} for name, (_, reference) in PAGES.items()}
    with Server(dist, handler=IsolatedHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for flags, measure in (((), _paced), (UNLIMITED, _unlimited)):
            driver = browser.start(arguments=flags)
            driver.set_script_timeout(PATIENCE)
            try:
                driver.get(f"http://127.0.0.1:{server.server_port}/index.html")
                driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
                for name, (address, _) in PAGES.items():
                    say(f"frames, {name}{', without the limit of the screen' if flags else ''}")
                    _run(driver, OPEN, address)
                    samples = [measure(driver, count) for _ in range(rounds)]
                    pages[name] |= {part: median(sample[part] for sample in samples) for part in samples[0]}
                if not flags:
                    say("the race")
                    race = [{"seed": seed, **_run(driver, RUN, f"seed={seed}&{RACE}")} for seed in SEEDS]
            finally:
                driver.quit()
        server.shutdown()
    return {"pages": pages, "race": race}


def _paced(driver, count):
    worker = _run(driver, WORKER, count)
    return {
        "train": worker["whole"] - worker["still"],
        "maps": worker["still"] - worker["message"],
        "message": worker["message"],
        "worker_pace": worker["pipelined"],
        "own_pace": _run(driver, OWN, 4 * count),
    }


def _unlimited(driver, count):
    before = _busy(driver)
    painted = _run(driver, PLAY, count)
    script, thread = ((after - earlier) * 1000 / count for earlier, after in zip(before, _busy(driver), strict=True))
    return {"draw": script, "draw_and_paint": thread, "painted": painted}


def _busy(driver):
    """Return the seconds for which the page's own thread has worked so far: in scripts, and in all."""
    metrics = {metric["name"]: metric["value"] for metric in driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]}
    return metrics["ScriptDuration"], metrics["TaskDuration"]


def _run(driver, script, *arguments):
    wrapped = (
        "const done = arguments[arguments.length - 1], arguments_ = [...arguments].slice(0, -1);"
        f"(async () => {{ {script} }})().then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
    )
    begin = time.monotonic()
    answer = driver.execute_async_script(wrapped, *arguments)
    if "error" in answer:
        raise RuntimeError(f"bench: in the page after {time.monotonic() - begin:.0f} s: {answer['error']}")
    return answer.get("value")


def table(report):
    """Return the text of the report: milliseconds for each frame, then the race."""
    parts = ("train", "maps", "message", "draw", "draw_and_paint", "worker_pace", "own_pace", "painted", "reference_ms")
    lines = [
        "\nThe page in Chromium: milliseconds for each frame, medians",
        f"{'':10}" + "".join(f"{part:>16}" for part in parts),
    ]
    lines += [f"{name:10}" + "".join(f"{page[part]:16.2f}" for part in parts) for name, page in report["pages"].items()]
    lines += ["", "The race to a test loss of 0.06 (spiral, 8,8, ReLU, seven inputs, full speed):"]
    lines += [
        f"  seed {one['seed']:8} {one['seconds']:6.2f} s, epoch {one['epoch']}, loss {one['loss']:.4f}" for one in report["race"]
    ]
    lines.append(f"  median {median(one['seconds'] for one in report['race']):.2f} s")
    return "\n".join(lines)
