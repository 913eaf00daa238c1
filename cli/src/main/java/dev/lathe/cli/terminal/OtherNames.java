package dev.lathe.cli.terminal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/// What options are called in the field's other programs, such as the example scripts of Hugging Face's transformers.
final class OtherNames {
    private static final Map<String, String> HERE = new HashMap<>();
    /// Why there is none here, or what is done instead: true of every command.
    private static final Map<String, String> NONE = new HashMap<>();

    static {
        here("--lr", "learning-rate", "rate", "lr-rate");
        here("--epochs", "num-train-epochs", "num-epochs", "n-epochs", "epoch");
        here("--batch-size", "per-device-train-batch-size", "train-batch-size", "per-gpu-train-batch-size", "batch", "bs");
        here("--max-length", "max-seq-length", "max-seq-len", "max-len", "model-max-length", "max-source-length");
        here("--grad-accumulation", "gradient-accumulation-steps", "accumulation-steps", "accumulate-grad-batches");
        here("--max-grad-norm", "gradient-clip-val", "clip-norm", "clip");
        here("--warmup", "warmup-ratio", "warmup-steps", "warmup-proportion");
        here("--schedule", "lr-scheduler-type", "lr-scheduler", "scheduler");
        here("--optimizer", "optim");
        here("--dropout", "hidden-dropout-prob", "attention-probs-dropout-prob");
        here("--early-stopping", "early-stopping-patience", "patience");
        here("--model", "model-name-or-path", "model-name", "model-id", "model-path", "model-dir", "checkpoint", "bert-model", "base-model");
        here("--train", "train-file", "train-data", "training-data", "train-path");
        here("--dev", "validation-file", "dev-file", "eval-file", "validation-data", "dev-data", "eval-data", "valid", "validation");
        here("--test", "test-file", "test-data", "predict-file");
        here("--dev-fraction", "validation-split", "validation-fraction", "dev-split", "val-split");
        here("--split-seed", "split-random-state", "data-seed", "dev-seed");
        here("--test-fraction", "test-split", "test-size");
        here("--out", "output-dir", "output", "save-dir", "output-path");
        here("--output", "output-file", "out", "out-file", "predictions");
        here("--to", "out", "output-dir", "output", "output-path");
        here("--input", "input-file", "texts", "file", "data");
        here("--data", "data-file", "test-file", "test", "input");
        here("--text", "sentence", "sentence1", "input-text");
        here("--text-pair", "sentence2", "text-b", "pair");
        here("--text-column", "text-column-name", "text-field");
        here("--label-column", "label-column-name", "label-field", "target-column");
        here("--save-steps", "checkpoint-steps", "save-every", "save-strategy");
        here("--eval-steps", "evaluation-steps", "validation-steps", "evaluation-strategy", "eval-strategy");
        here("--resume", "resume-from-checkpoint");
        here("--overwrite", "overwrite-output-dir");
        here("--keep", "load-best-model-at-end");
        here("--task", "task-name", "task-type");
        here("--seed", "random-seed", "random-state");
        here("--freeze", "freeze-layers", "freeze-encoder", "freeze-base");
        here("--peft", "use-lora", "use-peft", "lora", "peft-type", "peft-method");
        here("--lora-rank", "lora-r", "r", "rank");
        here("--lora-alpha", "alpha");
        here("--lora-targets", "target-modules", "lora-target-modules");
        here("--virtual-tokens", "num-virtual-tokens");
        here("--layer-decay", "layerwise-lr-decay", "llrd");
        here("--device", "gpu", "cuda", "no-cuda", "use-cpu", "device-map", "use-cuda");
        here("--threads", "num-threads", "n-threads", "num-workers", "jobs", "cores");
        here("--top", "top-k", "topk", "n-best", "n-best-size");
        here("--aggregation", "aggregation-strategy");
        here("--stride", "doc-stride");
        here("--whole-words", "whole-word-mask", "wwm");
        here("--pooling", "pooling-mode", "pooling-strategy");
        here("--normalize", "normalize-embeddings", "l2-normalize");
        here("--delimiter", "sep", "separator");
        here("--no-answer-threshold", "null-score-diff-threshold");
        here("--tensorboard", "report-to", "logging-dir");
        here("--progress", "logging-steps", "logging-strategy", "disable-tqdm");
        here("--label-smoothing", "label-smoothing-factor");
        here("--max-steps", "max-train-samples");
        none("'lathe finetune' always trains", "do-train");
        none("what is named is evaluated: --dev after each epoch, --test at the end", "do-eval");
        none("'lathe predict' does that", "do-predict");
        none("evaluation cuts its own batches, which change no result", "per-device-eval-batch-size", "eval-batch-size",
                "per-gpu-eval-batch-size");
        none("Lathe computes in float32 only", "fp16", "bf16", "half", "amp", "tf32", "mixed-precision", "fp16-opt-level", "fp16-full-eval",
                "bf16-full-eval", "half-precision-backend", "torch-dtype", "load-in-8bit", "load-in-4bit");
        none("what costs little is computed again anyway; with --grad-accumulation and a smaller --batch-size a step takes less memory",
                "gradient-checkpointing");
        none("one checkpoint is kept for --resume, and one model in the end: --keep", "save-total-limit");
        none("the best model is that of the task's own score: --keep", "metric-for-best-model", "greater-is-better");
        none("nothing is uploaded; the result is a directory in Hugging Face's layout", "push-to-hub", "hub-model-id", "hub-token");
        none("the environment variable LATHE_CACHE names the cache", "cache-dir");
        none("the model's directory says it", "tokenizer-name", "config-name", "do-lower-case", "use-fast-tokenizer");
        none("no code of a model is ever run", "trust-remote-code");
        none("a model is trained in one process, on one device", "local-rank", "deepspeed", "fsdp", "ddp-backend",
                "ddp-find-unused-parameters", "n-gpu");
        none("data is read without workers", "dataloader-num-workers", "preprocessing-num-workers");
        none("nothing is padded", "pad-to-max-length", "padding", "pad-to-multiple-of", "group-by-length");
        none("tokens are kept in no file", "overwrite-cache");
        none("data is a file of your own: --train", "dataset-name", "dataset-config-name");
        none("'lathe tune FILE --seeds N' trains one setting with several seeds, and gives mean and interval", "seeds", "num-seeds", "n-seeds");
        none("results have the same bits every time", "full-determinism");
        none("15 % of the tokens are masked, as in BERT's paper", "mlm-probability");
    }

    private OtherNames() {
    }

    private static void here(String option, String... elsewhere) {
        for (String name : elsewhere) {
            HERE.merge(name, option, (first, second) -> first + " " + second);
        }
    }

    private static void none(String why, String... elsewhere) {
        for (String name : elsewhere) {
            NONE.put(name, why);
        }
    }

    /// Why no command has an option that other programs call so.
    ///
    /// @param given as in [#here]
    static Optional<String> none(String given) {
        return given.startsWith("-") ? Optional.ofNullable(NONE.get(name(given))) : Optional.empty();
    }

    /// The option of a command that another program calls so, with underscores or dashes.
    ///
    /// @param given what was given: `--learning_rate`, or with a value behind an equals sign
    static Optional<String> here(String given, CommandLine command) {
        if (!given.startsWith("-")) {
            return Optional.empty();
        }
        String name = name(given);
        for (String option : HERE.getOrDefault(name, "--" + name).split(" ")) {
            if (command.getCommandSpec().findOption(option) != null) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    private static String name(String given) {
        return given.replaceFirst("^--?", "").replaceFirst("=.*", "").replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
