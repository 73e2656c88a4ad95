"""docs/hosting.md says what a build has: folders and files of its configurations, and bytes of its table."""

import re
from pathlib import Path

import pytest

from builder import traffic
from builder.paths import ROOT

TEXT = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
HOSTS = {name: text for name, text in re.findall(r"```(\w+)\n(.*?)```", TEXT, re.S) if name != "sh"}
FOR_EVER = "public, max-age=31536000, immutable"
UNITS = {"kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}


def bytes_of(words):
    count, unit = re.fullmatch(r"([\d.]+) (kB|MB|GB|TB)", words).groups()
    return float(count) * UNITS[unit]


@pytest.mark.parametrize("host", ["nginx", "apache", "netlify", "cloudflare"])
def test_a_configuration_names_folders_and_files_that_a_build_has(host, dist):
    folders = set(re.findall(r"(?:^|[\s#])/(\w+)/", HOSTS[host], re.M)) - {"srv"}
    files = set(re.findall(r"/([\w.]+\.(?:html|webmanifest|js))\b", HOSTS[host]))
    assert folders == {"assets"} and files
    assert all((dist / name).is_dir() for name in folders) and all((dist / name).is_file() for name in files)
    assert HOSTS[host].count(FOR_EVER) == 1 and 'Access-Control-Allow-Origin' in HOSTS[host]


@pytest.mark.parametrize("host", ["nginx", "apache"])
def test_a_server_is_told_the_types_that_browsers_ask_for(host, dist):
    there = {path.suffix for path in dist.rglob("*") if path.is_file()}
    for suffix, kind in {".wasm": "application/wasm", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}.items():
        assert suffix in there and re.search(rf"{re.escape(kind)}[^;\n]*\b{suffix[1:]}\b", HOSTS[host])


def test_what_may_be_kept_for_ever_is_named_by_what_is_in_it(dist):
    digested = r"[0-9a-f]{12}|(lend-python|network-page)-[0-9a-f]{12}\.html|[\w-]+-[A-Z0-9]{8}\.(js|css)(\.map)?"
    for path in (dist / "assets").iterdir():
        assert re.fullmatch(digested, path.name), path.name
    others = {path.name for path in dist.iterdir() if path.is_dir()} - {"assets", "embed", "licenses"}
    assert all(f"`{name}/`" in TEXT for name in others), others


def test_the_bytes_of_a_visit_are_those_of_the_build(dist):
    stages = traffic.measured(dist)
    told = dict(re.findall(r"^\| (page|python|offline|again) \| ([\d.]+ \wB) \|", TEXT, re.M))
    assert told.keys() == stages.keys()
    for stage, words in told.items():
        assert bytes_of(words) == pytest.approx(stages[stage], rel=0.1), (stage, traffic.readable(stages[stage]))
    rows = [(visitors, soon, whole) for visitors, soon, whole in re.findall(r"^\| ([\d,]+) \| ([\d.]+ \wB) \| ([\d.]+ \wB) \|", TEXT, re.M)]
    made = traffic.table(stages)
    assert [int(visitors.replace(",", "")) for visitors, _, _ in rows] == list(traffic.VISITORS)
    for (_, soon, whole), (_, soon_made, whole_made) in zip(rows, made, strict=True):
        assert bytes_of(soon) == pytest.approx(soon_made, rel=0.1) and bytes_of(whole) == pytest.approx(whole_made, rel=0.1)


def test_beside_a_mirror_a_host_carries_what_the_text_says(dist):
    said = re.search(r"your host carries ([\d.]+ \wB) for a visitor who leaves once Python runs and ([\d.]+ \wB) for one who stays", TEXT)
    for words, made in zip(said.groups(), traffic.beside_a_mirror(dist), strict=True):
        assert bytes_of(words) == pytest.approx(made, rel=0.1), traffic.readable(made)


def test_numbers_are_written_with_three_digits():
    assert [traffic.readable(count) for count in (12, 93_400, 15.1e9, 151e12)] == ["12 B", "93.4 kB", "15.1 GB", "151 TB"]


def test_every_stage_is_part_of_what_is_kept(dist):
    stages = traffic.measured(dist)
    kept = sum(traffic.sent(Path(dist) / path) for path in traffic.listed(dist))
    assert stages["page"] + stages["python"] + stages["offline"] == pytest.approx(kept)
