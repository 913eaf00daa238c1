"""Writes bert/src/test/resources/peft: a tiny classifier, adapters for it as peft writes them, and their logits.

Run by hand, with what requirements.txt names and peft 0.21.0: python adapters.py DIRECTORY
"""
import json
import os
import sys

import torch
from peft import IA3Config, LoraConfig, get_peft_model
from transformers import BertConfig, BertForSequenceClassification

SIZES = dict(vocab_size=10, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=12,
             max_position_embeddings=12, num_labels=3)
TEXTS = [[2, 5, 6, 3], [2, 7, 8, 9, 5, 3]]
ADAPTERS = {
    "lora": LoraConfig(task_type="SEQ_CLS", r=2, lora_alpha=6, target_modules=["query", "value"]),
    "rslora": LoraConfig(task_type="SEQ_CLS", r=4, use_rslora=True, target_modules=r".*\.(key|intermediate\.dense)"),
    "dora": LoraConfig(task_type="SEQ_CLS", r=2, use_dora=True, target_modules=["query", "output.dense"]),
    "biases": LoraConfig(task_type="SEQ_CLS", r=2, bias="all", target_modules="all-linear"),
    "ia3": IA3Config(task_type="SEQ_CLS"),
}


def main(directory):
    torch.manual_seed(1)
    base = os.path.join(directory, "base")
    model = BertForSequenceClassification(BertConfig(**SIZES))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, 0, 0.4)
    model.save_pretrained(base)
    with open(os.path.join(base, "vocab.txt"), "w") as vocabulary:
        vocabulary.write("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "d", "e"]) + "\n")
    logits = {"base": answers(model)}
    for name, config in ADAPTERS.items():
        adapted = get_peft_model(BertForSequenceClassification.from_pretrained(base), config)
        for path, parameter in adapted.named_parameters():
            if parameter.requires_grad:
                parameter.data += 0.3 * torch.randn_like(parameter)
        adapted.save_pretrained(os.path.join(directory, name))
        os.remove(os.path.join(directory, name, "README.md"))
        config_file = os.path.join(directory, name, "adapter_config.json")
        with open(config_file) as file:
            settings = json.load(file)
        settings["base_model_name_or_path"] = "base"
        with open(config_file, "w") as file:
            json.dump(settings, file, indent=2, sort_keys=True)
            file.write("\n")
        logits[name] = answers(adapted)
    with open(os.path.join(directory, "logits.json"), "w") as file:
        json.dump(logits, file, indent=1)
        file.write("\n")


def answers(model):
    model = model.double().eval()
    with torch.no_grad():
        return [model(input_ids=torch.tensor([ids])).logits[0].tolist() for ids in TEXTS]


if __name__ == "__main__":
    main(sys.argv[1])
