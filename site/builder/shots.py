"""Takes pictures of every page of a built site: `python -m builder.shots dist shots`."""

import base64
import sys
import threading
from pathlib import Path

from builder import one_file
from builder.browser import see_through_shadows, start
from builder.progress import say
from builder.serve import Server

WIDTHS = (360, 768, 1400)  # CSS pixels
SCHEMES = ("light", "dark")
SETTLED = "return document.readyState === 'complete' && !deep('[data-status=booting]')"


def shoot(driver, url, width, scheme):
    """Return a PNG of the whole page at `url`, `width` pixels wide, once everything on it has loaded."""
    from selenium.webdriver.support.ui import WebDriverWait

    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    driver.get(url)
    WebDriverWait(driver, 90).until(lambda driver: driver.execute_script(SETTLED))
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "fromSurface": True})
    return base64.b64decode(picture["data"])


def main(dist, folder):
    """Write `folder`/<page>-<width>-<scheme>.png for every page at the top of `dist`."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(dist)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    driver = start()
    see_through_shadows(driver)
    try:
        for page in sorted(path for path in Path(dist).glob("*.html") if path.name != one_file.NAME):
            for width in WIDTHS:
                for scheme in SCHEMES:
                    target = folder / f"{page.stem}-{width}-{scheme}.png"
                    target.write_bytes(shoot(driver, server.url + page.name, width, scheme))
                    say(str(target))
    finally:
        driver.quit()
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    main(*sys.argv[1:])
