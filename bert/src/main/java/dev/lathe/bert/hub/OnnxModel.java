package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.onnx.OnnxFacts;
import dev.lathe.bert.checkpoint.onnx.OnnxFile;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ExportedParts;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// An exported graph and the `config.json` beside it, which must be of one model: the graph says which parts there are,
/// the configuration what the family calls them.
///
/// @param onnx the open graph
/// @param config what is beside it
/// @param head what the graph has on the encoder
record OnnxModel(OnnxFile onnx, ModelConfig config, ModelHead head) {
    private static final String FIRST_SCORES = "first.scores.weight";
    private static final String TOKEN_SCORES = "tokens.scores.weight";

    /// @throws CheckpointException when graph and configuration do not fit each other
    static OnnxModel of(OnnxFile onnx, ModelConfig config) throws CheckpointException {
        List<ModelHead> possible = heads(onnx, config.bert().family());
        ModelHead head = config.head().filter(possible::contains).orElse(possible.getFirst());
        var model = new OnnxModel(onnx, config, head);
        model.checkComputation();
        model.checkLabels();
        return model;
    }

    /// What the parts of the graph can be, the likeliest first.
    private static List<ModelHead> heads(OnnxFile onnx, ModelFamily family) {
        boolean first = onnx.find(FIRST_SCORES).isPresent();
        boolean tokens = onnx.find(TOKEN_SCORES).isPresent();
        if (onnx.find("words.dense.weight").isPresent()) {
            return List.of(first ? ModelHead.PRE_TRAINING : ModelHead.MASKED_LM);
        }
        if (first) {
            return family == ModelFamily.BERT
                    ? List.of(ModelHead.SEQUENCE_CLASSIFICATION, ModelHead.MULTIPLE_CHOICE, ModelHead.NEXT_SENTENCE_PREDICTION)
                    : List.of(ModelHead.SEQUENCE_CLASSIFICATION, ModelHead.MULTIPLE_CHOICE);
        }
        if (onnx.find("tokens.dense.weight").isPresent()) {
            return List.of(ModelHead.PRE_TRAINING);
        }
        if (tokens) {
            return List.of(onnx.facts().answers() ? ModelHead.QUESTION_ANSWERING : ModelHead.TOKEN_CLASSIFICATION);
        }
        return List.of(ModelHead.NONE);
    }

    private void checkComputation() throws CheckpointException {
        BertConfig bert = config.bert();
        OnnxFacts facts = onnx.facts();
        require("num_attention_heads", bert.numAttentionHeads(), facts.numAttentionHeads());
        require("layer_norm_eps", (float) bert.layerNormEps(), (float) facts.layerNormEps());
        require("hidden_act", bert.hiddenAct().key(), facts.hiddenAct());
        require("model_type " + bert.family().modelType() + " and so counts of positions from the padding's",
                bert.family() == ModelFamily.ROBERTA, facts.countsFromPadding());
        if (onnx.find(FIRST_SCORES).isPresent()) {
            require(architecture() + " and so", ExportedParts.firstAct(bert, head).key(), facts.firstAct());
        }
        if (!facts.wordAct().isEmpty()) {
            require(architecture() + " and so", ExportedParts.wordAct(bert).key(), facts.wordAct());
        }
        if (!facts.tokenAct().isEmpty()) {
            require(architecture() + " and so", bert.hiddenAct().key(), facts.tokenAct());
        }
    }

    private void require(String key, Object said, Object found) throws CheckpointException {
        if (!said.equals(found)) {
            throw new CheckpointException(onnx.file(), "config.json says " + key + " " + said + ": the graph has " + found);
        }
    }

    private void checkLabels() throws CheckpointException {
        boolean labelled = head == ModelHead.SEQUENCE_CLASSIFICATION || head == ModelHead.TOKEN_CLASSIFICATION;
        int labels = config.labels().size();
        if (labelled && labels != scores() && (labels != 0 || scores() != 2)) {
            throw new CheckpointException(onnx.file(),
                    "config.json names " + labels + " labels in id2label: the graph's head has " + scores() + " outputs");
        }
    }

    /// Outputs of the head; 0 if it has none that are counted.
    private int scores() {
        return onnx.find(FIRST_SCORES).or(() -> onnx.find(TOKEN_SCORES)).map(entry -> entry.shape().getFirst()).orElse(0);
    }

    /// Hugging Face's class for what the graph has.
    String architecture() {
        return config.bert().family().architecture(head);
    }

    /// The weights by the names that the family has for them; closed with the graph.
    ///
    /// @throws CheckpointException when one is missing, too many, or of another shape than the configuration says
    Checkpoint weights() throws CheckpointException {
        Map<String, ExportedParts.Parameter> parts;
        try {
            parts = ExportedParts.of(config.bert(), head, scores(), onnx.find("pooler.dense.weight").isPresent());
        } catch (IllegalArgumentException misfit) {
            throw new CheckpointException(onnx.file(), misfit.getMessage(), misfit);
        }
        for (String path : parts.keySet().stream().sorted().toList()) {
            if (onnx.find(path).isEmpty()) {
                throw new CheckpointException(
                        onnx.file(), "the graph has no '" + path + "', which config.json asks for: " + architecture());
            }
        }
        for (String path : onnx.names()) {
            ExportedParts.Parameter parameter = parts.get(path);
            if (parameter == null) {
                throw new CheckpointException(
                        onnx.file(), "the graph has '" + path + "', which config.json leaves no place for: " + architecture());
            }
            onnx.entry(path, parameter.shape());
        }
        return onnx.named(path -> parts.get(path).name());
    }

    /// Models here guess words with the embeddings themselves: another decoder would be ignored by every use.
    ///
    /// @param weights as [#weights] gives them
    /// @throws CheckpointException when there is one
    void checkDecoder(Checkpoint weights) throws IOException {
        for (String name : weights.names()) {
            if (WeightExport.mayBeTied(name) && !WeightExport.isTied(weights, name)) {
                throw new CheckpointException(onnx.file(), "its decoder '" + name
                        + "' is not the word embeddings: only decoders that are are known");
            }
        }
    }
}
