"""The list of directories to write: a name and what makes it, in the order of their writing."""

RECIPES = {}


def recipe(name):
    """Names a function that fills a directory and returns the answers to expect of it."""
    def add(function):
        assert name not in RECIPES, name
        RECIPES[name] = function
        return function
    return add
