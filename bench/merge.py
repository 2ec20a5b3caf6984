# SPDX-License-Identifier: EUPL-1.2
"""merge.py BASE OURS THEIRS: a merge driver of git's for YAML, field by field, as one would write it in an afternoon."""
import sys

import yaml

loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path):
    with open(path, "rb") as file:
        return yaml.load(file, loader)


def merge(base, ours, theirs):
    """Theirs where only they changed it; None: it is gone."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if not all(isinstance(value, dict) for value in (base, ours, theirs)):
        raise ValueError("a conflict")
    keys = list(ours) + [key for key in theirs if key not in ours]
    merged = {key: merge(base.get(key), ours.get(key), theirs.get(key)) for key in keys}
    return {key: value for key, value in merged.items() if value is not None}


try:
    result = merge(*(read(path) for path in sys.argv[1:4]))
except ValueError:
    sys.exit(1)
with open(sys.argv[2], "w", encoding="utf-8") as file:
    yaml.safe_dump(result, file, allow_unicode=True, sort_keys=False)
