package dev.lathe.bert.directory;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.HiddenAct;
import dev.lathe.bert.config.LayerNames;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.bert.config.ModelHead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the parts of an exported graph are in a family's model: the name that each parameter has in its checkpoints, and
/// its shape. Graphs call parts as BERT does; see [dev.lathe.bert.checkpoint.onnx.OnnxFile].
public final class ExportedParts {
    private final BertConfig config;
    private final String prefix;
    private final Map<String, Parameter> byPath = new LinkedHashMap<>();

    private ExportedParts(BertConfig config, ModelHead head) {
        this.config = config;
        this.prefix = head == ModelHead.NONE ? "" : config.family().modelType() + ".";
    }

    /// A parameter of a model.
    ///
    /// @param name in the checkpoints of its family
    /// @param shape outermost dimension first
    public record Parameter(String name, List<Integer> shape) {
        public Parameter {
            shape = List.copyOf(shape);
        }
    }

    /// Every parameter of a model, by its path in a graph.
    ///
    /// @param scores how many outputs the head has, where it does not guess words
    /// @param pooled whether an encoder without a head has a pooler
    /// @throws IllegalArgumentException when the family has no such head
    public static Map<String, Parameter> of(BertConfig config, ModelHead head, int scores, boolean pooled) {
        var parts = new ExportedParts(config, head);
        parts.addEmbeddings();
        parts.addLayers();
        parts.addHead(head, scores, pooled);
        return Map.copyOf(parts.byPath);
    }

    /// The activation behind the dense layer over the first token, with this head.
    public static HiddenAct firstAct(BertConfig config, ModelHead head) {
        ModelFamily family = config.family();
        return head == ModelHead.SEQUENCE_CLASSIFICATION
                ? family.classification().activation()
                : family.choice().activation();
    }

    /// The activation of a head that guesses words.
    public static HiddenAct wordAct(BertConfig config) {
        return config.family().maskedWords().activation().apply(config);
    }

    private void addEmbeddings() {
        int width = config.embeddingSize();
        ModelFamily.Encoding encoding = config.family().encoding();
        String path = "embeddings.word_embeddings.weight";
        add(path, prefix + path, config.vocabSize(), width);
        path = "embeddings.position_embeddings.weight";
        add(path, prefix + path, config.maxPositionEmbeddings(), width);
        if (encoding.tokenTypes()) {
            path = "embeddings.token_type_embeddings.weight";
            add(path, prefix + path, config.typeVocabSize(), width);
        }
        addNorm("embeddings.LayerNorm", prefix + "embeddings.LayerNorm", width);
        if (width != config.hiddenSize()) {
            addLinear("embeddings_project", prefix + "embeddings_project", config.hiddenSize(), width);
        }
    }

    private void addLayers() {
        LayerNames bert = LayerNames.BERT;
        LayerNames names = config.family().layerNames();
        int hidden = config.hiddenSize();
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            String from = bert.layers() + "." + i + ".";
            String to = prefix + names.layers() + "." + i + ".";
            addLinear(from + bert.query(), to + names.query(), hidden, hidden);
            addLinear(from + bert.key(), to + names.key(), hidden, hidden);
            addLinear(from + bert.value(), to + names.value(), hidden, hidden);
            addLinear(from + bert.attentionDense(), to + names.attentionDense(), hidden, hidden);
            addNorm(from + bert.attentionNorm(), to + names.attentionNorm(), hidden);
            addLinear(from + bert.intermediate(), to + names.intermediate(), config.intermediateSize(), hidden);
            addLinear(from + bert.outputDense(), to + names.outputDense(), hidden, config.intermediateSize());
            addNorm(from + bert.outputNorm(), to + names.outputNorm(), hidden);
        }
    }

    private void addHead(ModelHead head, int scores, boolean pooled) {
        ModelFamily family = config.family();
        switch (head) {
            case NONE -> {
                if (pooled && !hasPooler()) {
                    throw new IllegalArgumentException(family.modelType() + " has no pooler, the graph has one");
                }
                if (pooled) {
                    addLinear("pooler.dense", "pooler.dense", config.hiddenSize(), config.hiddenSize());
                }
            }
            case SEQUENCE_CLASSIFICATION -> addFirst(family.classification(), family.classification().output(), scores);
            case MULTIPLE_CHOICE -> addFirst(family.choice(), family.choice().output(), scores);
            case NEXT_SENTENCE_PREDICTION -> addNextSentence(scores);
            case TOKEN_CLASSIFICATION -> addLinear("tokens.scores", "classifier", scores, config.hiddenSize());
            case QUESTION_ANSWERING -> addLinear("tokens.scores", "qa_outputs", scores, config.hiddenSize());
            case MASKED_LM -> addWords();
            case PRE_TRAINING -> {
                if (family == ModelFamily.ELECTRA) {
                    String path = "discriminator_predictions.";
                    addLinear("tokens.dense", path + "dense", config.hiddenSize(), config.hiddenSize());
                    addLinear("tokens.scores", path + "dense_prediction", 1, config.hiddenSize());
                } else {
                    addNextSentence(scores);
                    addWords();
                }
            }
        }
    }

    /// Whether the family's encoder alone has a pooler.
    private boolean hasPooler() {
        return config.family().choice().dense().equals(config.family().modelType() + ".pooler.dense");
    }

    private void addNextSentence(int scores) {
        if (config.family() != ModelFamily.BERT) {
            throw new IllegalArgumentException(config.family().modelType() + " has no such head");
        }
        addFirst(config.family().choice(), "cls.seq_relationship", scores);
    }

    private void addFirst(ModelFamily.FirstTokenNames names, String output, int scores) {
        addLinear("pooler.dense", names.dense(), config.hiddenSize(), config.hiddenSize());
        addLinear("first.scores", output, scores, config.hiddenSize());
    }

    private void addWords() {
        ModelFamily.MaskedWordNames names = config.family().maskedWords();
        addLinear("words.dense", names.dense(), config.embeddingSize(), config.hiddenSize());
        addNorm("words.LayerNorm", names.layerNorm(), config.embeddingSize());
        add("words.decoder.weight", StoredNames.repeatedWeight(names.decoder()), config.vocabSize(), config.embeddingSize());
        add("words.decoder.bias", names.decoder() + ".bias", config.vocabSize());
    }

    private void addLinear(String path, String name, int outputs, int inputs) {
        add(path + ".weight", name + ".weight", outputs, inputs);
        add(path + ".bias", name + ".bias", outputs);
    }

    private void addNorm(String path, String name, int size) {
        add(path + ".weight", name + ".weight", size);
        add(path + ".bias", name + ".bias", size);
    }

    private void add(String path, String name, Integer... shape) {
        byPath.put(path, new Parameter(name, List.of(shape)));
    }
}
