package dev.lathe.bert;

import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.bert.checkpoint.JsonFile;
import dev.lathe.bert.checkpoint.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Reads and writes Hugging Face's `config.json`.
///
/// Sizes must be there; what else is absent has the default of [BertConfig]. Keys that say nothing about the
/// computation are ignored; those that ask for a computation other than BERT's are refused.
public final class ConfigFile {
    /// The file's usual name in a model's directory.
    public static final String NAME = "config.json";

    private static final long MAX_BYTES = 1 << 24;
    private static final String MODEL_TYPE = "bert";

    private ConfigFile() {}

    /// Reads the file at this path.
    ///
    /// @throws CheckpointException when there is no such file, or it is broken, or it does not describe a BERT encoder
    public static ModelConfig read(Path path) throws IOException {
        JsonObject json = JsonObject.read(path, MAX_BYTES);
        refuseOtherArchitectures(json);
        try {
            List<String> architectures = json.texts("architectures");
            return new ModelConfig(
                    readBert(json),
                    architectures.isEmpty() ? ModelConfig.ENCODER_ONLY : architectures.getFirst(),
                    LabelKeys.read(json),
                    json.text("problem_type").map(ProblemType::of).orElse(ProblemType.UNSPECIFIED));
        } catch (IllegalArgumentException misfit) {
            throw new CheckpointException(json.file(), misfit.getMessage(), misfit);
        }
    }

    private static void refuseOtherArchitectures(JsonObject json) throws CheckpointException {
        String type = json.text("model_type").orElse(MODEL_TYPE);
        if (!type.equals(MODEL_TYPE)) {
            throw new CheckpointException(json.file(), "model_type '" + type + "': only bert is known");
        }
        String positions = json.text("position_embedding_type").orElse("absolute");
        if (!positions.equals("absolute")) {
            throw new CheckpointException(
                    json.file(), "position_embedding_type '" + positions + "': only absolute is known");
        }
        for (String key : List.of("is_decoder", "add_cross_attention")) {
            if (json.truth(key).orElse(false)) {
                throw new CheckpointException(json.file(), key + " is true: only encoders are known");
            }
        }
    }

    private static BertConfig readBert(JsonObject json) throws CheckpointException {
        var bert = BertConfig.builder()
                .vocabSize(json.requiredInteger("vocab_size"))
                .hiddenSize(json.requiredInteger("hidden_size"))
                .numHiddenLayers(json.requiredInteger("num_hidden_layers"))
                .numAttentionHeads(json.requiredInteger("num_attention_heads"))
                .intermediateSize(json.requiredInteger("intermediate_size"));
        json.text("hidden_act").map(HiddenAct::of).ifPresent(bert::hiddenAct);
        json.real("hidden_dropout_prob").ifPresent(bert::hiddenDropoutProb);
        json.real("attention_probs_dropout_prob").ifPresent(bert::attentionProbsDropoutProb);
        json.real("classifier_dropout").ifPresent(bert::classifierDropout);
        json.integer("max_position_embeddings").ifPresent(bert::maxPositionEmbeddings);
        json.integer("type_vocab_size").ifPresent(bert::typeVocabSize);
        json.real("initializer_range").ifPresent(bert::initializerRange);
        json.real("layer_norm_eps").ifPresent(bert::layerNormEps);
        json.integer("pad_token_id").ifPresent(bert::padTokenId);
        return bert.build();
    }

    /// Writes the file at this path, keys in alphabetical order, and replaces one that is there.
    public static void write(Path path, ModelConfig config) throws IOException {
        BertConfig bert = config.bert();
        JsonFile.write(path, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("architectures");
            json.writeString(config.architecture());
            json.writeEndArray();
            json.writeNumberField("attention_probs_dropout_prob", bert.attentionProbsDropoutProb());
            if (bert.classifierDropout() == bert.hiddenDropoutProb()) {
                json.writeNullField("classifier_dropout");
            } else {
                json.writeNumberField("classifier_dropout", bert.classifierDropout());
            }
            json.writeStringField("hidden_act", bert.hiddenAct().key());
            json.writeNumberField("hidden_dropout_prob", bert.hiddenDropoutProb());
            json.writeNumberField("hidden_size", bert.hiddenSize());
            LabelKeys.writeNames(json, config.labels());
            json.writeNumberField("initializer_range", bert.initializerRange());
            json.writeNumberField("intermediate_size", bert.intermediateSize());
            LabelKeys.writeNumbers(json, config.labels());
            json.writeNumberField("layer_norm_eps", bert.layerNormEps());
            json.writeNumberField("max_position_embeddings", bert.maxPositionEmbeddings());
            json.writeStringField("model_type", MODEL_TYPE);
            json.writeNumberField("num_attention_heads", bert.numAttentionHeads());
            json.writeNumberField("num_hidden_layers", bert.numHiddenLayers());
            json.writeNumberField("pad_token_id", bert.padTokenId());
            json.writeStringField("position_embedding_type", "absolute");
            if (config.problemType() != ProblemType.UNSPECIFIED) {
                json.writeStringField("problem_type", config.problemType().key());
            }
            json.writeStringField("torch_dtype", "float32");
            json.writeNumberField("type_vocab_size", bert.typeVocabSize());
            json.writeNumberField("vocab_size", bert.vocabSize());
            json.writeEndObject();
        });
    }
}
