"""Pictures without dots: see the package."""


def invert(image):
    return image


def logical_and(image, _other):
    return image
