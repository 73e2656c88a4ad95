"""A convolutional network in plain NumPy: filters that slide over an image, the best match of each anywhere, and a softmax on these.

Letters: n images, h × w pixels each (after `shrink`), F filters of k × k pixels, K classes. The gradient is written out, and a test
holds it against a difference quotient.
"""

import numpy as np

from pycore.images.quick_random import QuickRandom

__all__ = ["ConvolutionImages", "patches", "response"]


def patches(images, size):
    """Return every k × k patch of images (n, h, w) as columns, (n, k * k, h * w): im2col, after K. Chellapilla et al. 2006.

    Around an image there is paper, so that there are as many places for a filter as pixels.
    """
    count, height, width = images.shape
    edge = size // 2
    padded = np.zeros((count, height + 2 * edge, width + 2 * edge))
    padded[:, edge : edge + height, edge : edge + width] = images
    columns = np.empty((count, size * size, height, width))
    for row in range(size):
        for column in range(size):
            columns[:, row * size + column] = padded[:, row : row + height, column : column + width]
    return columns.reshape(count, size * size, height * width)


def response(image, kernel):
    """Return how well a filter (k, k) matches an image (h, w) at each place, (h, w): the sum of products, pixel by pixel."""
    return (kernel.reshape(1, -1) @ patches(image[None], len(kernel))[0]).reshape(image.shape)


class ConvolutionImages:
    """F filters, of each the largest response anywhere (ReLU of it), and one neuron a class on these F numbers.

    Where in the image a filter matched is forgotten: that is what a shift can't change. `shape` is (height, width) of the images;
    larger ones are first averaged over blocks, so that at most MOST_SIDE pixels are left from side to side. Learns by Adam (Kingma
    and Ba 2015).
    """

    FILTERS, SIZE, RATE, BATCH, MOST_SIDE = 32, 5, 0.01, 50, 14
    #: Places of a filter that one call takes well, in all of its images.
    PLACES = 16_000

    def __init__(self, shape, classes, filters=FILTERS, size=SIZE, seed=0):
        self.shape, self.classes, self.size, self.filters = tuple(shape), classes, size, filters
        self.shrink = -(-max(shape) // self.MOST_SIDE)
        #: How many images it takes well in one call.
        self.SLICE = max(self.BATCH, self.PLACES // int(np.prod(self._reduced)))
        self._order = QuickRandom(seed)
        parts = [(filters, size * size), (filters,), (classes, filters), (classes,)]
        #: All weights and biases, (P,); `_parts` are views of it: filters (F, k*k), their biases, output weights (K, F), biases.
        self.parameters = np.zeros(sum(map(np.prod, parts)))
        self._parts = _views(self.parameters, parts)
        self._parts[0][:] = self._order.normal(np.sqrt(2 / size**2), parts[0])
        self._parts[2][:] = self._order.normal(np.sqrt(1 / filters), parts[2])
        self._gradient = np.zeros_like(self.parameters)
        self._gradients = _views(self._gradient, parts)
        self._mean, self._square, self._steps = np.zeros_like(self.parameters), np.zeros_like(self.parameters), 0
        self.loss = float(np.log(classes))

    def learn(self, inputs, labels):
        """Learn from a slice of images once, in batches: inputs (m, pixels) from 0 to 1, labels (m,) whole numbers."""
        order = self._order.permutation(len(inputs))
        losses = []
        for start in range(0, len(order), self.BATCH):
            batch = order[start : start + self.BATCH]
            losses.append(self.gradient(inputs[batch], labels[batch])[0])
            self._step()
        self.loss = float(np.mean(losses))

    def gradient(self, inputs, labels):
        """Return the mean cross-entropy of images (n, pixels) and its gradient by `parameters`, (P,), which the next call writes over."""
        columns, best, peaks, scores = self._forward(inputs)
        count = len(inputs)
        shares = _softmax(scores)
        loss = -np.log(np.maximum(shares[np.arange(count), labels], 1e-300)).mean()
        delta = shares  # (n, K): the derivative by the scores
        delta[np.arange(count), labels] -= 1
        delta /= count
        of_filters, of_biases, of_weights, of_last = self._gradients
        of_weights[:] = delta.T @ peaks
        of_last[:] = delta.sum(axis=0)
        back = (delta @ self._parts[2]) * (peaks > 0)  # (n, F): by the largest response, where ReLU lets it through
        # Only the patch that matched best counts: (n, F, k * k).
        matched = columns[np.arange(count)[:, None], :, best]
        of_filters[:] = (back[..., None] * matched).sum(axis=0)
        of_biases[:] = back.sum(axis=0)
        return float(loss), self._gradient

    def probabilities(self, inputs):
        """Return the probability of each class, (m, classes)."""
        return _softmax(self.scores(inputs))

    def scores(self, inputs):
        """Return what the outputs sum up to, (m, classes)."""
        return self._forward(inputs)[3]

    def slopes(self, image, answer):
        """Return how the score of class `answer`, less the mean of all, changes with each pixel of one image (pixels,), (height, width)."""
        _, best, peaks, _ = self._forward(image[None])
        weights = self._parts[2]
        back = (weights[answer] - weights.mean(axis=0)) * (peaks[0] > 0)  # (F,)
        height, width = self._reduced
        edge = self.size // 2
        padded = np.zeros((height + 2 * edge, width + 2 * edge))
        for kernel, amount, place in zip(self.pictures(), back, best[0], strict=True):
            row, column = divmod(int(place), width)
            padded[row : row + self.size, column : column + self.size] += amount * kernel
        slope = padded[edge : edge + height, edge : edge + width]
        spread = np.repeat(np.repeat(slope, self.shrink, 0), self.shrink, 1) / self.shrink**2
        return spread[: self.shape[0], : self.shape[1]]

    def pictures(self):
        """Return the filters as images, (F, k, k)."""
        return self._parts[0].reshape(-1, self.size, self.size)

    @property
    def _reduced(self):
        """(height, width) of what the filters slide over."""
        return tuple(-(-side // self.shrink) for side in self.shape)

    def _forward(self, inputs):
        """Return (patches (n, k*k, h*w), the places of the best matches (n, F), ReLU of these (n, F), scores (n, K))."""
        filters, biases, weights, last = self._parts
        columns = patches(self._averaged(inputs), self.size)
        matches = filters @ columns  # (n, F, h*w)
        best = matches.argmax(axis=2)
        peaks = np.take_along_axis(matches, best[..., None], 2)[..., 0] + biases
        np.maximum(peaks, 0, out=peaks)
        return columns, best, peaks, peaks @ weights.T + last

    def _averaged(self, inputs):
        """Return images (m, pixels) as (m, h, w), averaged over blocks of `shrink` × `shrink` pixels; what lacks at the end is paper."""
        images = inputs.reshape(-1, *self.shape)
        if self.shrink == 1:
            return images
        height, width = self._reduced
        filled = np.zeros((len(images), height * self.shrink, width * self.shrink))
        filled[:, : self.shape[0], : self.shape[1]] = images
        return filled.reshape(len(images), height, self.shrink, width, self.shrink).mean(axis=(2, 4))

    def _step(self):
        self._steps += 1
        self._mean += 0.1 * (self._gradient - self._mean)
        self._square += 0.001 * (self._gradient**2 - self._square)
        mean = self._mean / (1 - 0.9**self._steps)
        square = self._square / (1 - 0.999**self._steps)
        self.parameters -= self.RATE * mean / (np.sqrt(square) + 1e-8)


def _views(vector, shapes):
    """Return views of a flat vector in these shapes, one after the other."""
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    return [vector[end - np.prod(shape) : end].reshape(shape) for end, shape in zip(ends, shapes, strict=True)]


def _softmax(scores):
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
