"""Opens the model directories that we write with the Python libraries, and holds our answers against theirs.

usage: read_directories.py FOLDER

Of each FOLDER/NAME/model and FOLDER/NAME/answers.json it writes FOLDER/NAME/found.txt: what does not agree, a line each;
empty if all does.
"""

import json
import logging
import os
import sys
import traceback
import warnings
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import torch  # noqa: E402
import transformers  # noqa: E402
from sentence_transformers import SentenceTransformer  # noqa: E402
from transformers import AutoTokenizer  # noqa: E402

import answers  # noqa: E402

TOLERANCE = 1e-5


class Heard(logging.Handler):
    """Keeps what the libraries warn of."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


def compared(what, ours, theirs):
    if len(ours) != len(theirs):
        yield f"{what}: {len(ours)} numbers of ours, {len(theirs)} of theirs"
    else:
        apart = max((abs(a - b) for a, b in zip(ours, theirs)), default=0)
        if not apart <= TOLERANCE:
            yield f"{what}: {apart} apart"


def of_tokens(tokenizer, given, longest):
    theirs = answers.encoded(tokenizer, given["text"], given["pair"], longest)
    for key in ("ids", "types", "offsets"):
        if theirs[key] != given[key]:
            yield f"{key} of {given['text']!r}: ours {given[key]}, theirs {theirs[key]}"


def of_model(directory, ours):
    kind = getattr(transformers, answers.CLASSES[ours["head"]])
    model, info = kind.from_pretrained(directory, dtype=torch.float32, output_loading_info=True)
    for key in ("missing_keys", "unexpected_keys", "mismatched_keys", "error_msgs"):
        # An encoder is kept without the pooler that its class would have.
        names = [n for n in info.get(key, []) if not (ours["head"] == "none" and key == "missing_keys" and "pooler" in str(n))]
        if names:
            yield f"{key}: {sorted(map(str, names))}"
    if ours["labels"] and [model.config.id2label[i] for i in range(model.config.num_labels)] != ours["labels"]:
        yield f"labels: ours {ours['labels']}, theirs {model.config.id2label}"
    if model.config.problem_type != ours["problem"]:
        yield f"problem_type: {model.config.problem_type}"
    tokenizer = AutoTokenizer.from_pretrained(directory)
    if tokenizer.model_max_length > ours["longest"]:
        yield f"model_max_length: {tokenizer.model_max_length}, the model takes {ours['longest']}"
    for given in ours["inputs"]:
        yield from of_tokens(tokenizer, given, ours["longest"])
        theirs = answers.logits(model.eval(), ours["head"], given["ids"], given["types"])
        for key in ("hidden", "logits"):
            if given[key] is not None:
                yield from compared(f"{key} of {given['text']!r}", given[key], theirs[key])


def of_sentences(directory, ours):
    model = SentenceTransformer(str(directory), device="cpu", model_kwargs={"dtype": torch.float32})
    for vector in ours["vectors"]:
        yield from compared(f"vector of {vector['text']!r}", vector["values"], model.encode(vector["text"]).tolist())


def found(directory):
    ours = json.loads((directory.parent / "answers.json").read_text())
    heard = Heard()
    for logger in ("transformers", "sentence_transformers"):
        logging.getLogger(logger).addHandler(heard)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield from of_model(directory, ours)
            if ours["vectors"]:
                yield from of_sentences(directory, ours)
        except Exception as failure:  # whatever it is, it is what a user would see
            yield f"{type(failure).__name__}: {failure}: {traceback.format_exc()}"
    for logger in ("transformers", "sentence_transformers"):
        logging.getLogger(logger).removeHandler(heard)
    for message in heard.messages + [str(w.message) for w in caught]:
        if "pooler" not in message:
            yield f"warns: {message}"


def main(folder):
    torch.set_num_threads(1)
    transformers.utils.logging.disable_progress_bar()
    for directory in sorted(Path(folder).iterdir()):
        if (directory / "answers.json").exists():
            lines = [line.replace("\n", " ") for line in found(directory / "model")]
            (directory / "found.txt").write_text("".join(line + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
