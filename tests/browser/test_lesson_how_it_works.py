"""The lesson behind the pictures in a real browser: a step is followed to its end, beside lines that are in the source."""

from builder.paths import ROOT

NEXT = """
const widget = deep("py-step-trace");
const text = (part) => deep(`[data-text="${part}"]`, widget).textContent;
const before = text("title");
deep("button[data-do=step]", widget).click();
for (let i = 0; text("title") === before; i++) {
  if (i > 3000) throw new Error(`it stays at ${before}`);
  await new Promise((done) => setTimeout(done, 20));
}
const shown = [...deepAll(".lines", widget)].filter((lines) => lines.checkVisibility());
return {
  title: text("title"),
  rows: [...deepAll("tbody tr", widget)].map((row) => [...row.cells].map((cell) => cell.textContent)),
  lines: shown.flatMap((lines) => [...lines.querySelectorAll("figure")]).map((figure) => [
    figure.querySelector("figcaption code").textContent, figure.querySelector("pre").textContent,
  ]),
};
"""


def test_a_step_is_followed_number_by_number(page, site):
    page.open(site.url + "how-it-works.html")
    page.wait("deep('py-step-trace').dataset.status === 'open'")
    stages = [page.run(NEXT) for _ in range(8)]
    assert stages[3]["rows"] == [["loss", "½ · (0.480 − (−1.000))²", "1.095"]]
    assert ["h₂ → output", "1.139 · 0.960", "1.094"] in stages[6]["rows"]
    assert len(stages[7]["rows"]) == 9
    for stage in stages:
        assert stage["lines"], stage["title"]
        for place, code in stage["lines"]:
            path, _, line = place.partition(", line ")
            source = (ROOT / path).read_text(encoding="utf-8").splitlines()
            assert source[int(line) - 1].strip() == code.splitlines()[0].strip()
    page.run(NEXT)
    assert page.text("py-step-trace [data-text=where]") == "Epoch 1, point 2 of 250"
    page.find("py-step-trace button[data-do=epoch]").click()
    page.wait("deep('py-step-trace [data-text=where]').textContent === 'Epoch 2, point 1 of 250'")
