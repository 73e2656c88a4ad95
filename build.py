"""Builds the static site: the command line, and the order of the steps."""

import argparse
import sys
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))

from builder import mnist_files, output, paths, runtime, site_address, steps  # noqa: E402  (needs the path above)
from builder.errors import BuildError, UsageError  # noqa: E402


class Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong in one line."""

    def error(self, message):
        self.exit(2, f"{self.prog}: error: {message}\n")


def options(arguments):
    parser = Parser(prog="build.py", description="Build the site.")
    parser.add_argument("--out", type=Path, default=paths.ROOT / "dist", metavar="DIR", help="where it goes (default: dist)")
    parser.add_argument("--runtime-dir", type=Path, metavar="DIR", help="an unpacked Pyodide release, asked first")
    parser.add_argument("--cache-dir", type=Path, metavar="DIR", help="keeps fetched files (default: the user's cache)")
    parser.add_argument("--site-url", default="", metavar="URL", help="where it will stand; for links from elsewhere and a sitemap")
    parser.add_argument("--runtime-url", default="", metavar="URL", help="another place with Python's files, asked first by pages")
    parser.add_argument("--mnist", type=Path, metavar="DIR", help="IDX files of images and labels, which digits.html then offers")
    chosen = parser.parse_args(arguments)
    chosen.site_url = site_address.checked(chosen.site_url)
    chosen.runtime_url = site_address.checked(chosen.runtime_url, "--runtime-url")
    if chosen.runtime_dir and not chosen.runtime_dir.is_dir():
        raise UsageError(f"--runtime-dir {chosen.runtime_dir} is not a folder")
    if chosen.mnist and not chosen.mnist.is_dir():
        raise UsageError(f"--mnist {chosen.mnist} is not a folder")
    output.check(chosen.out)
    output.check_writable(chosen.cache_dir or paths.cache_folder(), "cache")
    return chosen


def build(out, runtime_dir=None, cache_dir=None, site=paths.SITE, address="", mirror="", mnist=None):
    """Build the site whose templates and static files are in `site` into the folder `out`, all of it or nothing."""
    pins = runtime.load()
    cache = cache_dir or paths.cache_folder()
    with output.swapped(out) as new:
        steps.place_runtime(new, pins, cache, runtime_dir)
        python, spare, later = steps.make_python(new, pins, cache, site, mirror)
        images = mnist_files.place_mnist(mnist, new)
        held = steps.make_pages(new, python, cache, site, address, images)
        steps.make_one_file(new, pins, python, held, cache, site)
        steps.finish(new, [*spare, *images], later, site, mirror)
    steps.report(out)


def main(arguments=None):
    """Run the command line; returns the exit code."""
    try:
        chosen = options(arguments)
        build(chosen.out, chosen.runtime_dir, chosen.cache_dir, address=chosen.site_url, mirror=chosen.runtime_url, mnist=chosen.mnist)
    except BuildError as error:
        print(f"build.py: error: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
