"""Writes bert/src/test/resources/peft: a tiny classifier, adapters for it as peft writes them, and their logits.
Prints what RankAllocationTest holds AdaLoRA against.

Run by hand, with what requirements.txt names and peft 0.21.0: python adapters.py DIRECTORY
"""
import json
import os
import sys

import torch
from peft import AdaLoraConfig, IA3Config, LoraConfig, PrefixTuningConfig, PromptTuningConfig, get_peft_model
from peft.tuners.adalora.layer import RankAllocator, SVDLinear
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
    "adalora": AdaLoraConfig(task_type="SEQ_CLS", init_r=3, target_r=1, lora_alpha=6, target_modules=["query", "value", "output.dense"],
                             total_step=10, rank_pattern=None),
    "prompt": PromptTuningConfig(task_type="SEQ_CLS", num_virtual_tokens=2),
    "prefix": PrefixTuningConfig(task_type="SEQ_CLS", num_virtual_tokens=2),
}
# What an allocation has left of each place's three values.
KEPT = {
    "encoder.layer.0.attention.self.query": [True, False, True],
    "encoder.layer.0.attention.self.value": [False, False, False],
    "encoder.layer.0.attention.output.dense": [False, True, False],
    "encoder.layer.0.output.dense": [True, True, True],
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
        if name == "adalora":
            keep(adapted)
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
    print(allocation())


def keep(adapted):
    pattern = {}
    for place, kept in KEPT.items():
        values = adapted.get_parameter(f"base_model.model.bert.{place}.lora_E.default")
        values.data[~torch.tensor(kept)] = 0
        pattern[f"bert.{place}.lora_E.default"] = kept
    adapted.peft_config["default"].rank_pattern = pattern


def allocation():
    """What PEFT's allocator keeps at the steps in which it chooses, of two places whose values and gradients a formula gives."""
    config = AdaLoraConfig(init_r=4, target_r=2, tinit=2, tfinal=5, deltaT=3, total_step=20, target_modules=["0", "1"])
    model = torch.nn.Sequential(SVDLinear(torch.nn.Linear(5, 3), "default", config, r=4, lora_alpha=8),
                                SVDLinear(torch.nn.Linear(3, 2), "default", config, r=4, lora_alpha=8)).double()
    allocator = RankAllocator(model, config, "default")
    left = []
    for step in range(1, 15):
        for at, layer in enumerate(model):
            for kind, values in enumerate([layer.lora_A, layer.lora_E, layer.lora_B]):
                p = values["default"]
                number = torch.arange(p.numel(), dtype=torch.float64).reshape(p.shape)
                p.data = torch.sin(number * 0.7 + step * (number % 3) + at + 2 * kind)
                p.grad = torch.cos(number * 1.1 + step * 0.4 + 3 * at + kind)
        allocator.update_and_allocate(model, step)
        figures = "".join(str(int(value != 0)) for layer in model for value in layer.lora_E["default"])
        if "0" in figures:
            left.append(f"{step} {figures}")
    return left


def answers(model):
    model = model.double().eval()
    with torch.no_grad():
        return [model(input_ids=torch.tensor([ids])).logits[0].tolist() for ids in TEXTS]


if __name__ == "__main__":
    main(sys.argv[1])
