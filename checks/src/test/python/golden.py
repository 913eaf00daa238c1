"""Directories of a few kilobytes, whose files and answers lie in the resources of the ordinary tests.

Made anew by: write_directories.py ../resources/dev/lathe/checks/python golden-classifier golden-tagger golden-words golden-sentences
"""

import json

import torch
from transformers import AddedToken

import answers
import sentences
import tiny
from heads import TAGS, named
from recipes import recipe

WORDS = tiny.SPECIAL + """the soup was cold The Soup . , < > drug ##s un ##able cafe café É é 中 文 ada london in covid a b c d ##a ##b
##c ##d""".split()
SIZES = dict(hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=12, max_position_embeddings=16)
OF_DISTILBERT = dict(dim=8, n_layers=1, n_heads=2, hidden_dim=12, max_position_embeddings=16)
TEXTS = [("The soup was uncabable.", None), ("É café<drug>s 中文 Covid", "the [MASK]"), ("ada in london, " * 5, None)]
LONGEST = 16


def shortened(value):
    """Seven digits: more than the tolerance tells apart."""
    if isinstance(value, float):
        return float(f"{value:.7g}")
    if isinstance(value, dict):
        return {key: shortened(inner) for key, inner in value.items()}
    return [shortened(inner) for inner in value] if isinstance(value, list) else value


def model(directory, family, suffix, sizes=SIZES, tokens=len(WORDS), **changes):
    made = tiny.model(directory.parent.name, family, suffix, vocab_size=tokens, **sizes, **changes)
    made.config.architectures = [type(made).__name__]
    return made


def slow(directory, **config):
    """The layout of the tokenizers in Python, with two added tokens."""
    (directory / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    (directory / "tokenizer_config.json").write_text(json.dumps({"model_max_length": LONGEST} | config))
    (directory / "added_tokens.json").write_text(json.dumps({"<drug>": len(WORDS), "covid19": len(WORDS) + 1}))


@recipe("golden-classifier")
def classifier(directory):
    """Two labels without names, float16 in several files, added tokens, a configuration that tokenizer.json contradicts."""
    tokenizer = tiny.tokenizer(directory, vocabulary=WORDS)
    tokenizer.add_tokens([AddedToken("<drug>", normalized=True), AddedToken("Covid", single_word=True, lstrip=True, normalized=False)])
    tokenizer.save_pretrained(directory)
    file = directory / "tokenizer_config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"do_lower_case": False, "model_max_length": LONGEST}))
    model(directory, "bert", "ForSequenceClassification", tokens=len(tokenizer)).half().save_pretrained(directory, max_shard_size="1KB")
    return shortened(answers.of_directory(directory, "sequence", TEXTS, LONGEST))


@recipe("golden-tagger")
def tagger(directory):
    """PyTorch's file before 1.6 and the slow layout."""
    made = model(directory, "distilbert", "ForTokenClassification", OF_DISTILBERT, len(WORDS) + 2, **named(TAGS))
    made.config.save_pretrained(directory)
    torch.save(made.state_dict(), directory / "pytorch_model.bin", _use_new_zipfile_serialization=False)
    slow(directory, do_lower_case=True)
    answered = answers.of_model(made, "token", answers.AutoTokenizer.from_pretrained(directory), TEXTS, LONGEST)
    return shortened(answered | {"entities": [e for e in answered["entities"] if e["aggregation"] in ("SIMPLE", "AVERAGE")]})


@recipe("golden-words")
def words(directory):
    """ELECTRA's generator, bfloat16, gelu_python."""
    made = model(directory, "electra", "ForMaskedLM", SIZES | {"embedding_size": 4}, len(WORDS) + 2, hidden_act="gelu_python")
    made.bfloat16().save_pretrained(directory)
    slow(directory, do_lower_case=False)
    return shortened(answers.of_directory(directory, "masked", TEXTS[:2], LONGEST))


@recipe("golden-sentences")
def of_sentences(directory):
    """All in 0_Transformer, cut at eight tokens."""
    below = directory / "0_Transformer"
    below.mkdir()
    slow(below, do_lower_case=True)
    model(directory, "bert", "Model", tokens=len(WORDS) + 2).save_pretrained(below)
    sentences.steps(directory, "0_Transformer", "cls_token", normalize=True, width=8, sentence={"max_seq_length": 8})
    return shortened(sentences.with_vectors(directory, [text for text, _ in TEXTS]))
