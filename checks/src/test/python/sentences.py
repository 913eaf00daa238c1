"""Embedding models as sentence-transformers lays them out, today and in older versions."""

import json

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling, Transformer

import answers
import tiny
from recipes import recipe

TEXTS = [text for text, pair in answers.TEXTS if pair is None] + ["The Soup Was Cold", "a", "é soup"]


def with_vectors(directory, texts=TEXTS):
    """What the library makes of the directory."""
    model = SentenceTransformer(str(directory), device="cpu", model_kwargs={"dtype": torch.float32})
    vectors = [{"text": text, "values": [float(v) for v in model.encode(text)]} for text in texts]
    return {"head": "none", "longest": tiny.POSITIONS, "inputs": [], "vectors": vectors}


def encoder(directory, family="bert", lower=True):
    directory.mkdir(parents=True, exist_ok=True)
    tiny.tokenizer(directory, lower).save_pretrained(directory)
    tiny.model("sentences", family, "Model").save_pretrained(directory)


def today(directory, pooling="mean", normalize=False, family="bert", longest=None, more=(), **settings):
    """As the present version saves it."""
    base = directory.parent / "base"
    encoder(base, family)
    transformer = Transformer(str(base), max_seq_length=longest)
    modules = [transformer, Pooling(32, pooling)] + ([Normalize()] if normalize else []) + list(more)
    SentenceTransformer(modules=modules, device="cpu", **settings).save(str(directory))
    return with_vectors(directory)


for pooling in ("mean", "cls", "max"):
    recipe(f"sentences-{pooling}")(lambda d, p=pooling: today(d, p))
recipe("sentences-normalized")(lambda d: today(d, normalize=True))
recipe("sentences-cut-at-16")(lambda d: today(d, longest=16))
recipe("sentences-of-distilbert")(lambda d: today(d, family="distilbert", normalize=True))
recipe("sentences-of-electra")(lambda d: today(d, "cls", family="electra"))
recipe("sentences-with-prompts")(lambda d: today(d, prompts={"query": "ada: ", "document": "the "}))

BOOLEANS = ("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens")
LATER = ("weightedmean_tokens", "lasttoken")


def steps(directory, folder="", pooling="mean_tokens", booleans=BOOLEANS, normalize=False, sentence=None,
          file="sentence_bert_config.json", width=32, more=()):
    """What versions 0.3 to 5.3 laid beside an encoder, by hand."""
    kinds = [(folder, "Transformer"), ("1_Pooling", "Pooling")] + ([("2_Normalize", "Normalize")] if normalize else [])
    modules = [{"idx": i, "name": str(i), "path": path, "type": "sentence_transformers.models." + kind}
               for i, (path, kind) in enumerate(kinds)]
    (directory / "modules.json").write_text(json.dumps(modules, indent=2))
    values = {"word_embedding_dimension": width} | {f"pooling_mode_{key}": key == pooling for key in booleans} | dict(more)
    (directory / "1_Pooling").mkdir()
    (directory / "1_Pooling" / "config.json").write_text(json.dumps(values))
    if sentence is not None:
        (directory / folder / file).write_text(json.dumps(sentence))


def earlier(directory, pooling="mean_tokens", folder="", lower=True, family="bert", texts=TEXTS, **how):
    encoder(directory / folder, family, lower)
    steps(directory, folder, pooling, **how)
    return with_vectors(directory, texts)


CUT = {"max_seq_length": 16, "do_lower_case": False}
recipe("earlier-sentences-mean")(lambda d: earlier(d))
recipe("earlier-sentences-cls-normalized")(lambda d: earlier(d, "cls_token", normalize=True))
recipe("earlier-sentences-max")(lambda d: earlier(d, "max_tokens"))
recipe("earlier-sentences-six-booleans")(lambda d: earlier(d, booleans=BOOLEANS + LATER, more={"include_prompt": True}.items()))
recipe("earlier-sentences-below-0-transformer")(lambda d: earlier(d, folder="0_Transformer", sentence=CUT))
recipe("earlier-sentences-below-0-transformer-cased")(lambda d: earlier(d, "cls_token", folder="0_Transformer", lower=False, normalize=True))
recipe("earlier-sentences-cut-at-16")(lambda d: earlier(d, sentence=CUT, normalize=True))
recipe("earlier-sentences-longer-than-positions")(lambda d: earlier(
    d, sentence={"max_seq_length": 512, "do_lower_case": False}, texts=[text for text in TEXTS if len(text) < 100]))
recipe("earlier-sentences-without-length")(lambda d: earlier(d, sentence={"max_seq_length": None, "do_lower_case": False}))
recipe("earlier-sentences-cut-of-distilbert")(
    lambda d: earlier(d, sentence=CUT, family="distilbert", file="sentence_distilbert_config.json"))
recipe("earlier-sentences-lower-case-first")(
    lambda d: earlier(d, sentence={"max_seq_length": 32, "do_lower_case": True}, lower=False))


@recipe("sentences-without-modules")
def without_modules(directory):
    """A plain encoder: the library pools by the mean."""
    encoder(directory)
    return with_vectors(directory)


@recipe("sentences-with-prompt-by-default")
def prompt_by_default(directory):
    """A prompt that goes before every text unasked."""
    return today(directory, prompts={"query": "ada: "}, default_prompt_name="query")


def refused(make, message):
    """What the library computes and we do not: said by name."""
    return lambda directory: make(directory) | {"refusal": message}


recipe("sentences-of-the-weighted-mean")(refused(
    lambda d: today(d, "weightedmean"), "config.json: 'pooling_mode': 'weightedmean': only cls, mean and max are known"))
recipe("sentences-of-two-poolings")(refused(
    lambda d: today(d, ["cls", "mean"]), "config.json: 'pooling_mode': cls and mean: only one at a time is known"))
recipe("earlier-sentences-of-the-root-mean")(refused(
    lambda d: earlier(d, "mean_sqrt_len_tokens"),
    "config.json: 'pooling_mode_mean_sqrt_len_tokens': only cls_token, mean_tokens and max_tokens are known"))
recipe("sentences-through-a-dense-layer")(refused(
    lambda d: today(d, more=[Dense(32, 16)]),
    "modules.json: '[2].type': 'sentence_transformers.base.modules.dense.Dense' is not known"))
