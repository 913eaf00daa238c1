"""What people's `config.json` say: labels in every spelling, names of activations, keys that are gone or new."""

import json

import transformers

import answers
import tiny
from heads import THREE, named
from recipes import recipe

ACTIVATIONS = ("gelu_new", "gelu_python", "gelu_pytorch_tanh", "gelu_fast", "gelu_accurate", "relu", "tanh")


def edited(directory, head, suffix, edit=lambda root: None, family="bert", **changes):
    """A model whose configuration is changed after it was saved."""
    model = tiny.model(directory.parent.name, family, suffix, **changes)
    model.save_pretrained(directory)
    tiny.tokenizer(directory).save_pretrained(directory)
    file = directory / "config.json"
    root = json.loads(file.read_text())
    edit(root)
    file.write_text(json.dumps(root))
    return answers.of_directory(directory, head)


for key in ACTIVATIONS:
    recipe(f"activation-{key.replace('_', '-')}")(lambda d, k=key: edited(d, "none", "Model", hidden_act=k))
recipe("activation-gelu-fast-masked")(lambda d: edited(d, "masked", "ForMaskedLM", hidden_act="gelu_fast"))
recipe("activation-gelu-new-distilbert")(
    lambda d: edited(d, "sequence", "ForSequenceClassification", family="distilbert", activation="gelu_new", **named(THREE)))
recipe("activation-gelu-python-electra")(
    lambda d: edited(d, "pretraining", "ForPreTraining", family="electra", hidden_act="gelu_python"))


def labels(directory, head="sequence", suffix="ForSequenceClassification", **keys):
    def edit(root):
        for key, value in keys.items():
            if value is None:
                root.pop(key, None)
            else:
                root[key] = value
    return edited(directory, head, suffix, edit, **named(THREE))


recipe("labels-without-numbers")(lambda d: labels(d, label2id=None))
recipe("labels-with-other-numbers")(lambda d: labels(d, label2id={"LABEL_0": 0, "LABEL_1": 1, "LABEL_2": 2}))
recipe("labels-with-numbers-as-texts")(lambda d: labels(d, label2id={"cold": "0", "warm": "1", "neither": "2"}))
recipe("labels-with-fewer-numbers")(lambda d: labels(d, label2id={"cold": 0}))
recipe("labels-that-are-numbers")(lambda d: labels(d, id2label={"0": 1, "1": 2, "2": 3}, label2id={"1": 0, "2": 1, "3": 2}))


@recipe("labels-named-twice")
def named_twice(directory):
    """The libraries keep both as they are; we set the second apart, so that scores can stand under names."""
    made = labels(directory, id2label={"0": "cold", "1": "warm", "2": "cold"}, label2id={"cold": 2, "warm": 1})
    return made | {"labels": ["cold", "warm", "cold#2"]}


recipe("labels-in-another-order")(lambda d: labels(d, id2label={"2": "neither", "0": "cold", "1": "warm"}))
recipe("labels-of-tokens-without-numbers")(lambda d: labels(d, "token", "ForTokenClassification", label2id=None))
recipe("labels-counted-only")(lambda d: labels(d, id2label=None, label2id=None, num_labels=3))
recipe("labels-with-problem-type-null")(lambda d: edited(
    d, "sequence", "ForSequenceClassification", lambda root: root.update(problem_type=None), **named(THREE)))

recipe("configuration-with-another-epsilon")(lambda d: edited(d, "none", "Model", layer_norm_eps=1e-3))
recipe("configuration-with-one-token-type")(lambda d: edited(d, "none", "Model", type_vocab_size=4))
recipe("configuration-without-architectures")(lambda d: edited(d, "none", "Model", lambda root: root.pop("architectures")))
recipe("configuration-of-another-head")(lambda d: edited(d, "none", "ForMaskedLM"))
recipe("configuration-with-eight-heads")(lambda d: edited(d, "none", "Model", num_attention_heads=8))


@recipe("configuration-without-model-type")
def without_model_type(directory):
    """As Google's first conversions have it: sizes, and nothing of a family or a class."""
    model = tiny.model(directory.parent.name, "bert", "Model")
    model.save_pretrained(directory)
    tiny.tokenizer(directory).save_pretrained(directory)
    keys = ("attention_probs_dropout_prob", "hidden_act", "hidden_dropout_prob", "hidden_size", "initializer_range",
            "intermediate_size", "max_position_embeddings", "num_attention_heads", "num_hidden_layers", "type_vocab_size",
            "vocab_size")
    root = json.loads((directory / "config.json").read_text())
    (directory / "config.json").write_text(json.dumps({key: root[key] for key in keys}))
    return answers.of_model(transformers.BertModel.from_pretrained(directory), "none",
                            transformers.BertTokenizer.from_pretrained(directory))
