"""Whether a page of the built site is too wide, cuts off what it shows, or has an empty code box.

``python .ci/overflow.py SITE`` opens each page of the folder SITE in a headless Chromium, 1280 and 390
pixels wide. It prints these faults, and ends with 1 if there are any. Where no Chromium is
installed, it says so and ends with 0. ``--pictures FOLDER`` keeps a picture of each page.
"""

import argparse
import base64
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from websocket import create_connection

WIDTHS = (1280, 390)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# On a phone, tables and code may scroll within their boxes. On a wide screen they have to fit.
MEASURE = """
(() => {
  const width = document.documentElement.clientWidth, found = [], wide = [];
  const name = e => e.tagName.toLowerCase() + [...e.classList].slice(0, 2).map(c => "." + c).join("");
  const text = e => (e.innerText || e.alt || "").trim().slice(0, 60).replace(/\\s+/g, " ");
  const shown = e => e.offsetParent !== null && getComputedStyle(e).visibility !== "hidden";
  const report = (e, what) => found.push(name(e) + " " + what + ": " + text(e));
  const reported = e => wide.some(outer => outer.contains(e));
  const scrolls = e => {
    for (; e && !e.matches("article, main"); e = e.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(e).overflowX)) return true;
    return false;
  };
  if (document.documentElement.scrollWidth > width + 1)
    found.push("the page is " + document.documentElement.scrollWidth + " px wide");
  for (const e of document.querySelectorAll(".bd-main *, header *, footer *")) {
    if (!shown(e) || e.clientWidth <= 1) continue;
    const box = e.getBoundingClientRect(), hidden = e.scrollWidth - e.clientWidth;
    const overflow = getComputedStyle(e).overflowX;
    if (box.right > width + 1 && box.left < width && !scrolls(e.parentElement) && !reported(e)) {
      wide.push(e);
      report(e, "ends at " + Math.round(box.right) + " px");
    }
    if (hidden > 1 && ["hidden", "clip"].includes(overflow)) report(e, "cuts off " + hidden + " px");
    if (hidden > 1 && ["auto", "scroll"].includes(overflow) && width > 1000)
      report(e, "has to be scrolled by " + hidden + " px");
  }
  for (const e of document.querySelectorAll(".bd-main code")) {
    const lines = new Set([...e.getClientRects()].map(line => Math.round(line.top))).size;
    if (shown(e) && !e.closest("pre") && lines > 1 && /^\\w+$/.test(e.innerText.trim()) && width > 1000)
      report(e, "is a broken word");
  }
  for (const e of document.querySelectorAll(".bd-main pre"))
    if (shown(e) && !e.innerText.trim()) report(e.parentElement, "is an empty box");
  return JSON.stringify([...new Set(found)]);
})()
"""


class Browser:
    """A Chromium that is told what to do over its debugging port."""

    def __init__(self, program, profile):
        self._process = subprocess.Popen(
            [
                program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--disable-dev-shm-usage", "--remote-debugging-port=0", f"--user-data-dir={profile}",
                "--remote-allow-origins=*", "about:blank",
            ],
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        port = Path(profile, "DevToolsActivePort")
        for _ in range(600):
            if port.exists() and len(port.read_text().splitlines()) == 2:
                break
            time.sleep(0.05)
        address = f"http://127.0.0.1:{port.read_text().splitlines()[0]}/json"
        pages = [page for page in json.load(urllib.request.urlopen(address)) if page["type"] == "page"]
        self._socket = create_connection(pages[0]["webSocketDebuggerUrl"], timeout=60)
        self._number = 0
        self._events = set()
        self("Page.enable")

    def __call__(self, method, **parameters):
        """Send a command, and return its result."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while (message := self._receive()).get("id") != self._number:
            pass
        return message.get("result", {})

    def open(self, address):
        """Load a page."""
        self._events.clear()
        self("Page.navigate", url=address)
        while "Page.loadEventFired" not in self._events:
            self._receive()

    def _receive(self):
        message = json.loads(self._socket.recv())
        self._events.add(message.get("method"))
        return message

    def close(self):
        """End the process."""
        self._socket.close()
        self._process.terminate()
        self._process.wait()


def measure(browser, width):
    """The faults of the page in a window of a width."""
    browser(
        "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
    )
    return json.loads(browser("Runtime.evaluate", expression=MEASURE)["result"]["value"])


def picture(browser, path):
    """Save the whole page as it is shown."""
    data = browser("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(base64.b64decode(data))


def main():
    """Measure all pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--only", default="**/*.html", help="pattern of the pages")
    options = parser.parse_args()
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        print("overflow: not measured, because no Chromium is installed")
        return 0
    site = options.site.resolve()
    pages = sorted(
        page for page in site.glob(options.only) if not {"_static", "_downloads"} & set(page.parts)
    )
    found = 0
    # helper processes of Chromium may still write while the folder is removed
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        for page in pages:
            browser.open(page.as_uri())
            for width in WIDTHS:
                for line in measure(browser, width):
                    print(f"{page.relative_to(site)}, {width} px: {line}")
                    found += 1
                if options.pictures:
                    name = "-".join(page.relative_to(site).with_suffix("").parts)
                    picture(browser, options.pictures / f"{name}-{width}.png")
        browser.close()
    print(f"overflow: {len(pages)} pages measured at {WIDTHS} px, {found} faults")
    return int(found > 0 or not pages)


if __name__ == "__main__":
    sys.exit(main())
