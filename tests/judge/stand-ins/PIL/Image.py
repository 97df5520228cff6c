"""Pictures without dots: see the package."""


class Transpose:
    TRANSPOSE = "transpose"


class Resampling:
    NEAREST = "nearest"


class Image:
    def __init__(self, size):
        self.width, self.height = size

    def paste(self, _image, _at=None, _mask=None):
        pass

    def crop(self, box):
        left, top, right, bottom = box
        return Image((right - left, bottom - top))

    def resize(self, size, _resampling=None):
        return Image(size)

    def transpose(self, _how):
        return Image((self.height, self.width))

    def rotate(self, _degrees):
        return self

    def convert(self, _mode):
        return self

    def save(self, _file, format=None):
        pass


def new(_mode, size, _colour=0):
    return Image(size)


def frombytes(mode, size, data, *_how):
    width, height = size
    bytes_of_row = (width + 7) // 8 if mode == "1" else width
    if len(data) != bytes_of_row * height:
        raise ValueError(f"{len(data)} bytes are not {width} x {height} dots")
    return Image(size)
