"""Models exported to ONNX by both of PyTorch's exporters, with the directory's other files beside."""

import torch

import answers
import tiny
from heads import HEADS
from recipes import recipe

IDS = torch.tensor([[2, 129, 130, 131, 3], [2, 129, 3, 0, 0]])


def exported(directory, kind, family, opset=None, external=False, dynamo=False, wrapped=False, **more):
    head, suffix, changes = HEADS[kind]
    model = tiny.model(directory.parent.name, family, suffix, **(changes | more))
    model.config.architectures = [type(model).__name__]
    model.config.save_pretrained(directory)
    tokenizer = tiny.tokenizer(directory)
    tokenizer.save_pretrained(directory)
    given = {"input_ids": IDS, "attention_mask": (IDS != 0).long()}
    if family != "distilbert":
        given["token_type_ids"] = torch.zeros_like(IDS)
    outputs = ["start_logits", "end_logits"] if head == "answer" else ["last_hidden_state" if head == "none" else "logits"]
    export(model, given, outputs, directory / "model.onnx", opset, external, dynamo, wrapped or head == "none")
    result = answers.of_model(model, head, answers.AutoTokenizer.from_pretrained(directory))
    return result | {"convert": "model.onnx"}


def export(model, given, outputs, file, opset, external, dynamo, wrapped):
    names = {"input_names": list(given), "output_names": outputs, "opset_version": opset, "verbose": False}
    if dynamo:
        axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("sequence")}
        torch.onnx.export(model, (), file, kwargs=given, dynamo=True, external_data=external,
                          dynamic_shapes={key: axes for key in given}, **names)
    else:
        class Plain(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.model = model

            def forward(self, *values):
                made = self.model(**dict(zip(given, values)))
                return tuple(made[key] for key in outputs)
        torch.onnx.export(Plain() if wrapped else model, tuple(given.values()), file, dynamo=False,
                          dynamic_axes={key: {0: "batch", 1: "sequence"} for key in given}, **names)


EXPORTED = [(kind, "bert") for kind in ("base", "two-labels-by-default", "three-labels", "tokens", "answers")] + [
    (kind, "distilbert") for kind in ("base", "three-labels", "tokens")]
for kind, family in EXPORTED:
    recipe(f"onnx-by-tracing-{family}-{kind}")(lambda d, k=kind, f=family: exported(d, k, f))
for kind, family in EXPORTED[:1] + EXPORTED[2:]:
    recipe(f"onnx-by-capture-{family}-{kind}")(lambda d, k=kind, f=family: exported(d, k, f, dynamo=True))
recipe("onnx-by-tracing-bert-of-a-wrapper")(lambda d: exported(d, "three-labels", "bert", wrapped=True))
recipe("onnx-by-capture-bert-weights-beside")(lambda d: exported(d, "base", "bert", external=True, dynamo=True))
recipe("onnx-by-tracing-bert-opset-17")(lambda d: exported(d, "tokens", "bert", opset=17))
recipe("onnx-by-tracing-bert-eight-heads")(
    lambda d: exported(d, "base", "bert", num_attention_heads=8, layer_norm_eps=1e-3))
recipe("onnx-by-capture-bert-eight-heads")(
    lambda d: exported(d, "base", "bert", dynamo=True, num_attention_heads=8, layer_norm_eps=1e-3))
