"""Tokenizers in the layouts of the years: one file or four, added tokens of every kind, settings that disagree."""

import json

from transformers import AddedToken, BertTokenizer, DistilBertTokenizer, ElectraTokenizer

import answers
import tiny
from recipes import recipe

MARKED = [
    ("the<drug>was cold <drug> <DRUG> a<drug>", None),
    (" covid is Covid and  COVID , covids, précovid, pre-covid.", None),
    ("été en Été ete <drug><drug>  <drug> .", "x <drug> y covid"),
    ("[unused0] un[unused1]able [UNUSED0]", None),
    ("new york city newyork new  york", None),
]
KINDS = {
    "normalized": dict(normalized=True),
    "as-they-are": dict(normalized=False),
    "left": dict(lstrip=True, normalized=False),
    "right": dict(rstrip=True, normalized=False),
    "both-sides": dict(lstrip=True, rstrip=True, normalized=True),
    "whole-words": dict(single_word=True, normalized=False),
    "whole-words-normalized": dict(single_word=True, normalized=True),
    "whole-words-both-sides": dict(single_word=True, lstrip=True, rstrip=True, normalized=True),
    "special": dict(special=True, normalized=False),
    "special-normalized": dict(special=True, normalized=True),
}
CONTENTS = ["<drug>", "Covid", "Été", "new york"]


def encoder(directory, tokens):
    """Weights with a row for each token."""
    model = tiny.model(directory.parent.name, "bert", "Model", vocab_size=tokens)
    model.save_pretrained(directory)


def both(directory):
    return answers.of_directory(directory, "none", answers.TEXTS[:-2] + MARKED)


def added(directory, lower, settings):
    tokenizer = tiny.tokenizer(directory, lower)
    tokenizer.add_tokens([AddedToken(content, **settings) for content in CONTENTS], special_tokens=settings.get("special", False))
    tokenizer.save_pretrained(directory)
    encoder(directory, len(tokenizer))
    return both(directory)


for kind, settings in KINDS.items():
    recipe(f"added-tokens-{kind}")(lambda d, s=settings: added(d, True, s))
recipe("added-tokens-normalized-cased")(lambda d: added(d, False, KINDS["normalized"]))
recipe("added-tokens-both-sides-cased")(lambda d: added(d, False, KINDS["both-sides"]))


@recipe("added-tokens-as-plain-words")
def plain_words(directory):
    """What `add_tokens` of strings gives."""
    tokenizer = tiny.tokenizer(directory)
    tokenizer.add_tokens(["<drug>", "covid", "ÉTÉ", "soup"])
    tokenizer.add_special_tokens({"additional_special_tokens": ["[unused0]", "<sep2>"]})
    tokenizer.save_pretrained(directory)
    encoder(directory, len(tokenizer))
    return both(directory)


def fast(directory, kind=BertTokenizer, lower=True, edit=lambda root: None, config=lambda root: None, **settings):
    """A `tokenizer.json`, perhaps changed, and a `tokenizer_config.json`, perhaps changed or gone."""
    tiny.tokenizer(directory, lower, kind=kind, **settings).save_pretrained(directory)
    encoder(directory, len(tiny.VOCABULARY))
    for file, change in (("tokenizer.json", edit), ("tokenizer_config.json", config)):
        root = json.loads((directory / file).read_text())
        if change(root) == "remove":
            (directory / file).unlink()
        else:
            (directory / file).write_text(json.dumps(root, ensure_ascii=False), encoding="utf-8")
    return both(directory)


def without_type(root):
    """As published with bert-base-uncased."""
    root["model"] = {key: root["model"][key]
                     for key in ("vocab", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word")}


recipe("fast-cased")(lambda d: fast(d, lower=False))
recipe("fast-without-model-type")(lambda d: fast(d, edit=without_type))
recipe("fast-of-distilbert")(lambda d: fast(d, kind=DistilBertTokenizer))
recipe("fast-of-electra")(lambda d: fast(d, kind=ElectraTokenizer))
recipe("fast-keeps-accents")(lambda d: fast(d, strip_accents=False))
recipe("fast-cased-strips-accents")(lambda d: fast(d, lower=False, strip_accents=True))
recipe("fast-joins-chinese")(lambda d: fast(d, tokenize_chinese_chars=False))
recipe("fast-without-configuration")(lambda d: fast(d, config=lambda root: "remove"))
recipe("fast-with-padding-and-truncation")(lambda d: fast(d, edit=lambda root: root.update(
    truncation={"direction": "Right", "max_length": 8, "strategy": "LongestFirst", "stride": 0},
    padding={"strategy": {"Fixed": 8}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0, "pad_type_id": 0,
             "pad_token": "[PAD]"})))
for key, value in (("do_lower_case", False), ("strip_accents", False), ("tokenize_chinese_chars", False),
                   ("strip_accents", True)):
    recipe(f"configuration-says-{key.replace('_', '-')}-{str(value).lower()}")(
        lambda d, k=key, v=value: fast(d, config=lambda root: root.update({k: v})))
recipe("configuration-says-do-lower-case-true")(lambda d: fast(d, lower=False, config=lambda root: root.update(do_lower_case=True)))
recipe("configuration-of-the-class-named-fast")(
    lambda d: fast(d, config=lambda root: root.update(tokenizer_class="BertTokenizerFast", do_lower_case=False)))
recipe("configuration-without-class")(lambda d: fast(d, config=lambda root: root.pop("tokenizer_class") and None))
recipe("configuration-without-switches")(lambda d: fast(d, lower=False, config=lambda root: [
    root.pop(key) for key in ("do_lower_case", "strip_accents", "tokenize_chinese_chars")] and None))


def slow(directory, tokens=tiny.VOCABULARY, end="", config=None, added_tokens=None, special=None):
    """What the tokenizers in Python wrote, up to 2025: a line a token, and more tokens and settings beside."""
    (directory / "vocab.txt").write_text("".join(t + "\n" for t in tokens) + end, encoding="utf-8")
    for file, content in (("tokenizer_config.json", config), ("added_tokens.json", added_tokens),
                          ("special_tokens_map.json", special)):
        if content is not None:
            (directory / file).write_text(json.dumps(content), encoding="utf-8")
    encoder(directory, len(tokens) + 4)
    return both(directory)


MAP = {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
CONFIG = {"do_lower_case": True, "tokenizer_class": "BertTokenizer", "model_max_length": tiny.POSITIONS} | MAP
NEXT = len(tiny.VOCABULARY)

recipe("slow-vocabulary-alone")(lambda d: slow(d))
recipe("slow-cased")(lambda d: slow(d, config=CONFIG | {"do_lower_case": False}))
recipe("slow-with-special-tokens-map")(lambda d: slow(d, config=CONFIG, special=MAP))
recipe("slow-with-empty-lines-at-the-end")(lambda d: slow(d, end="\n\n\n", config=CONFIG))
recipe("slow-without-a-line-break-at-the-end")(lambda d: slow(d, tokens=tiny.VOCABULARY[:-1], end=tiny.VOCABULARY[-1], config=CONFIG))
recipe("slow-with-added-tokens")(lambda d: slow(d, config=CONFIG, special=MAP, added_tokens={"<drug>": NEXT, "covid": NEXT + 1}))
recipe("slow-with-added-special-tokens")(lambda d: slow(
    d, config=CONFIG, special=MAP | {"additional_special_tokens": ["<drug>", "Covid"]},
    added_tokens={"<drug>": NEXT, "Covid": NEXT + 1}))
recipe("slow-with-special-tokens-of-the-vocabulary")(lambda d: slow(
    d, config=CONFIG | {"additional_special_tokens": ["[unused0]", "[unused1]"]}, special=MAP))
recipe("slow-with-special-tokens-as-objects")(lambda d: slow(d, config=CONFIG, special={
    key: {"content": value, "lstrip": key == "mask_token", "rstrip": False, "single_word": False, "normalized": False}
    for key, value in MAP.items()}))
recipe("slow-with-added-tokens-decoder")(lambda d: slow(d, config=CONFIG | {"added_tokens_decoder": {
    str(number): {"content": content, "lstrip": False, "rstrip": False, "single_word": False, "normalized": not content.startswith("["),
                  "special": content.startswith("[")}
    for number, content in [(i, t) for i, t in enumerate(tiny.SPECIAL)] + [(NEXT, "<drug>"), (NEXT + 1, "covid")]}}))
