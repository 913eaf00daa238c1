"""Every head of every family, as `save_pretrained` writes it."""

import answers
import tiny
from recipes import recipe

THREE = {0: "cold", 1: "warm", 2: "neither"}
TAGS = {0: "O", 1: "B-PER", 2: "I-PER", 3: "B-LOC", 4: "I-LOC"}


def named(labels):
    return {"id2label": labels, "label2id": {name: number for number, name in labels.items()}}


HEADS = {
    "base": ("none", "Model", {}),
    "two-labels-by-default": ("sequence", "ForSequenceClassification", {}),
    "three-labels": ("sequence", "ForSequenceClassification", named(THREE)),
    "regression": ("sequence", "ForSequenceClassification", {"num_labels": 1, "problem_type": "regression"}),
    "multi-label": ("sequence", "ForSequenceClassification",
                    named(THREE) | {"problem_type": "multi_label_classification"}),
    "tokens": ("token", "ForTokenClassification", named(TAGS)),
    "answers": ("answer", "ForQuestionAnswering", {}),
    "choices": ("choice", "ForMultipleChoice", {}),
    "masked": ("masked", "ForMaskedLM", {}),
}
OF_BERT = {
    "next-sentence": ("next", "ForNextSentencePrediction", {}),
    "pretraining": ("pretraining", "ForPreTraining", {}),
}
OF_ELECTRA = {
    "discriminator": ("pretraining", "ForPreTraining", {}),
    "wide-embeddings": ("none", "Model", {"embedding_size": 32}),
}
FAMILIES = {"bert": HEADS | OF_BERT, "distilbert": HEADS, "roberta": HEADS, "electra": HEADS | OF_ELECTRA}


def writer(name, family, head, suffix, changes):
    def write(directory):
        model = tiny.model(name, family, suffix, **changes)
        model.save_pretrained(directory)
        if family == "roberta":
            return answers.of_ids(model, head)
        tiny.tokenizer(directory).save_pretrained(directory)
        return answers.of_directory(directory, head)
    return write


for family, heads in FAMILIES.items():
    for kind, (head, suffix, changes) in heads.items():
        recipe(f"{family}-{kind}")(writer(f"{family}-{kind}", family, head, suffix, changes))
