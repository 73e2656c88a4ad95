"""What a notebook shows of a playground: a frame of the site that opens the very network."""

import base64
import html
import re
from urllib.parse import urlsplit

import pytest

from pycore import Playground, notebook, storage

SITE = "https://example.org/pyground/"


def test_the_frames_address_holds_settings_and_the_network_itself():
    p = Playground(dataset="circle", network_shape=(3,))
    p.train(20)
    shown = notebook.show(p, site=SITE)
    settings, _, model = urlsplit(shown.url).fragment.partition("&src=data:application/octet-stream;base64,")
    assert shown.url.startswith(f"{SITE}embed/py-playground.html#") and settings == p.to_hash()
    again = storage.load(base64.b64decode(model, validate=True))
    assert again.epoch == 20 and again.loss_test == p.loss_test
    p.train(1)
    assert again.epoch == 20  # a copy


def test_what_a_notebook_draws_is_a_frame_and_the_script_that_fits_it():
    markup = notebook.show(Playground(), site="https://example.org/pyground", width=700, height=900)._repr_html_()
    assert f'<script type="module" src="{SITE}pyground.js"></script>' in markup
    src = html.unescape(re.search('<iframe src="([^"]+)"', markup)[1])
    assert src == notebook.show(Playground(), site=SITE).url
    assert 'width="700" height="900"' in markup and 'title="' in markup


def test_nothing_that_is_given_becomes_markup():
    markup = notebook.show(Playground(), site='https://example.org/"><b>', width='"><i>')._repr_html_()
    assert "<b>" not in markup and "<i>" not in markup


def test_the_site_may_be_named_once_for_all(monkeypatch):
    monkeypatch.setenv("PYGROUND_SITE", SITE)
    assert notebook.show(Playground()).url.startswith(SITE)
    assert SITE in repr(notebook.show(Playground()))


@pytest.mark.parametrize("site", [None, "", "example.org", "javascript:alert(1)//"])
def test_a_site_that_is_none_is_refused_with_what_to_write(site, monkeypatch):
    monkeypatch.delenv("PYGROUND_SITE", raising=False)
    with pytest.raises(ValueError, match='site="https://example.org/pyground/".*PYGROUND_SITE'):
        notebook.show(Playground(), site=site)


def test_what_cannot_be_shown_is_refused_by_name():
    with pytest.raises(TypeError, match="playground: expected a pycore.Playground, got dict"):
        notebook.show({}, site=SITE)
    with pytest.raises(ValueError, match="one network.*got 3 side by side"):
        notebook.show(Playground(runs=3), site=SITE)
    with pytest.raises(ValueError, match="height: expected"):
        notebook.show(Playground(), site=SITE, height=0)
