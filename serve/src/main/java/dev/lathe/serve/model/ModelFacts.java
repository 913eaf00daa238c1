package dev.lathe.serve.model;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.tokenizer.Tokenizer;

/// What is known of a served model beside its weights.
///
/// @param name that clients ask for it by
/// @param architecture such as `BertForSequenceClassification`
/// @param tokenizer of its directory
/// @param maxLength tokens of a text that it reads at once, special ones included
public record ModelFacts(String name, String architecture, Tokenizer tokenizer, int maxLength) {
    static ModelFacts of(String name, ModelDirectory directory) {
        return new ModelFacts(name, directory.config().architecture(), directory.tokenizer(), directory.config().bert().longestSequence());
    }

    ModelFacts withMaxLength(int other) {
        return new ModelFacts(name, architecture, tokenizer, other);
    }
}
