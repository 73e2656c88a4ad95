"""Asks axe-core which rules of accessibility the page in a browser breaks: those of WCAG 2.2 AA, and good practice."""

from functools import cache

from builder.node import npm_folder

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: The rules that a theme or a palette can break; they change colours and nothing else.
COLOURS = ("color-contrast", "link-in-text-block")

_RUN = """
const [within, values, done] = arguments;
const type = values.some((value) => axe.getRules().some(({ ruleId }) => ruleId === value)) ? "rule" : "tag";
const options = { runOnly: { type, values }, resultTypes: ["violations"] };
axe.run(within ? deep(within) : document, options).then(
  ({ violations }) => done(violations.flatMap(({ id, help, nodes }) => nodes.map((node) =>
    `${id}: ${help}: ${node.target.flat().join(" ")}: ${node.any.concat(node.all, node.none).map((check) => check.message).join("; ")}`))),
  (error) => done([`axe failed: ${error.message}`]),
);
"""


@cache
def _source():
    return (npm_folder() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(driver, rules=TAGS, within=None):
    """Return a sentence for each element of the page, or within the one that a selector names, that breaks one of `rules`.

    `rules` are tags of axe-core, or names of its rules. axe-core is put into the page the first time. Frames inside it are
    not looked into; switch to them.
    """
    if not driver.execute_script("return 'axe' in window"):
        driver.execute_script(_source())
    return driver.execute_async_script(_RUN, within, list(rules))
