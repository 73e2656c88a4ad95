"""Pictures come into images.html by camera, file, folder and zip, are kept on the device, and what can't be used is named."""

import base64
import io
import zipfile

from tests.browser.images_studio import HERE, downloaded


def jpeg_on_its_side(page):
    """Return a JPEG as a telephone writes it: the sensor's pixels, lying, and a note to turn them upright."""
    text = page.do(
        "const canvas = Object.assign(document.createElement('canvas'), { width: 120, height: 80 });"
        "const pen = canvas.getContext('2d'); pen.fillStyle = '#fff'; pen.fillRect(0, 0, 120, 80);"
        # What is at the left of the lying pixels is at the top of the photograph.
        "pen.fillStyle = '#f00'; pen.fillRect(0, 0, 60, 80);"
        "return canvas.toDataURL('image/jpeg', 0.95).split(',')[1]"
    )
    data = base64.b64decode(text)
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    exif = b"Exif\0\0" + tiff
    return data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + data[2:]


def hand_over(page, at, files):
    """Drop files, {name: bytes}, on a class; wait until they have been looked at."""
    page.do(
        "await give(args[0], Object.entries(args[1]).map(([name, text]) =>"
        "  new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name)))",
        at,
        {name: base64.b64encode(data).decode() for name, data in files.items()},
    )


def test_gathering_needs_no_python_and_says_where_pictures_stay(page, site):
    page.open(site.url + "images.html")
    page.wait("document.querySelector('main').dataset.status === 'open'")
    page.run(HERE + "await give(0, await pictures(0, 3))")
    assert page.run(HERE + "return counts()") == [3, 0]
    page.wait("document.querySelector('[data-part=keeping]').textContent.startsWith('Kept in this browser')")
    assert [path for path, _ in site.requests if "worker-" in path or "pyodide" in path] == []
    assert "Nothing is uploaded" in page.text("main")
    # A camera is asked for by a press alone; this browser has none, and says so.
    page.run("document.querySelector('[data-action=camera]').click()")
    page.wait("document.querySelector('[data-part=camera-told]').textContent.startsWith('There is no camera')")
    assert page.run(HERE + "return counts()") == [3, 0]
    # After a reload they are there again.
    page.driver.refresh()
    page.wait("document.querySelector('main').dataset.status === 'open'")
    assert page.run(HERE + "return counts()") == [3, 0]


def test_files_that_are_no_good_are_named_and_the_others_go_on(images):
    gif = b"GIF89a\x02\0\x02\0\x80\0\0\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x02\0\x02\0\0\x02\x02\x84\x51\0"
    hand_over(
        images,
        0,
        {
            "empty.jpg": b"",
            "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100),
            "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>document.title = 'run'</script></svg>",
            "torn.jpg": b"\xff\xd8\xff\xe0" + bytes(2000),
            "letter.txt": b"Dear page",
            "moves.gif": gif + frame + frame + b";",
            "upright.jpg": jpeg_on_its_side(images),
        },
    )
    told = images.do("return faults()")
    for name, words in (
        ("empty.jpg", "is empty"),
        ("phone.heic", "HEIC"),
        ("drawing.svg", "is an SVG"),
        ("torn.jpg", "is damaged"),
        ("letter.txt", "is not a picture"),
        ("moves.gif", "first picture"),
    ):
        assert any(name in sentence and words in sentence for sentence in told), (name, told)
    assert len(told) == 6 and images.do("return counts()") == [2, 0] and images.driver.title != "run"
    # The telephone's photograph stands upright: red above, white below.
    colours = images.run(
        "const canvas = document.querySelector('[data-picture] canvas');"
        "return [8, 56].map((row) => [...canvas.getContext('2d').getImageData(32, row, 1, 1).data].slice(0, 3))"
    )
    above, below = colours
    assert above[0] > 200 and above[1] < 80 and min(below) > 200
    # Forty million pixels.
    images.do("await give(1, [await picture(0, 1, { width: 8000, height: 5000, type: 'image/jpeg' })])")
    assert images.do("return [counts(), part('faults').hidden]") == [[2, 1], True]


def test_a_folder_is_a_class_and_a_zip_brings_all_back(images, tmp_path):
    data = images.do("return Promise.all([0, 1, 2].map(async (number) => bytesOf(await picture(1, number))))")
    for number, picture in enumerate(data):
        place = tmp_path / "toys" / ("Bears" if number else "Cars")
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}.png").write_bytes(bytes(picture))
        (place / "notes.txt").write_text("not a picture")
    x, y = images.run(
        "const place = document.querySelector('[data-part=drop-place] .bar'); place.scrollIntoView({ block: 'center' });"
        "const { left, top } = place.getBoundingClientRect(); return [left + 3, top + 3]"
    )
    dropped = {"items": [], "files": [str(tmp_path / "toys")], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        images.driver.execute_cdp_cmd("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": dropped})
    images.wait("document.querySelector('[data-part=gather-told]').textContent.startsWith('3 pictures')")
    names = "return countsByName()"
    assert images.do(names) == {"Cars": 1, "Bears": 2}
    assert images.do("return part('faults').hidden")
    images.run("document.querySelector('[data-action=save-pictures]').click()")
    archive = downloaded(images, "pictures.zip")
    assert sorted(zipfile.ZipFile(io.BytesIO(archive)).namelist()) == ["Bears/0001.png", "Bears/0002.png", "Cars/0001.png"]
    before = images.run("return document.querySelector('[data-picture] canvas').toDataURL()")
    images.do("await anew()")
    (images.downloads / "again.zip").write_bytes(archive)
    images.find("[data-part=pictures-file]").send_keys(str(images.downloads / "again.zip"))
    images.wait("document.querySelector('[data-part=gather-told]').textContent.startsWith('3 pictures came from')")
    assert images.do(names) == {"Cars": 1, "Bears": 2}
    assert before in images.run("return [...document.querySelectorAll('[data-picture] canvas')].map((canvas) => canvas.toDataURL())")
    (images.downloads / "torn.zip").write_bytes(archive[:-9])
    images.find("[data-part=pictures-file]").send_keys(str(images.downloads / "torn.zip"))
    images.wait("document.querySelector('[data-part=faults]').textContent.includes('“torn.zip” is no zip archive')")
    assert images.do(names) == {"Cars": 1, "Bears": 2}


def test_pictures_are_pasted_into_the_class_that_is_aimed_at(images):
    images.do(
        "const target = part('target'); target.selectedIndex = 1; target.dispatchEvent(new Event('change'));"
        "const clipboardData = new DataTransfer(); clipboardData.items.add(await picture(0, 1));"
        "dispatchEvent(new ClipboardEvent('paste', { clipboardData })); await until(() => counts()[1] === 1)"
    )
    assert images.do("return counts()") == [0, 1]


def test_what_was_removed_comes_back_by_undo(images):
    images.do("await give(0, await pictures(0, 5))")
    images.run("document.querySelector('[data-picture] button').click()")
    images.wait("document.querySelector('[data-part=count]').textContent === '4 pictures'")
    assert images.run("return !!document.activeElement.closest('[data-picture]')")
    images.run("document.querySelector('[data-action=remove-class]').click()")
    images.wait("document.querySelectorAll('[data-class]').length === 1")
    undo = "document.querySelector('[data-action=undo]').click()"
    images.run(undo + ";" + undo)
    images.wait("document.querySelector('[data-part=count]').textContent === '5 pictures'")


def test_the_camera_is_chosen_for_real_refused_and_pulled_out(images):
    images.camera_on()
    video = "document.querySelector('[data-part=source] video')"
    assert images.run(f"return getComputedStyle({video}).transform") == "matrix(-1, 0, 0, 1, 0, 0)"
    device = f"return {video}.srcObject.getVideoTracks()[0].getSettings().deviceId"
    first = images.run(device)
    images.run(
        "const select = document.querySelector('[data-part=source] [data-part=camera-choice]');"
        "select.value = [...select.options].find((option) => !option.selected).value; select.dispatchEvent(new Event('change'))"
    )
    images.wait(f"{video}.srcObject && {video}.srcObject.getVideoTracks()[0].getSettings().deviceId !== arguments[0]", first)
    images.wait("!document.querySelector('[data-action=record]').disabled")
    # It goes while it is being recorded: what was recorded stays.
    images.do(
        f"const [track] = {video}.srcObject.getVideoTracks(); const button = document.querySelector('[data-action=record]');"
        "button.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true })); await until(() => counts()[0] >= 2);"
        "track.stop(); track.dispatchEvent(new Event('ended'));"
        "await until(() => !button.hasAttribute('data-held'))"
    )
    assert "unplugged" in images.text("[data-part=source] [data-part=camera-told]")
    assert images.do("return counts()")[0] >= 2
    images.camera_on()
    images.do("putAside()")
    assert "out of sight" in images.text("[data-part=source] [data-part=camera-told]")
    assert images.run(f"return {video}.srcObject") is None
    images.allow_camera("denied")
    images.run("document.querySelector('[data-part=source] [data-action=camera]').click()")
    images.wait("document.querySelector('[data-part=source] [data-part=camera-told]').textContent.includes('may not use the camera')")
    images.allow_camera()


def test_storage_that_is_full_or_missing_is_said_and_nothing_is_lost(images):
    images.run(
        "const { prototype } = IDBObjectStore; window.put = prototype.put;"
        "prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError'); }"
    )
    images.do("await give(0, await pictures(0, 3))")
    images.wait("document.querySelector('[data-part=keeping]').dataset.state === 'full'")
    assert "Nothing is lost" in images.text("[data-part=keeping]") and images.do("return counts()") == [3, 0]
    images.run("IDBObjectStore.prototype.put = window.put")
    images.do("await give(1, await pictures(1, 2))")
    images.wait("document.querySelector('[data-part=keeping]').dataset.state === 'kept'")
    images.visit(images.server)
    assert images.do("return counts()") == [3, 2]
    source = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } })"
    script = images.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})
    images.visit(images.server)
    images.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
    assert "keeps nothing" in images.text("[data-part=keeping]")
    images.do("await give(0, await pictures(0, 2))")
    assert images.do("return counts()") == [2, 0]
    images.visit(images.server)


def test_five_thousand_pictures(images):
    images.do(
        "const asked = indexedDB.open('pyground-pictures'); await until(() => asked.readyState === 'done');"
        "const all = asked.result.transaction('pictures', 'readwrite'); const store = all.objectStore('pictures');"
        "const pixels = new Uint8Array(3 * 64 * 64).fill(99);"
        "for (let id = 1; id <= 4995; id++) store.put({ id, class: card(0).dataset.class, pixels });"
        "await new Promise((done, failed) => Object.assign(all, { oncomplete: done, onerror: failed }));"
        "asked.result.close()"
    )
    images.visit(images.server)
    assert images.do("return counts()") == [4995, 0]
    images.do("await give(0, await pictures(0, 12))")
    assert images.do("return counts()") == [5000, 0]
    assert "5000 pictures are as many as there can be" in " ".join(images.do("return faults()"))
    assert images.run("return document.querySelectorAll('[data-picture]').length") < 50
    images.run("document.querySelector('[data-action=more]').click()")
    assert images.run("return document.querySelectorAll('[data-picture]').length") < 200
    images.do("await anew()")


def test_a_second_tab_keeps_nothing_and_says_so(images):
    images.do("await give(0, await pictures(0, 2))")
    images.wait("document.querySelector('[data-part=keeping]').dataset.state === 'kept'")
    first = images.driver.current_window_handle
    images.driver.switch_to.new_window("tab")
    try:
        images.visit(images.server)
        assert images.do("return counts()") == [2, 0]
        images.do("await give(1, await pictures(1, 1))")
        images.wait("document.querySelector('[data-part=keeping]').textContent.startsWith('This page is open in another tab')")
        assert images.do("return counts()") == [2, 1]
    finally:
        images.driver.close()
        images.driver.switch_to.window(first)
    images.do("await give(1, await pictures(1, 3))")
    images.wait("document.querySelector('[data-part=keeping]').dataset.state === 'kept'")
    images.visit(images.server)
    assert images.do("return counts()") == [2, 3]
