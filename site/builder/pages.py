"""Renders the templates of `site/templates/` into pages that show the first frame before any script has run."""

import base64
from functools import partial

import jinja2
from markupsafe import Markup

from builder.app_manifest import theme_colours
from builder.content_policy import policy
from builder.errors import BuildError
from builder.files import write
from builder.site_address import page_address, path_of

#: What stands in a page's title bar, by the name of its template; others get their name with a capital.
TITLES = {"index": "Pyground: a neural network you can play with", "images": "Your own images – Pyground", "404": "No such page – Pyground"}


def first_frame():
    """Return the context `first` and `figure`: the default playground's first frame, as data and drawn."""
    try:
        from builder import figures
        from pycore import Playground
        from pycore.data import datasets
        from pycore.picture.frame import Frame
    except ImportError as error:
        raise BuildError(f"the pages need {error.name}, which can't be imported: {error}") from error
    frame = Frame(Playground())
    frame.fill()
    layout, data, points = frame.layout(), frame.buffer.tobytes(), frame.points().tobytes()
    first = {"layout": layout, "frame": base64.b64encode(data).decode(), "points": base64.b64encode(points).decode()}
    figure = {
        "map": Markup(figures.map_svg(layout, data, points)),
        "network": Markup(figures.network_svg(layout, data)),
        "thumbnails": {name: Markup(figures.thumbnail_svg(name)) for name in (*datasets.CLASSIFICATION, *datasets.REGRESSION)},
    }
    return {"first": first, "figure": figure}


def insides(environment, first, settings):
    """Return {name of an element: the markup inside it}, for pages that are not ours; `first` is what `first_frame` returns."""
    from builder import blocks
    from pycore.lessons import exhibits

    playground = environment.get_template("_playground.html").module
    found = {"py-playground": str(playground.playground_inside(first["first"], first["figure"], settings)).strip()}
    templates = set(environment.list_templates())
    for name in exhibits.NAMES:
        if f"widgets/{name}.html" in templates:
            found[f"py-{name}"] = str(blocks.widget_inside(name, {}, environment)).strip()
    return found


def setting_rows(table):
    """Return the rows of `pycore.settings.TABLE` as dicts that JSON can hold."""
    return [setting.described() for setting in table]


def rows_for_scripts(rows):
    """Return the described rows without what the builder alone writes into pages, and no script reads."""
    return [{name: value for name, value in row.items() if name not in ("help", "explained")} for row in rows]


def is_idle(row, values):
    """Say whether a described row of the settings has nothing to act on beside `values`, {address key: value}."""
    return bool(row["needs"]) and not any(all(values[key] in allowed for key, allowed in way.items()) for way in row["needs"])


def environment_of(templates, component_css="component.css", address="", mirror="", is_one_file=False):
    """Return the jinja environment of the folder `templates`, in which an undefined name is an error.

    `component_css` is the style sheet that every element's inside links to, relative to the pages; `address` is the site's, if known,
    `mirror` that of another place with Python's files; `is_one_file` says that the pages are for the one file, which has no others
    beside it.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["component_css"] = component_css
    environment.globals |= {"policy": partial(policy, mirror=mirror), "address": address, "path_of": path_of, "page_address": page_address}
    environment.globals["is_one_file"] = is_one_file
    environment.globals |= {"link_pictures": {"index": "share/index.png"}, "theme_colours": theme_colours()}
    environment.globals["mnist"] = ()
    environment.tests["idle_beside"] = is_idle
    return environment


def render(environment, templates, out, context):
    """Render by `environment` every template in the folder `templates` whose name has no leading underscore into the folder `out`.

    `context` goes to each of them, with `page` ({name, title}) added. An undefined name stops the build.
    """
    names = sorted(path.name for path in templates.glob("*.html") if not path.name.startswith("_"))
    if not names:
        raise BuildError(f"no templates in {templates}")
    for name in names:
        try:
            _, text = page_of(environment, name, context)
        except jinja2.TemplateError as error:
            place = f"{templates / name}" if error.__traceback__ is None else _place(error, templates / name)
            raise BuildError(f"{place}: {error}") from error
        write(out / name, text)


def page_of(environment, name, context):
    """Return (title, HTML) of the page whose template is called `name`."""
    stem = name.removesuffix(".html")
    title = TITLES.get(stem, stem.replace("-", " ").capitalize())
    return title, environment.get_template(name).render(context, page={"name": stem, "title": title})


def _place(error, path):
    """Return "file:line" of the template line where `error` was raised."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.filename or path}:{error.lineno}"
    place, trace = str(path), error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.startswith(str(path.parent)):
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
