"""Pictures without dots: see the package."""


class Draw:
    def __init__(self, _image):
        pass

    def rectangle(self, _box, **_how):
        pass

    def line(self, _points, **_how):
        pass
