"""What a widget has that takes a reader's own files of images: IDX files, as MNIST comes, in pieces, all of them or none."""

import base64
import binascii

from pycore.images.digits import CLASSES
from pycore.images.idx_files import IdxError, IdxReader, paired
from pycore.images.image_set import ImageSet, split
from pycore.lessons.widgets.exhibit_base import Exhibit, ExhibitError, action

__all__ = ["OwnImages"]

#: Bytes of one piece of a file, so that no request takes long.
MOST_BYTES = 1 << 20


class OwnImages(Exhibit):
    """A subclass writes `_use(train, test)`, which takes two ImageSets. Until the last file has been read whole, what was there stays."""

    _reader, _arrays = None, {}

    @action
    def start_over(self):
        super().start_over()
        self.forget_files()

    @action
    def forget_files(self):
        """Let go of files that were begun."""
        self._reader, self._arrays = None, {}

    @action
    def feed_file(self, file, data, at):
        """Take a piece of the file of this name, bytes in base64: the first one with `at` 0. Raises ExhibitError and forgets the files."""
        try:
            if at == 0:
                self._close_file()
                self._reader = IdxReader(_short(file))
            if self._reader is None:
                raise ExhibitError(f"{_short(file)}: expected its beginning first, got what stands at {at}")
            piece = base64.b64decode(data, validate=True)
            if len(piece) > MOST_BYTES:
                raise ExhibitError(f"{_short(file)}: expected up to {MOST_BYTES:,} bytes at a time, got {len(piece):,}")
            self._reader.feed(piece)
        except (IdxError, ExhibitError, binascii.Error, TypeError) as error:
            self.forget_files()
            raise ExhibitError(str(error)) from error

    @action
    def use_files(self):
        """Take the images of all files that were fed, with their labels. Raises ExhibitError, and then what was there stays."""
        try:
            self._close_file()
            pairs = paired(self._arrays, len(CLASSES))
            if not pairs:
                raise ExhibitError("files: expected IDX files of images and of labels, got none")
            sets = [ImageSet(pictures, labels, 255, CLASSES, "your files") for pictures, labels in pairs]
            # The larger file is for training, the other for testing, as MNIST has it; or of one file a quarter.
            train, test = sets[:2] if len(sets) > 1 else split(sets[0])
            if not len(train) or not len(test):
                raise ExhibitError(f"files: expected at least 4 images, got {len(sets[0])}")
            self._use(train, test)
        except (IdxError, ValueError) as error:
            raise ExhibitError(str(error)) from error
        finally:
            self.forget_files()

    def file_texts(self):
        """Return what is to be said while a file comes."""
        reader = self._reader
        if reader is None or not reader.total:
            return {"file": ""}
        return {"file": f"{reader.file}: {reader.done / reader.total * 100:.0f} % of {reader.total / 1e6:.1f} MB"}

    def _use(self, train, test):
        raise NotImplementedError

    def _close_file(self):
        if self._reader is None:
            return
        if len(self._arrays) >= 4:
            raise ExhibitError("files: expected up to four, two of images and two of labels, got more")
        self._arrays = {**self._arrays, self._reader.file: self._reader.finish()}
        self._reader = None


def _short(name):
    """Return a file's name as a message shows it."""
    return str(name)[:60]
