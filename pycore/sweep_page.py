"""A page of a sweep's results: a table of its cells, best first, with their curves and links that open them in the playground."""

import json
import math
from html import escape

__all__ = ["html"]

_STYLE = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse}th,td{padding:.35rem .7rem;text-align:left;border-bottom:1px solid #ddd;vertical-align:middle}
td.n{text-align:right;font-variant-numeric:tabular-nums}a{color:#0877bd}svg{display:block}.lost{color:#a33}
@media (prefers-color-scheme:dark){body{background:#1b1d1f;color:#ddd}th,td{border-color:#444}a{color:#6db9ea}.lost{color:#f09090}}"""


def html(results, playground, title="Sweep"):
    """Return the page's text. `playground` is the address of the playground's page, to which each run's fragment is added."""
    cells = results.cells()
    losses = [loss for cell in cells for row in cell.runs for _, _, loss in json.loads(row["curve"]) if loss]
    low, high = (min(losses), max(losses)) if losses else (1e-3, 1.0)
    head = "".join(
        f"<th>{escape(name)}</th>" for name in (*results.names, "seeds", "test loss", "test accuracy", "lost", "curves", "")
    )
    rows = []
    for cell in cells:
        lost = cell.diverged + cell.failed
        told = "; ".join(
            filter(None, [f"{cell.diverged} diverged" * bool(cell.diverged), f"{cell.failed} failed" * bool(cell.failed)])
        )
        errors = " | ".join(row["error"] for row in cell.runs if row["error"])
        shown = [*(f"<td>{escape(str(value))}</td>" for value in cell.values.values()), f'<td class="n">{len(cell.runs)}</td>']
        shown += [f'<td class="n">{_number(value)}</td>' for value in (cell.loss_test, cell.accuracy_test)]
        shown.append(
            f'<td class="lost" title="{escape(errors)}">{told if lost else ""}</td><td>{_curves(cell.runs, low, high)}</td>'
        )
        link = escape(f"{playground}#{_middle(cell)['address']}")
        rows.append(f'<tr>{"".join(shown)}<td><a href="{link}">open</a></td></tr>')
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style><h1>{escape(title)}</h1>"
        f"<p>{len(results.rows)} runs in {len(cells)} cells, the lowest median test loss first. Curves: test loss over the epochs on a "
        f"logarithmic scale, from {low:.2g} to {high:.2g}, one line a seed. <em>open</em> shows the run in the middle.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></html>\n"
    )


def _middle(cell):
    """The run whose test loss is nearest to the cell's."""
    good = [row for row in cell.runs if row["loss_test"] is not None and not row["diverged"]]
    return min(good, key=lambda row: abs(row["loss_test"] - cell.loss_test)) if good else cell.runs[0]


def _number(value):
    return "" if value is None else f"{value:.4g}"


def _curves(runs, low, high):
    width, height, lines = 160, 40, []
    span = math.log(high / low) or 1.0
    for row in runs:
        path = [(epoch, loss) for epoch, _, loss in json.loads(row["curve"]) if loss]
        last = max((epoch for epoch, _ in path), default=0) or 1
        dots = " ".join(f"{width * epoch / last:.1f},{height * (1 - math.log(loss / low) / span):.1f}" for epoch, loss in path)
        lines.append(f'<polyline points="{dots}" fill="none" stroke="#f59322" stroke-width="1" opacity=".8"/>' if dots else "")
    label = f"test loss of {len(runs)} runs"
    return f'<svg width="{width}" height="{height}" role="img" aria-label="{label}">{"".join(lines)}</svg>'
