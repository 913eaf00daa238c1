package dev.lathe.cli.terminal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/// What options are called in the field's other programs, such as the example scripts of Hugging Face's transformers.
final class OtherNames {
    private static final Map<String, String> HERE = new HashMap<>();

    static {
        here("--lr", "learning-rate", "rate", "lr-rate");
        here("--epochs", "num-train-epochs", "num-epochs", "n-epochs", "epoch");
        here("--batch-size", "per-device-train-batch-size", "train-batch-size", "per-device-eval-batch-size", "per-gpu-train-batch-size",
                "batch", "bs");
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
        here("--device", "gpu", "cuda", "no-cuda", "use-cpu");
        here("--threads", "num-threads", "n-threads", "num-workers", "jobs", "cores");
        here("--top", "top-k", "topk", "n-best", "n-best-size");
        here("--aggregation", "aggregation-strategy");
        here("--stride", "doc-stride");
        here("--whole-words", "whole-word-mask", "wwm");
        here("--pooling", "pooling-mode", "pooling-strategy");
        here("--normalize", "normalize-embeddings", "l2-normalize");
        here("--delimiter", "sep", "separator");
        here("--no-answer-threshold", "null-score-diff-threshold");
    }

    private OtherNames() {
    }

    private static void here(String option, String... elsewhere) {
        for (String name : elsewhere) {
            HERE.merge(name, option, (first, second) -> first + " " + second);
        }
    }

    /// The option of a command that another program calls so, with underscores or dashes.
    ///
    /// @param given what was given: `--learning_rate`, or with a value behind an equals sign
    static Optional<String> here(String given, CommandLine command) {
        if (!given.startsWith("-")) {
            return Optional.empty();
        }
        String name = given.replaceFirst("^--?", "").replaceFirst("=.*", "").replace('_', '-').toLowerCase(Locale.ROOT);
        for (String option : HERE.getOrDefault(name, "--" + name).split(" ")) {
            if (command.getCommandSpec().findOption(option) != null) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }
}
