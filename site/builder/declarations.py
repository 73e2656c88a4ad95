"""Writes pyground.d.ts: the types of pyground.js, of its elements and of their events, from the same source as custom-elements.json."""

from builder.element_words import DRIVER, PLAYGROUND, WIDGET
from builder.files import write
from builder.manifest import class_name, setting_type, value_type

__all__ = ["declarations", "write_declarations"]

_HEAD = """\
/** Types of pyground.js: the elements, their events, and what drives a frame. */

/** Settings of a playground by the keys of its address. */
export interface PlaygroundSettings {
%(settings)s
}

export interface PlaygroundState {
  epoch: number;
  lossTrain: number;
  lossTest: number;
  playing: boolean;
  settings: Required<PlaygroundSettings>;
}

export interface WidgetState<Values> {
  values: Values;
  /** whether it goes on by itself */
  playing: boolean;
}

export interface ElementError extends Error {
  /** the attribute whose value is not taken, if it is about one */
  attribute?: string;
}

"""


def write_declarations(out, rows, widgets):
    """Write `out`/pyground.d.ts; the arguments are those of `declarations`."""
    write(out / "pyground.d.ts", declarations(rows, widgets))


def declarations(rows, widgets):
    """Return the text of the types; `rows` and `widgets` as for `manifest.manifest`."""
    settings = "\n".join(f"  /** {row['label']}. {row['help']} */\n  {row['key']}?: {setting_type(row, is_text=False)};" for row in rows)
    parts = [_HEAD % {"settings": settings}, *_element("PyPlayground", "", PLAYGROUND)]
    parts += [*_element("PyWidget", "<Values>", WIDGET)]
    for name, (title, values) in widgets.items():
        kind = class_name(f"py-{name}")
        types = [(f"{row['label']}: {row['allowed']}", row["name"], value_type(row, is_text=False)) for row in values]
        lines = "".join(f"  /** {words} */\n  {value}: {text};\n" for words, value, text in types)
        parts.append(f"/** {title} */\nexport interface {kind}Values {{\n{lines}}}\n\n")
        parts.append(f"export interface {kind} extends PyWidget<{kind}Values> {{}}\n\n")
    parts.append("/** The element in a frame, driven from the page around it; it has the element's events. */\n")
    parts.append(f"export class FrameDriver extends EventTarget {{\n  private constructor();\n{_members(DRIVER)}}}\n\n")
    parts.append("/** The driver of a frame of this site; one for each frame. */\n")
    parts.append("export function drive(frame: HTMLIFrameElement): FrameDriver;\n\n")
    tags = ["py-playground", *(f"py-{name}" for name in widgets)]
    names = "".join(f'    "{tag}": {class_name(tag)};\n' for tag in tags)
    parts.append(f"declare global {{\n  interface HTMLElementTagNameMap {{\n{names}  }}\n}}\n")
    return "".join(parts)


def _element(kind, generic, offer):
    """Yield the event map and the interface of a kind of element."""
    events = "".join(f"  /** {event.words} */\n  {event.name}: CustomEvent<{event.detail}>;\n" for event in offer.events)
    known = f"{kind}EventMap{generic}"
    yield f"export interface {known} {{\n{events}}}\n\n"
    listeners = "".join(
        f"  {verb}EventListener<K extends keyof {known}>(type: K, listener: (this: this, event: {known}[K]) => unknown, "
        f"options?: boolean | {options}): void;\n"
        f"  {verb}EventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | {options}): void;\n"
        for verb, options in (("add", "AddEventListenerOptions"), ("remove", "EventListenerOptions"))
    )
    yield f"export interface {kind}{generic} extends HTMLElement {{\n{_members(offer.members)}{listeners}}}\n\n"


def _members(members):
    return "".join(f"  /** {member.words} */\n  {_declared(member)};\n" for member in members if not member.is_inner)


def _declared(member):
    if member.parameters is None:
        return f"{'readonly ' if member.is_fixed else ''}{member.name}: {member.type}"
    parameters = ", ".join(f"{each.name}{'?' if each.default else ''}: {each.type}" for each in member.parameters)
    return f"{member.name}({parameters}): {member.type}"
