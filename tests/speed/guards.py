"""bpref without its guards, made from its own source: what safety costs is the difference."""

import inspect
from types import FunctionType, SimpleNamespace

import numpy as np

import bpref
from functions import without_guards


def unguarded() -> SimpleNamespace:
    """Return bpref's public functions, each compiled alone and without its guards."""
    found = SimpleNamespace()
    for name in bpref.__all__:
        if isinstance(function := getattr(bpref, name), FunctionType):
            namespace = {"np": np}  # no function of bpref needs more
            source = without_guards(inspect.getsource(function))
            exec(compile(source, f"<{name} without guards>", "exec"), namespace)
            setattr(found, name, namespace[name])
    return found
