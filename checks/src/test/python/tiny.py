"""Models of two layers with random weights, and a vocabulary of real word pieces."""

import string
import zlib

import torch
import transformers
from transformers import BertTokenizer

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = """the soup was cold . , ! ? ' - my food had no warmth it is of and to in good bad very warm ##ly ##ing ##ed ##s ##er
##est un ##able ##ness cafe na ##ive ##ful play walk run london paris ada love ##lace lived there she he we they you i
doctor drug fever cough ##ache head pain new york city state river book read ##able film star ##ring boring never again
The Soup Was London Paris Ada Love É é ##é ü ##ü ß ##ß 中 文 字 ##中 私 は [unused0] [unused1]""".split()
VOCABULARY = list(dict.fromkeys(
    SPECIAL + list(string.ascii_letters) + ["##" + c for c in string.ascii_letters + string.digits] + list(string.digits) + WORDS))

POSITIONS = 64

FAMILIES = {"bert": "Bert", "distilbert": "DistilBert", "roberta": "Roberta", "electra": "Electra"}


def config(family, **changes):
    """A configuration of the smallest size that still has several layers and heads."""
    values = dict(vocab_size=len(VOCABULARY), max_position_embeddings=POSITIONS, initializer_range=0.02)
    if family == "distilbert":
        values |= dict(dim=32, n_layers=2, n_heads=4, hidden_dim=64)
    else:
        values |= dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64)
    if family == "electra":
        values |= dict(embedding_size=16)
    if family == "roberta":
        values |= dict(max_position_embeddings=POSITIONS + 2, type_vocab_size=1, pad_token_id=1)
    return getattr(transformers, FAMILIES[family] + "Config")(**(values | changes))


def model(name, family, head, **changes):
    """A model whose weights depend on the name alone, large enough that texts differ in their scores."""
    torch.manual_seed(zlib.crc32(name.encode()))
    made = getattr(transformers, FAMILIES[family] + head)(config(family, **changes)).eval()
    with torch.no_grad():
        for key, parameter in made.named_parameters():
            norm_weight = "norm" in key.lower() and key.endswith("weight")
            parameter.copy_((1 if norm_weight else 0) + 0.15 * torch.randn(parameter.shape))
    made.tie_weights()
    return made


def tokenizer(directory, lower=True, vocabulary=VOCABULARY, kind=BertTokenizer, **settings):
    """A tokenizer as today's library makes it of a vocabulary."""
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "vocab.txt"
    file.write_text("".join(token + "\n" for token in vocabulary), encoding="utf-8")
    made = kind(vocab=str(file), do_lower_case=lower, model_max_length=POSITIONS, **settings)
    file.unlink()
    return made
