"""The same weights in every form of file: one or several, safetensors or PyTorch's, new and old, in every type."""

import json

import torch
from safetensors.torch import save_file

import answers
import tiny
from recipes import recipe

TYPES = {"float16": torch.float16, "bfloat16": torch.bfloat16, "float64": torch.float64}


def written(directory, head="none", suffix="Model", family="bert", dtype=torch.float32, **how):
    """Saves a model of a type and hands back what was saved, in float32."""
    model = tiny.model(directory.parent.name, family, suffix).to(dtype)
    tiny.tokenizer(directory).save_pretrained(directory)
    if how.pop("torch", False):
        model.config.architectures = [type(model).__name__]
        model.config.save_pretrained(directory)
        file = how.pop("file", "pytorch_model.bin")
        torch.save(how.pop("state", lambda state: state)(model.state_dict()), directory / file, **how)
    else:
        model.save_pretrained(directory, **how)
    return answers.of_model(model, head, answers.AutoTokenizer.from_pretrained(directory))


for key, dtype in TYPES.items():
    recipe(f"safetensors-{key}")(lambda d, t=dtype: written(d, dtype=t))
    recipe(f"torch-{key}")(lambda d, t=dtype: written(d, dtype=t, torch=True))
    recipe(f"torch-legacy-{key}")(lambda d, t=dtype: written(d, dtype=t, torch=True, _use_new_zipfile_serialization=False))

recipe("safetensors-several-files")(lambda d: written(d, max_shard_size="20KB"))
recipe("safetensors-several-files-float16-distilbert")(
    lambda d: written(d, "sequence", "ForSequenceClassification", "distilbert", torch.float16, max_shard_size="15KB"))
recipe("safetensors-several-files-electra")(lambda d: written(d, "token", "ForTokenClassification", "electra", max_shard_size="15KB"))
recipe("torch-zip")(lambda d: written(d, torch=True))
recipe("torch-zip-masked")(lambda d: written(d, "masked", "ForMaskedLM", torch=True))
recipe("torch-zip-distilbert-masked")(lambda d: written(d, "masked", "ForMaskedLM", "distilbert", torch=True))
recipe("torch-legacy")(lambda d: written(d, torch=True, _use_new_zipfile_serialization=False))
recipe("torch-legacy-masked")(lambda d: written(d, "masked", "ForMaskedLM", torch=True, _use_new_zipfile_serialization=False))


@recipe("torch-several-files")
def torch_several_files(directory):
    """The index that transformers 4 wrote for sharded PyTorch files."""
    made = written(directory, torch=True)
    whole = torch.load(directory / "pytorch_model.bin")
    (directory / "pytorch_model.bin").unlink()
    places = {}
    for number in (1, 2):
        file = f"pytorch_model-{number:05}-of-00002.bin"
        part = {key: value for i, (key, value) in enumerate(whole.items()) if i % 2 == number - 1}
        torch.save(part, directory / file)
        places |= {key: file for key in part}
    index = {"metadata": {"total_size": sum(v.nbytes for v in whole.values())}, "weight_map": places}
    (directory / "pytorch_model.bin.index.json").write_text(json.dumps(index))
    return made


def with_old_names(state):
    """As converted from TensorFlow: gamma and beta, and the positions' buffer."""
    renamed = {key.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): value
               for key, value in state.items()}
    return renamed | {"bert.embeddings.position_ids": torch.arange(tiny.POSITIONS).unsqueeze(0)}


recipe("torch-old-names")(
    lambda d: written(d, "sequence", "ForSequenceClassification", torch=True, state=with_old_names))
recipe("torch-legacy-old-names")(
    lambda d: written(d, "pretraining", "ForPreTraining", torch=True, state=with_old_names, _use_new_zipfile_serialization=False))
recipe("torch-of-parameters")(
    lambda d: written(d, torch=True, state=lambda s: {k: torch.nn.Parameter(v) for k, v in s.items()}))
recipe("torch-protocol-4")(lambda d: written(d, torch=True, pickle_protocol=4))


@recipe("safetensors-with-decoder-stored-twice")
def decoder_twice(directory):
    """Tied weights under both names, as some converters store them."""
    made = written(directory, "masked", "ForMaskedLM")
    model = tiny.model(directory.parent.name, "bert", "ForMaskedLM")
    save_file({key: value.clone() for key, value in model.state_dict().items()}, directory / "model.safetensors",
              metadata={"format": "pt"})
    return made


@recipe("safetensors-encoder-below-a-head-only")
def below_a_head(directory):
    """An embedding of a model that was trained to guess words."""
    model = tiny.model(directory.parent.name, "bert", "ForMaskedLM")
    model.save_pretrained(directory)
    tiny.tokenizer(directory).save_pretrained(directory)
    return answers.of_directory(directory, "none")


@recipe("safetensors-and-torch-side-by-side")
def side_by_side(directory):
    """Both files; the safetensors one counts."""
    other = tiny.model("another", "bert", "Model")
    made = written(directory)
    torch.save(other.state_dict(), directory / "pytorch_model.bin")
    return made
