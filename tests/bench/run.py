"""Measures how fast Pyground trains and draws: `python tests/bench/run.py` prints a table and writes JSON.

In Node and the browser a plain JavaScript trainer (baseline.mjs) takes turns with Python, sample by sample, and the ratio is
the median of the rounds' ratios: the machine may be slow or change its mind, the ratio stays. Nothing here passes or fails.
"""

import argparse
import json
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parents[2]
sys.path[1:1] = [str(ROOT), str(ROOT / "site")]

import frames  # noqa: E402  (these need the paths above)
import hosts  # noqa: E402
import start  # noqa: E402  (it needs them, too)


def main(arguments=None):
    """Run the command line."""
    options = _options(arguments)
    rounds, sample_ms = (7, 25) if options.quick else (31, 60)
    report = {"when": datetime.now(UTC).isoformat(timespec="seconds"), "machine": platform.platform(), "hosts": []}
    with tempfile.TemporaryDirectory() as folder:
        staged = Path(folder)
        if options.node or options.chromium:
            hosts.stage(staged, options.runtime)
        if options.native:
            _add(report, hosts.native(rounds, sample_ms, _sayer("native")))
        if options.node:
            _add(report, hosts.node(staged, rounds, sample_ms))
        if options.chromium:
            _add(report, hosts.chromium(staged, rounds, sample_ms, _sayer("chromium")))
        if options.start:
            report["start"] = start.starts(options.runtime.parent, staged, 3 if options.quick else 9, _sayer("start"))
            print(start.table(report["start"]), flush=True)
    if options.page:
        report["page"] = frames.frames(options.runtime.parent, 3 if options.quick else 9, 40 if options.quick else 150, _sayer("page"))
        print(frames.table(report["page"]), flush=True)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"Written: {options.json}")


def _options(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few and short samples: a look, not a measurement")
    parser.add_argument("--native", action="store_true", help="in this Python")
    parser.add_argument("--node", action="store_true", help="in Node's Pyodide")
    parser.add_argument("--chromium", action="store_true", help="in a headless browser's Pyodide")
    parser.add_argument("--page", action="store_true", help="frames in the built page")
    parser.add_argument("--start", action="store_true", help="to the first trained frame (no choice: all of these)")
    parser.add_argument("--runtime", type=Path, default=ROOT / "dist" / "runtime", metavar="DIR", help="default: dist/runtime")
    parser.add_argument("--json", type=Path, default=ROOT / "bench.json", metavar="FILE", help="default: bench.json")
    chosen = parser.parse_args(arguments)
    if not (chosen.native or chosen.node or chosen.chromium or chosen.page or chosen.start):
        chosen.native = chosen.node = chosen.chromium = chosen.page = chosen.start = True
    if (chosen.node or chosen.chromium or chosen.page) and not (chosen.runtime / "pyodide.mjs").exists():
        parser.error(f"{chosen.runtime} holds no pyodide.mjs: build the site first, or name an unpacked runtime with --runtime")
    return chosen


def _add(report, measured):
    report["hosts"].append(summary(measured))
    print(table(report["hosts"][-1]), flush=True)


def _sayer(host):
    return lambda name: print(f"{host}: {name}", file=sys.stderr, flush=True)


def summary(measured):
    """Return the results of a host with quartiles (lower, median, upper) instead of samples."""
    rows = []
    for scenario in measured["scenarios"]:
        python, baseline = scenario["python"], scenario["baseline"]
        ratios = [mine / other for mine, other in zip(python, baseline, strict=bool(baseline))]
        rows.append(
            {
                "name": scenario["name"],
                "against": scenario["against"] or "JavaScript baseline",
                "samples": len(python),
                "python_ms": quantiles(python, n=4),
                "baseline_ms": quantiles(baseline, n=4) if baseline else None,
                "ratio": quantiles(ratios, n=4) if baseline else None,
            }
        )
    return {**measured, "scenarios": rows}


def table(host):
    """Return the text of a host's table: medians, and the quartiles around them in brackets."""
    lines = [
        f"\n{host['host']}, NumPy {host['numpy']}: milliseconds, median [quartiles]",
        f"{'':40}{'Python':>24}{'baseline':>24}{'ratio':>22}",
    ]
    for row in host["scenarios"]:
        against = "" if row["against"] == "JavaScript baseline" else f"  (to {row['against']})"
        cells = [_cell(row["python_ms"]), _cell(row["baseline_ms"]), _cell(row["ratio"])]
        lines.append(f"{row['name']:40}{cells[0]:>24}{cells[1]:>24}{cells[2]:>22}{against}")
    for row in host["scenarios"]:
        if row["name"].startswith("epoch, ten neurons"):
            lines.append(f"{row['name'].removeprefix('epoch, ')}: {1000 / row['python_ms'][1]:,.1f} epochs per second")
    return "\n".join(lines)


def _cell(quartiles):
    if quartiles is None:
        return "-"
    low, middle, high = (f"{value:.{max(0, 3 - len(str(int(value))))}f}" for value in quartiles)
    return f"{middle} [{low} {high}]"


if __name__ == "__main__":
    main()
