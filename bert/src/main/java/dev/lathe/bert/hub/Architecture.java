package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import java.util.List;
import java.util.stream.IntStream;

/// Which of Hugging Face's classes the weights of a checkpoint make up, by the heads among them.
final class Architecture {
    private Architecture() {}

    /// @throws CheckpointException when the shape of a head makes no sense
    static ModelConfig of(BertConfig bert, Checkpoint weights) throws CheckpointException {
        boolean classifies = weights.find("classifier.bias").isPresent();
        List<String> labels = classifies ? labels(weights) : List.of();
        return new ModelConfig(bert, bert.family().architecture(head(weights)), labels, ProblemType.UNSPECIFIED);
    }

    private static ModelHead head(Checkpoint weights) {
        if (weights.find("classifier.weight").isPresent()) {
            return ModelHead.SEQUENCE_CLASSIFICATION;
        }
        if (weights.find("qa_outputs.weight").isPresent()) {
            return ModelHead.QUESTION_ANSWERING;
        }
        if (weights.find("cls.predictions.bias").isEmpty()) {
            return ModelHead.NONE;
        }
        return weights.find("cls.seq_relationship.weight").isPresent() ? ModelHead.PRE_TRAINING : ModelHead.MASKED_LM;
    }

    /// Names as Hugging Face makes them up where nobody gave any.
    private static List<String> labels(Checkpoint weights) throws CheckpointException {
        int count = (int) Math.min(weights.entry("classifier.bias").elements(), 1 << 16);
        weights.entry("classifier.bias", List.of(count));
        return IntStream.range(0, count).mapToObj(label -> "LABEL_" + label).toList();
    }
}
