"""Times BERT-base in PyTorch on one GPU: python3 torch_step.py DEVICE full|small

Writes a JSON object a line, as the parts of gpu-check do. Takes transformers' model where it is installed, else an
encoder of the same sizes from PyTorch's own layers. Each variant is guarded: one that fails is reported and the
next goes on.
"""
import json
import statistics
import sys
import time


def say(**finding):
    print(json.dumps(finding), flush=True)


try:
    import torch
except ImportError:
    say(fact="PyTorch", text="python3 has no torch")
    sys.exit(0)
if not torch.cuda.is_available():
    say(fact="PyTorch", text=f"torch {torch.__version__} finds no GPU")
    sys.exit(0)
try:
    import transformers
except ImportError:
    transformers = None

DEVICE = torch.device("cuda", int(sys.argv[1]))
SMALL = sys.argv[2] == "small"
VOCABULARY, HIDDEN, LAYERS, HEADS, INTERMEDIATE = (60, 48, 2, 4, 96) if SMALL else (30522, 768, 12, 12, 3072)
POSITIONS, DROPOUT, LABELS = 512, 0.1, 2
ROWS, LENGTH = (2, 16) if SMALL else (32, 128)
WARM_UP, ROUNDS = 10, 30


class PlainBert(torch.nn.Module):
    """BERT with a classifier on the first token, from PyTorch's own encoder layers."""

    def __init__(self):
        super().__init__()
        self.words = torch.nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = torch.nn.Embedding(POSITIONS, HIDDEN)
        self.types = torch.nn.Embedding(2, HIDDEN)
        self.norm = torch.nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = torch.nn.Dropout(DROPOUT)
        layer = torch.nn.TransformerEncoderLayer(
            HIDDEN, HEADS, INTERMEDIATE, DROPOUT, activation="gelu", layer_norm_eps=1e-12, batch_first=True)
        self.encoder = torch.nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False)
        self.pooler = torch.nn.Linear(HIDDEN, HIDDEN)
        self.classifier = torch.nn.Linear(HIDDEN, LABELS)

    def forward(self, ids):
        places = torch.arange(ids.shape[1], device=ids.device)
        hidden = self.words(ids) + self.positions(places) + self.types(torch.zeros_like(ids))
        hidden = self.encoder(self.dropout(self.norm(hidden)))
        return self.classifier(self.dropout(torch.tanh(self.pooler(hidden[:, 0]))))


class LibraryBert(torch.nn.Module):
    """The same, by transformers."""

    def __init__(self):
        super().__init__()
        self.bert = transformers.BertForSequenceClassification(transformers.BertConfig(
            vocab_size=VOCABULARY, hidden_size=HIDDEN, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
            intermediate_size=INTERMEDIATE, hidden_dropout_prob=DROPOUT, attention_probs_dropout_prob=DROPOUT,
            num_labels=LABELS))

    def forward(self, ids):
        return self.bert(input_ids=ids).logits


def milliseconds(step):
    for _ in range(WARM_UP):
        step()
    torch.cuda.synchronize()
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        step()
        torch.cuda.synchronize()
        times.append((time.perf_counter() - begin) * 1e3)
    return times


def model_and_ids(compiled):
    torch.manual_seed(1)
    model = (LibraryBert if transformers else PlainBert)().to(DEVICE)
    ids = torch.randint(3, VOCABULARY, (ROWS, LENGTH), device=DEVICE)
    return model, (torch.compile(model) if compiled else model), ids


def training(bf16, compiled):
    model, forward, ids = model_and_ids(compiled)
    labels = torch.randint(0, LABELS, (ROWS,), device=DEVICE)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5, fused=True)
    model.train()

    def step():
        with torch.autocast("cuda", dtype=torch.bfloat16, enabled=bf16):
            loss = torch.nn.functional.cross_entropy(forward(ids), labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)

    return milliseconds(step)


def inference(bf16, compiled):
    model, forward, ids = model_and_ids(compiled)
    model.eval()

    def step():
        with torch.no_grad(), torch.autocast("cuda", dtype=torch.bfloat16, enabled=bf16):
            forward(ids)

    return milliseconds(step)


say(fact="PyTorch", text=f"{torch.__version__}, " + (
    f"transformers {transformers.__version__}" if transformers else "no transformers: PyTorch's own encoder layers")
    + f", {torch.cuda.get_device_name(DEVICE)}")
torch.cuda.set_device(DEVICE)
for work, bf16, compiled in (
        (training, False, False), (training, True, False), (inference, False, False), (inference, True, False),
        (training, True, True), (inference, True, True)):
    name = (f"PyTorch BERT-base {ROWS} x {LENGTH} {work.__name__}, {'bf16' if bf16 else 'fp32'}"
            f"{', compiled' if compiled else ''}")
    try:
        torch.cuda.reset_peak_memory_stats()
        times = work(bf16, compiled)
        say(figure=name, unit="ms", median=statistics.median(times), min=min(times), max=max(times))
        say(fact="its peak memory", text=f"{torch.cuda.max_memory_allocated() / 2**30:.2f} GiB")
    except Exception as failure:
        say(fact=name, text=f"failed: {type(failure).__name__}: {failure}"[:300])
    torch.cuda.empty_cache()
