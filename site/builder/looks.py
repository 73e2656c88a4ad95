"""Small pictures of a page's sections, to be compared with stored ones: `python -m builder.looks dist tests/browser/shots` renews those.

A screenshot depends on fonts and on how edges are smoothed; the mean colours of a grid of cells over each section hardly do.
So a section is kept as SIDE by SIDE cells and the size it had on the page, in a PNG that people can look at as well.
"""

import json
import struct
import sys
import threading
import zlib
from pathlib import Path

import numpy as np

from builder.png_file import COLOUR, png_file
from builder.progress import say

SIDE = 24  # cells
#: Where sections may differ from the stored ones: in width and height by this share, in the mean of all cells and in a single
#: cell by so many of 255 steps. Another font moves a word by a cell; a section that is missing or of another theme is far off.
SIZE, MEAN, CELL = 0.2, 5.5, 70
WIDTHS = (360, 768, 1400)  # CSS pixels
THEMES = ("light", "dark")
SECTIONS = ("header.top", ".strip", ".data", ".net", ".out", ".closer", ".gallery")
ADDRESS = "seed=0.12345"
EPOCHS = 100

_CELLS = """
const [png, selectors, side, done] = arguments;
(async () => {
  const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  const found = {};
  for (const selector of selectors) {
    const box = deep(selector).getBoundingClientRect();
    const [left, top, width, height] = [box.left + scrollX, box.top + scrollY, box.width, box.height].map(Math.round);
    const { data } = context.getImageData(left, top, width, height);
    const sums = new Float64Array(side * side * 3), counts = new Float64Array(side * side);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const cell = Math.floor((y * side) / height) * side + Math.floor((x * side) / width);
        counts[cell]++;
        for (let c = 0; c < 3; c++) sums[3 * cell + c] += data[4 * (y * width + x) + c];
      }
    }
    found[selector] = { size: [width, height], cells: Array.from(sums, (sum, k) => Math.round(sum / counts[Math.floor(k / 3)])) };
  }
  return found;
})().then(done, (error) => done(String(error)));
"""


def prepare(driver, width, theme):
    """Give the page a width and a theme, and wait until it has drawn itself, its finer map included."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    )
    driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
    driver.execute_async_script(
        "const done = arguments[arguments.length - 1]; document.documentElement.dataset.theme = arguments[0];"
        "const ready = () => deep('.field-map').width > 100 ? requestAnimationFrame(() => requestAnimationFrame(done))"
        " : setTimeout(ready, 20); scrollTo(0, 0); document.activeElement.blur(); ready();",
        theme,
    )


def take(driver):
    """Return {section: (size, cells)} of the page as it stands; cells are an array (SIDE, SIDE, 3) of 0 to 255."""
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "fromSurface": True})
    found = driver.execute_async_script(_CELLS, shot["data"], SECTIONS, SIDE)
    if isinstance(found, str):
        raise RuntimeError(f"the screenshot could not be read: {found}")
    return {name: (found[name]["size"], np.reshape(found[name]["cells"], (SIDE, SIDE, 3)).astype(float)) for name in SECTIONS}


def differences(taken, stored):
    """Return a sentence for each section of `taken` that differs from `stored` by more than is allowed."""
    said = []
    for name, (size, cells) in taken.items():
        stored_size, stored_cells = stored[name]
        off = np.abs(cells - stored_cells)
        if any(abs(now - then) > SIZE * then for now, then in zip(size, stored_size, strict=True)):
            said.append(f"{name} is {size[0]} by {size[1]} pixels, it was {stored_size[0]} by {stored_size[1]}")
        elif off.mean() > MEAN or off.max() > CELL:
            said.append(f"{name} differs by {off.mean():.1f} in the mean and by {off.max():.0f} in a cell")
    return said


def load(folder, width, theme):
    """Return what `take` returned when the pictures were stored."""
    path = Path(folder) / f"playground-{width}-{theme}.png"
    size_of = json.loads((Path(folder) / "sizes.json").read_text(encoding="utf-8"))[path.stem]
    rows = _read_png(path).reshape(len(SECTIONS), SIDE, SIDE, 3).astype(float)
    return {name: (size_of[name], cells) for name, cells in zip(SECTIONS, rows, strict=True)}


def main(dist, folder):
    """Store the pictures of the playground in `dist` in `folder`."""
    from builder.browser import see_through_shadows, start
    from builder.serve import Server

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(dist)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    driver = start()
    see_through_shadows(driver)
    driver.set_script_timeout(90)  # seconds
    sizes = {}
    try:
        driver.get(f"{server.url}index.html#{ADDRESS}")
        driver.execute_async_script(
            "const [epochs, done] = arguments; customElements.whenDefined('py-playground').then(async () => {"
            "const p = document.querySelector('py-playground'); await p.ready; await p.step(epochs); done(); });",
            EPOCHS,
        )
        for width in WIDTHS:
            for theme in THEMES:
                prepare(driver, width, theme)
                taken = take(driver)
                path = folder / f"playground-{width}-{theme}.png"
                sizes[path.stem] = {name: size for name, (size, _) in taken.items()}
                _write_png(path, np.concatenate([cells for _, cells in taken.values()]).astype(np.uint8))
                say(str(path))
    finally:
        driver.quit()
        server.shutdown()
        server.server_close()
    (folder / "sizes.json").write_text(json.dumps(sizes, indent=1) + "\n", encoding="utf-8")


def _write_png(path, pixels):
    """Write an array (height, width, 3) of bytes; lines are stored unfiltered, which `_read_png` relies on."""
    height, width, _ = pixels.shape
    lines = np.zeros((height, 1 + 3 * width), np.uint8)
    lines[:, 1:] = pixels.reshape(height, -1)
    path.write_bytes(png_file(width, COLOUR, lines))


def _read_png(path):
    """Return the array that `_write_png` wrote."""
    data = path.read_bytes()
    width, height = struct.unpack(">2I", data[16:24])
    (length,) = struct.unpack(">I", data[33:37])
    lines = np.frombuffer(zlib.decompress(data[41 : 41 + length]), np.uint8).reshape(height, 1 + 3 * width)
    return lines[:, 1:].reshape(height, width, 3)


if __name__ == "__main__":
    main(*sys.argv[1:])
