"""What the Python libraries make of a directory: the right values."""

import json

import torch
import transformers
from transformers import AutoTokenizer

TEXTS = [
    ("The soup was cold.", None),
    ("My food had no warmth, it is unwarmable!", None),
    ("", None),
    ("Naïve café ÉÉ é\u0301\u0327 Ünloved ß", None),
    ("中文soup文字私は 😀 \U0001D400\ufffd\u0000\t\u00a0\u3000read\u200bable", None),
    ("the [MASK] was [SEP] cold[CLS][UNK] [mask]", None),
    ("was the soup cold?", "The soup was cold. My food had no warmth."),
    ("a " * 50, "London is the city; " * 20),
    ("ada lovelace lived in london and new york " * 12, None),
]

MASKED = ["the [MASK] was cold.", "[MASK] lived in [MASK]", "my food \U0001D400 [MASK] [SEP] had no warmth"]
NAMED = ["Ada Lovelace lived in London, unloved.", "The doctor\U0001D400s 中文 café playing (new york) was unwarmable!", "a"]

CLASSES = {
    "none": "AutoModel",
    "sequence": "AutoModelForSequenceClassification",
    "token": "AutoModelForTokenClassification",
    "answer": "AutoModelForQuestionAnswering",
    "choice": "AutoModelForMultipleChoice",
    "masked": "AutoModelForMaskedLM",
    "next": "AutoModelForNextSentencePrediction",
    "pretraining": "AutoModelForPreTraining",
}


def utf16(text, offset):
    """A place in a text, counted as Java does."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def rounded(tensor):
    return [float(value) for value in tensor.detach().double().flatten()]


def encoded(tokenizer, text, pair, longest):
    """Ids, types and offsets of the fast tokenizer, cut at the model's length."""
    made = tokenizer(text, pair, truncation=True, max_length=longest, return_offsets_mapping=True, return_token_type_ids=True)
    parts = [(text, pair)[s] if s is not None else None for s in made.sequence_ids()]
    offsets = [[utf16(part, a), utf16(part, b)] if part is not None else [0, 0]
               for part, (a, b) in zip(parts, made["offset_mapping"])]
    return {"text": text, "pair": pair, "ids": made["input_ids"], "types": made["token_type_ids"], "offsets": offsets}


def logits(model, head, ids, types):
    """The scores and the last hidden state of one sequence."""
    given = {"input_ids": torch.tensor([ids])}
    if model.config.model_type != "distilbert":
        given["token_type_ids"] = torch.tensor([types])
    if head == "choice":
        given = {key: value.unsqueeze(1) for key, value in given.items()}
    with torch.no_grad():
        made = model(**given, output_hidden_states=True)
    answer = {"hidden": rounded(made.hidden_states[-1])}
    if head == "answer":
        answer["logits"] = rounded(torch.stack([made.start_logits, made.end_logits], -1))
    elif head == "pretraining" and hasattr(made, "prediction_logits"):
        answer["logits"] = rounded(made.prediction_logits)
        answer["relationship"] = rounded(made.seq_relationship_logits)
    elif head != "none":
        answer["logits"] = rounded(made.logits)
    return answer


def of_model(model, head, tokenizer, texts=TEXTS, longest=64):
    """The answers of a model at hand."""
    model = model.float().eval()
    inputs = []
    for text, pair in texts:
        given = encoded(tokenizer, text, pair, longest)
        inputs.append(given | logits(model, head, given["ids"], given["types"]))
    result = {"head": head, "longest": longest, "inputs": inputs}
    if head in ("sequence", "token"):
        result["labels"] = [str(model.config.id2label[i]) for i in range(model.config.num_labels)]
    if head == "masked":
        result["guesses"] = guesses(model, tokenizer)
    if head == "token":
        result["entities"] = entities(model, tokenizer)
    return result


def guesses(model, tokenizer):
    """The pipeline's three best tokens for each mask."""
    fill = transformers.pipeline("fill-mask", model=model, tokenizer=tokenizer, device="cpu")
    found = []
    for text in MASKED:
        made = fill(text, top_k=3)
        masks = made if isinstance(made[0], list) else [made]
        found.append({"text": text, "masks": [[{"id": g["token"], "probability": g["score"]} for g in mask] for mask in masks]})
    return found


def entities(model, tokenizer):
    """The pipeline's entities, for each way of joining pieces."""
    find = transformers.pipeline("token-classification", model=model, tokenizer=tokenizer, device="cpu")
    return [{"text": text, "aggregation": way.upper(), "found": [
                {"type": e.get("entity_group") or e["entity"], "start": utf16(text, e["start"]), "end": utf16(text, e["end"]),
                 "score": float(e["score"])} for e in find(text, aggregation_strategy=way)]}
            for text in NAMED for way in ("none", "simple", "first", "average", "max")]


def of_ids(model, head, longest=64):
    """The answers of a model whose texts are given as ids."""
    generator = torch.Generator().manual_seed(7)
    inputs = []
    for length in (1, 2, 9, longest):
        ids = torch.randint(5, model.config.vocab_size, (length,), generator=generator).tolist()
        inputs.append({"ids": ids, "types": [0] * length} | logits(model.float().eval(), head, ids, [0] * length))
    return {"head": head, "longest": longest, "inputs": inputs}


def of_directory(directory, head, texts=TEXTS, longest=64):
    """The answers of what the libraries load from a directory."""
    model = getattr(transformers, CLASSES[head]).from_pretrained(directory, dtype=torch.float32)
    return of_model(model, head, AutoTokenizer.from_pretrained(directory), texts, longest)


def write(file, answers):
    file.write_text(json.dumps(answers, separators=(",", ":")), encoding="utf-8")
