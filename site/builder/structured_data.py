"""What search engines are told of the course: JSON-LD in the words of schema.org, a block of data that no browser runs."""

from builder.site_address import page_address

_LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
_COURSE = "From one house price to a spiral: how neural networks learn"
_PROVIDER = {"@type": "Organization", "name": "Pyground"}


def course(lessons, address):
    """Return what learn.html says: the course with its lessons, as a dict that JSON can hold. Without an address nothing has a URL."""
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": _COURSE,
        "description": f"{len(lessons)} lessons for people who have never met a neural network. Every picture can be touched.",
        **_common(address, "learn"),
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": f"PT{sum(lesson.minutes for lesson in lessons)}M",
        },
        "hasPart": [_lesson(each, address) for each in lessons],
    }


def lesson(each, address):
    """Return what the page of a lesson says, as a dict that JSON can hold."""
    part_of = {"@type": "Course", "name": _COURSE, **_place(address, "learn")}
    return {"@context": "https://schema.org", **_lesson(each, address), "isPartOf": part_of}


def _lesson(each, address):
    return {
        "@type": "LearningResource",
        "name": each.title,
        "description": each.summary,
        "position": each.number,
        "learningResourceType": "interactive lesson",
        "timeRequired": f"PT{each.minutes}M",
        **_common(address, each.slug),
    }


def _common(address, name):
    return {
        **_place(address, name),
        "provider": _PROVIDER,
        "inLanguage": "en",
        "educationalLevel": "Beginner",
        "isAccessibleForFree": True,
        "license": _LICENCE,
    }


def _place(address, name):
    return {"url": page_address(address, name)} if address else {}
