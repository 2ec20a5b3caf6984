# SPDX-License-Identifier: EUPL-1.2
"""check.py FOLDER COUNT: seconds of processor that python's jsonschema takes for so many actions, reading them included."""
import os
import sys
import time
import warnings

import jsonschema
import yaml

warnings.simplefilter("ignore")  # RefResolver is old, but in Debian 12's version as in today's
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(loader):
    """YAML 1.2's idea of a date: a string."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in pairs if not tag.endswith(":timestamp")]
    for first, pairs in loader.yaml_implicit_resolvers.items()
}


def read(path):
    with open(path, "rb") as file:
        return yaml.load(file, Loader)


folder, count = sys.argv[1], int(sys.argv[2])
action, commun = read("schema/types/action.yaml"), read("schema/types/commun.yaml")
resolver = jsonschema.RefResolver("", action, store={"commun": commun})
validator = jsonschema.Draft202012Validator(action, resolver=resolver)
start = time.process_time()
for name in sorted(os.listdir(folder))[:count]:
    validator.validate(read(os.path.join(folder, name)))
print(time.process_time() - start)
