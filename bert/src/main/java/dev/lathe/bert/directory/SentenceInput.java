package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.file.DirectoryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// What is done with a text before an embedding model reads it, as sentence-transformers stores it beside the weights.
///
/// @param maxLength tokens of a text that are read, special ones included; as many as the encoder can if empty
/// @param lowercase whether letters are lower-cased, accents kept, before the tokenizer sees them
/// @param prompt what is put before each text, mostly nothing
public record SentenceInput(OptionalInt maxLength, boolean lowercase, String prompt) {
    /// Texts as they are.
    public static final SentenceInput PLAIN = new SentenceInput(OptionalInt.empty(), false, "");

    /// The first of these that is there and says something counts; later versions write the first only.
    private static final List<String> ENCODER_CONFIGS = List.of(
            "sentence_bert_config.json", "sentence_roberta_config.json", "sentence_distilbert_config.json",
            "sentence_camembert_config.json", "sentence_albert_config.json", "sentence_xlm-roberta_config.json",
            "sentence_xlnet_config.json");
    /// Below this a length in a file leaves no room for a text, whatever the tokenizer puts around it.
    private static final int SHORTEST = 3;
    private static final String MODEL_CONFIG = "config_sentence_transformers.json";
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final String MAX_LENGTH = "max_seq_length";
    private static final String LOWERCASE = "do_lower_case";
    private static final String PROMPTS = "prompts";
    private static final String PROMPT = "default_prompt_name";
    private static final long MAX_BYTES = 1 << 24;

    /// Of a model that sentence-transformers has written.
    ///
    /// @param directory the model's
    /// @param encoder the files of the encoder in it
    /// @throws CheckpointException if a file is broken, or the length leaves no room for a text
    static SentenceInput read(Path directory, DirectoryFiles encoder) throws IOException {
        for (String name : ENCODER_CONFIGS) {
            Path file = encoder.directory().resolve(name);
            if (Files.exists(file)) {
                JsonObject config = JsonObject.read(file, MAX_BYTES);
                if (!config.keys().isEmpty()) {
                    OptionalInt own = length(config, MAX_LENGTH);
                    return new SentenceInput(own.isPresent() ? own : tokenizersLength(encoder),
                            config.truth(LOWERCASE).orElse(false), prompt(directory));
                }
            }
        }
        return new SentenceInput(tokenizersLength(encoder), false, prompt(directory));
    }

    /// Of a model that any library has written: the tokenizer's length counts.
    ///
    /// @param encoder the files of the encoder
    static SentenceInput ofEncoder(DirectoryFiles encoder) throws IOException {
        return new SentenceInput(tokenizersLength(encoder), false, "");
    }

    /// How many tokens a tokenizer's `model_max_length` allows; empty where it says nothing, or a number beyond all bounds,
    /// which stands for none.
    ///
    /// @param files of the tokenizer's folder
    /// @throws CheckpointException if its file is broken, or the length leaves no room for a text
    static OptionalInt tokenizersLength(DirectoryFiles files) throws IOException {
        var config = JsonObject.of(TOKENIZER_CONFIG, files.section(TOKENIZER_CONFIG).fields());
        return length(config, "model_max_length");
    }

    private static OptionalInt length(JsonObject config, String key) throws CheckpointException {
        double limit = config.real(key).orElse(Double.POSITIVE_INFINITY);
        if (!(limit >= SHORTEST)) {
            throw config.problem(
                    key, config.scalar(key).orElse("") + ": at least " + SHORTEST + " tokens are needed");
        }
        return limit < Integer.MAX_VALUE ? OptionalInt.of((int) limit) : OptionalInt.empty();
    }

    private static String prompt(Path directory) throws IOException {
        Path file = directory.resolve(MODEL_CONFIG);
        if (!Files.exists(file)) {
            return "";
        }
        JsonObject config = JsonObject.read(file, MAX_BYTES);
        var name = config.text(PROMPT);
        if (name.isEmpty()) {
            return "";
        }
        return config.requiredObject(PROMPTS).text(name.get())
                .orElseThrow(() -> config.problem(PROMPT, "no '" + name.get() + "' among the prompts"));
    }

    /// The same, where no length is what an encoder can read anyway.
    SentenceInput within(int longest) {
        return maxLength.orElse(longest) < longest ? this : new SentenceInput(OptionalInt.empty(), lowercase, prompt);
    }

    /// A text as the tokenizer is to see it.
    public String prepared(String text) {
        return prompt + text;
    }

    /// The tokenizer that is to see it.
    ///
    /// @param stored the directory's own
    public Tokenizer tokenizer(Tokenizer stored) {
        return lowercase ? stored.lowercasing() : stored;
    }

    /// Writes into a model's directory what is not usual.
    void write(Path directory) throws IOException {
        if (maxLength.isPresent() || lowercase) {
            JsonFile.write(directory.resolve(ENCODER_CONFIGS.getFirst()), json -> {
                json.writeStartObject();
                if (maxLength.isPresent()) {
                    json.writeNumberField(MAX_LENGTH, maxLength.getAsInt());
                }
                json.writeBooleanField(LOWERCASE, lowercase);
                json.writeEndObject();
            });
        }
        if (!prompt.isEmpty()) {
            JsonFile.write(directory.resolve(MODEL_CONFIG), json -> {
                json.writeStartObject();
                json.writeObjectFieldStart(PROMPTS);
                json.writeStringField("text", prompt);
                json.writeEndObject();
                json.writeStringField(PROMPT, "text");
                json.writeEndObject();
            });
        }
    }
}
