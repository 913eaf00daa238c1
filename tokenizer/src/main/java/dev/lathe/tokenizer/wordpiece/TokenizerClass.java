package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.Excerpt;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.file.DirectoryFiles;
import dev.lathe.tokenizer.file.JsonSection;
import java.io.IOException;
import java.util.Set;

/// Which of Hugging Face's classes a directory is written for; it decides which file has the last word.
enum TokenizerClass {
    /// `BertTokenizer` and those that do the same: of `tokenizer.json` it takes the vocabulary and the added tokens,
    /// and all switches from `tokenizer_config.json`, as they are there or by default.
    BERT,
    /// `PreTrainedTokenizerFast`, `TokenizersBackend`: `tokenizer.json` as it is.
    JSON,
    /// Nothing says.
    UNSAID;

    private static final String KEY = "tokenizer_class";
    private static final String MODEL_CONFIG = "config.json";
    private static final String FAST = "Fast";

    /// Those of which Hugging Face's library says that they are `BertTokenizer`, or that add nothing to it.
    private static final Set<String> LIKE_BERT = Set.of("BertTokenizer", "ConvBertTokenizer", "DistilBertTokenizer",
            "DPRContextEncoderTokenizer", "DPRQuestionEncoderTokenizer", "ElectraTokenizer", "LayoutLMTokenizer",
            "LxmertTokenizer", "MobileBertTokenizer", "SqueezeBertTokenizer");
    private static final Set<String> OF_THE_FILE = Set.of("PreTrainedTokenizer", "TokenizersBackend");
    /// The models that have `BertTokenizer` when no file names a class.
    private static final Set<String> MODELS = Set.of("bert", "convbert", "distilbert", "electra", "ernie", "layoutlm",
            "lxmert", "megatron-bert", "mobilebert", "nezha", "nomic_bert", "squeezebert");

    /// @param config `tokenizer_config.json`, which is asked before the model's `config.json`
    /// @throws TokenizerException if the class is another one, which may split texts in any way
    static TokenizerClass of(DirectoryFiles files, JsonSection config) throws IOException {
        if (config.has(KEY)) {
            return named(config);
        }
        JsonSection model = files.section(MODEL_CONFIG);
        if (model.has(KEY)) {
            return named(model);
        }
        return MODELS.contains(model.string("model_type", "")) ? BERT : UNSAID;
    }

    private static TokenizerClass named(JsonSection section) {
        String name = section.string(KEY);
        String base = name.endsWith(FAST) ? name.substring(0, name.length() - FAST.length()) : name;
        if (LIKE_BERT.contains(base)) {
            return BERT;
        }
        if (OF_THE_FILE.contains(base)) {
            return JSON;
        }
        throw section.problem("%s '%s': only BertTokenizer and those that split text as it does are supported"
                .formatted(KEY, Excerpt.of(name)));
    }
}
