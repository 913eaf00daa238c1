package dev.lathe.bert.predict;

import dev.lathe.bert.encoder.TokenSequence;
import java.util.List;

/// What finds entities in texts: a model, or several together.
public interface EntityFinder extends AutoCloseable {
    /// The labels of tokens, in their order.
    List<String> labels();

    /// The entities of many texts, in the order of the texts.
    List<List<Entity>> predictAll(List<String> texts);

    /// The probabilities of tokens' labels.
    ///
    /// @param sequences as the tokenizer makes them
    /// @return of each sequence `[tokens,labels]`, row by row
    List<float[]> probabilities(List<TokenSequence> sequences);

    @Override
    void close();
}
