"""A stand-in for PyYAML, which has no build for the Python inside Node. The judge is configured without files."""


class YAMLError(Exception):
    pass


class MarkedYAMLError(YAMLError):
    pass


def safe_load(_text):
    raise YAMLError("the judge reads no files")


def safe_dump(_value):
    raise YAMLError("the judge writes no files")
