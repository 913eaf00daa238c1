"""Writes model directories with the Python libraries, and beside each what they answer.

usage: write_directories.py FOLDER [NAME…]

FOLDER/NAME/model is what a user would have, FOLDER/NAME/answers.json the right values.
"""

import logging
import os
import sys
import warnings
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
warnings.filterwarnings("ignore")

import torch  # noqa: E402
import transformers  # noqa: E402

import answers  # noqa: E402
import configurations  # noqa: E402, F401
import exports  # noqa: E402, F401
import golden  # noqa: E402, F401
import heads  # noqa: E402, F401
import sentences  # noqa: E402, F401
import vocabularies  # noqa: E402, F401
import weights  # noqa: E402, F401
from recipes import RECIPES  # noqa: E402


def main(folder, *names):
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    logging.disable(logging.WARNING)
    for name in names or RECIPES:
        model = Path(folder) / name / "model"
        model.mkdir(parents=True)
        answers.write(model.parent / "answers.json", RECIPES[name](model))


if __name__ == "__main__":
    main(*sys.argv[1:])
