package dev.lathe.bert.config;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads and writes Hugging Face's `config.json`.
///
/// Sizes must be there; what else is absent has the default of [BertConfig], or of the family. Keys that say nothing
/// about the computation are ignored; those that ask for a computation other than the family's are refused.
public final class ConfigFile {
    /// The file's usual name in a model's directory.
    public static final String NAME = "config.json";

    private static final long MAX_BYTES = 1 << 24;
    private static final String MODEL_TYPE = "model_type";
    private static final String ARCHITECTURES = "architectures";
    private static final String UNANSWERABLE = "version_2_with_negative";
    private static final String EMBEDDING_SIZE = "embedding_size";

    private ConfigFile() {}

    /// Reads the file at this path.
    ///
    /// @throws CheckpointException when there is no such file, or it is broken, or it does not describe an encoder of a
    ///     known [ModelFamily]
    public static ModelConfig read(Path path) throws IOException {
        return contents(path).config();
    }

    /// What the file at a path says.
    ///
    /// @param notices sentences about what in it does not fit together and does not count, with the file's name in front
    /// @param values all that it holds, by key
    public record Contents(ModelConfig config, List<String> notices, Map<String, @Nullable Object> values) {}

    /// As [#read], with what there is to notice.
    public static Contents contents(Path path) throws IOException {
        JsonObject json = JsonObject.read(path, MAX_BYTES);
        try {
            ModelFamily family = ModelFamily.of(json.text(MODEL_TYPE).orElse(ModelFamily.BERT.modelType()));
            List<String> architectures = json.texts(ARCHITECTURES);
            String architecture =
                    architectures.isEmpty() ? family.architecture(ModelHead.NONE) : architectures.getFirst();
            refuseOtherComputations(json);
            refuseOtherDecoders(json, architecture);
            refuseOtherSummaries(json, family, architecture);
            boolean labelled = ModelHead.of(architecture).filter(ModelHead::givesLabels).isPresent();
            LabelKeys.Labels labels = LabelKeys.read(json, labelled);
            var config = new ModelConfig(
                    readBert(json, family),
                    architecture,
                    labels.names(),
                    json.text("problem_type").map(ProblemType::of).orElse(ProblemType.UNSPECIFIED),
                    json.truth(UNANSWERABLE));
            return new Contents(config, labels.notices(), json.values());
        } catch (IllegalArgumentException misfit) {
            throw new CheckpointException(json.file(), misfit.getMessage(), misfit);
        }
    }

    private static void refuseOtherComputations(JsonObject json) throws CheckpointException {
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
        // The library that reads it would round the weights, even whole ones, and compute something else.
        Optional<JsonObject> quantised = json.object("quantization_config");
        if (quantised.isPresent()) {
            throw new CheckpointException(json.file(), "quantization_config '%s': only weights that are not quantised are known".formatted(
                    quantised.get().text("quant_method").orElse("")));
        }
        if (json.truth("sinusoidal_pos_embds").orElse(false)) {
            throw new CheckpointException(
                    json.file(), "sinusoidal_pos_embds is true: only learned positions are known");
        }
    }

    private static void refuseOtherDecoders(JsonObject json, String architecture) throws CheckpointException {
        boolean tied = json.truth("tie_word_embeddings").orElse(true);
        if (!tied && ModelHead.of(architecture).filter(ModelHead::guessesWords).isPresent()) {
            throw new CheckpointException(json.file(),
                    "tie_word_embeddings is false: only decoders that are the word embeddings are known");
        }
    }

    /// What ELECTRA's choice stands on can be made in other ways, which no checkpoint of note uses.
    private static void refuseOtherSummaries(JsonObject json, ModelFamily family, String architecture)
            throws CheckpointException {
        if (family != ModelFamily.ELECTRA || ModelHead.of(architecture).filter(ModelHead.MULTIPLE_CHOICE::equals).isEmpty()) {
            return;
        }
        for (String key : List.of("summary_type", "summary_activation", "summary_use_proj")) {
            String known = switch (key) {
                case "summary_type" -> "first";
                case "summary_activation" -> "gelu";
                default -> "True";
            };
            String asked = json.scalar(key).orElse(known);
            if (!asked.equals(known)) {
                throw new CheckpointException(json.file(), "%s %s: only %s is known".formatted(key, asked, known));
            }
        }
    }

    private static BertConfig readBert(JsonObject json, ModelFamily family) throws CheckpointException {
        ConfigKeys keys = family.configKeys();
        BertConfigBuilder bert = family.defaults()
                .vocabSize(json.requiredInteger("vocab_size"))
                .hiddenSize(json.requiredInteger(keys.hiddenSize()))
                .numHiddenLayers(json.requiredInteger(keys.numHiddenLayers()))
                .numAttentionHeads(json.requiredInteger(keys.numAttentionHeads()))
                .intermediateSize(json.requiredInteger(keys.intermediateSize()));
        if (family.encoding().mayWiden()) {
            bert.embeddingSize(json.requiredInteger(EMBEDDING_SIZE));
        }
        json.text(keys.hiddenAct()).map(HiddenAct::of).ifPresent(bert::hiddenAct);
        json.real(keys.hiddenDropoutProb()).ifPresent(bert::hiddenDropoutProb);
        json.real(keys.attentionProbsDropoutProb()).ifPresent(bert::attentionProbsDropoutProb);
        json.real(keys.classifierDropout()).ifPresent(bert::classifierDropout);
        json.integer("max_position_embeddings").ifPresent(bert::maxPositionEmbeddings);
        json.integer("type_vocab_size").ifPresent(bert::typeVocabSize);
        json.real("initializer_range").ifPresent(bert::initializerRange);
        json.real("layer_norm_eps").ifPresent(bert::layerNormEps);
        json.integer("pad_token_id").ifPresent(bert::padTokenId);
        return bert.build();
    }

    /// Writes the file at this path, keys in alphabetical order, and replaces one that is there.
    public static void write(Path path, ModelConfig config) throws IOException {
        SortedMap<String, Value> values = new TreeMap<>();
        putModel(values, config);
        putBert(values, config.bert());
        JsonFile.write(path, json -> {
            json.writeStartObject();
            for (var entry : values.entrySet()) {
                json.writeFieldName(entry.getKey());
                entry.getValue().write(json);
            }
            json.writeEndObject();
        });
    }

    /// What stands behind a key.
    @FunctionalInterface
    interface Value {
        void write(JsonGenerator json) throws IOException;
    }

    private static void putModel(SortedMap<String, Value> values, ModelConfig config) {
        values.put(ARCHITECTURES, json -> {
            json.writeStartArray();
            json.writeString(config.architecture());
            json.writeEndArray();
        });
        if (!config.labels().isEmpty()) {
            values.put(LabelKeys.NAMES, json -> LabelKeys.writeNames(json, config.labels()));
            values.put(LabelKeys.NUMBERS, json -> LabelKeys.writeNumbers(json, config.labels()));
        }
        if (config.problemType() != ProblemType.UNSPECIFIED) {
            values.put("problem_type", json -> json.writeString(config.problemType().key()));
        }
        config.unanswerable().ifPresent(some -> values.put(UNANSWERABLE, json -> json.writeBoolean(some)));
        values.put("torch_dtype", json -> json.writeString("float32"));
    }

    private static void putBert(SortedMap<String, Value> values, BertConfig bert) {
        ModelFamily family = bert.family();
        ConfigKeys keys = family.configKeys();
        boolean follows = keys.classifierDropoutMayFollow() && bert.classifierDropout() == bert.hiddenDropoutProb();
        values.put(MODEL_TYPE, json -> json.writeString(family.modelType()));
        values.put("vocab_size", json -> json.writeNumber(bert.vocabSize()));
        if (family.encoding().mayWiden()) {
            values.put(EMBEDDING_SIZE, json -> json.writeNumber(bert.embeddingSize()));
        }
        values.put(keys.hiddenSize(), json -> json.writeNumber(bert.hiddenSize()));
        values.put(keys.numHiddenLayers(), json -> json.writeNumber(bert.numHiddenLayers()));
        values.put(keys.numAttentionHeads(), json -> json.writeNumber(bert.numAttentionHeads()));
        values.put(keys.intermediateSize(), json -> json.writeNumber(bert.intermediateSize()));
        values.put(keys.hiddenAct(), json -> json.writeString(bert.hiddenAct().key()));
        values.put(keys.hiddenDropoutProb(), json -> json.writeNumber(bert.hiddenDropoutProb()));
        values.put(keys.attentionProbsDropoutProb(), json -> json.writeNumber(bert.attentionProbsDropoutProb()));
        values.put(keys.classifierDropout(),
                follows ? JsonGenerator::writeNull : json -> json.writeNumber(bert.classifierDropout()));
        values.put("max_position_embeddings", json -> json.writeNumber(bert.maxPositionEmbeddings()));
        values.put("initializer_range", json -> json.writeNumber(bert.initializerRange()));
        values.put("layer_norm_eps", json -> json.writeNumber(bert.layerNormEps()));
        values.put("pad_token_id", json -> json.writeNumber(bert.padTokenId()));
        values.put("position_embedding_type", json -> json.writeString("absolute"));
        if (family.encoding().tokenTypes()) {
            values.put("type_vocab_size", json -> json.writeNumber(bert.typeVocabSize()));
        }
    }
}
