package dev.lathe.serve.api.body;

import dev.lathe.bert.predict.TextInput;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.model.ModelFacts;
import dev.lathe.tokenizer.Tokenizer;
import java.util.List;

/// `truncate`: whether texts that are too long are cut, which is what happens unless a client forbids it.
public final class Truncating {
    private Truncating() {}

    /// @throws HttpProblem if a text is too long and may not be cut, or is to be cut at its start
    public static void check(Fields fields, ModelFacts facts, List<TextInput> inputs) {
        fields.text("truncation_direction").ifPresent(side -> {
            if (!side.equalsIgnoreCase("right")) {
                throw HttpProblem.invalid("truncation_direction: only right is known");
            }
        });
        if (fields.has("prompt_name")) {
            throw HttpProblem.invalid("prompt_name: no prompts have names here; put the prompt before the text");
        }
        if (fields.truth("truncate", true)) {
            return;
        }
        for (int i = 0; i < inputs.size(); i++) {
            int tokens = tokens(facts.tokenizer(), inputs.get(i));
            if (tokens > facts.maxLength()) {
                throw HttpProblem.invalid("inputs[%d]: %d tokens; the model reads %d".formatted(i, tokens, facts.maxLength()));
            }
        }
    }

    private static int tokens(Tokenizer tokenizer, TextInput input) {
        return input.pair().map(pair -> tokenizer.encode(input.text(), pair)).orElseGet(() -> tokenizer.encode(input.text())).size();
    }
}
