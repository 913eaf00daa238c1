package dev.lathe.train.task.choice;

import dev.lathe.bert.encoder.TokenSequence;
import java.util.List;

/// What may follow a text, as the model reads it.
///
/// @param choices the text with each of its continuations, two or more
/// @param label the number of the right one
record EncodedChoices(List<TokenSequence> choices, int label) {
    EncodedChoices {
        choices = List.copyOf(choices);
    }
}
