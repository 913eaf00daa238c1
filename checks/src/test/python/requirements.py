"""Says which of the libraries in requirements.txt are not there, or there in another version; nothing if all are."""

from importlib import metadata
from pathlib import Path

FILE = Path(__file__).with_name("requirements.txt")


def problems():
    for line in FILE.read_text().split():
        name, wanted = line.split("==")
        try:
            found = metadata.version(name).split("+")[0]
        except metadata.PackageNotFoundError:
            found = "none"
        if found != wanted:
            yield f"{name} {wanted} is needed, {found} is there"


if __name__ == "__main__":
    found = "; ".join(problems())
    if found:
        print(f"{found}; pip install -r checks/src/test/python/{FILE.name}")
