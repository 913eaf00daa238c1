package dev.lathe.serve.model;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.tokenizer.Encoding;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// A model that guesses the words behind masks.
public final class MaskModel implements ServedModel {
    private final ModelFacts facts;
    private final MaskFiller filler;
    private final CallGate gate;

    private MaskModel(ModelFacts facts, MaskFiller filler, CallGate gate) {
        this.facts = facts;
        this.gate = gate;
        this.filler = filler;
    }

    static MaskModel open(String name, ModelDirectory directory, ServedBases.Place place) throws IOException {
        return new MaskModel(ModelFacts.of(name, directory), MaskFiller.load(directory, place.base()), place.gate());
    }

    /// The likeliest words for each mask of a text.
    ///
    /// @param text of which [#requireMask] has found no fault
    public Call<List<List<MaskFiller.Guess>>> guesses(String text, int top) {
        return new Call<>(filler.countTokens(text), () -> filler.submit(text, top));
    }

    /// @throws HttpProblem if the text has no mask, or more tokens than the model takes
    public void requireMask(String text) {
        Encoding encoding = facts.tokenizer().encode(text);
        if (encoding.size() > facts.maxLength()) {
            throw HttpProblem.invalid("fill-mask: %d tokens; the model reads %d".formatted(encoding.size(), facts.maxLength()));
        }
        if (Arrays.stream(encoding.ids()).noneMatch(id -> id == facts.tokenizer().maskId())) {
            throw HttpProblem.invalid("fill-mask: no '%s' in the text".formatted(mask()));
        }
    }

    /// What stands for a word to guess.
    public String mask() {
        return facts.tokenizer().specialTokens().mask();
    }

    @Override
    public void warmUp() {
        filler.submit(mask(), 1).join();
    }

    @Override
    public ModelFacts facts() {
        return facts;
    }

    @Override
    public CallGate gate() {
        return gate;
    }

    @Override
    public String type() {
        return "fill-mask";
    }

    @Override
    public void close() {
        filler.close();
    }
}
