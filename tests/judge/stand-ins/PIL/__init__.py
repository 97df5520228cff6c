"""A stand-in for Pillow, which has no build for the Python inside Node: pictures that know only their size.

The judge reads commands, text and codes; that our dots are right is judged elsewhere, by another renderer.
"""
