package dev.lathe.serve.model;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.Aggregation;
import dev.lathe.bert.predict.Entity;
import dev.lathe.bert.predict.TokenClassifier;
import java.io.IOException;
import java.util.List;

/// A model that finds entities in texts of any length.
public final class EntityModel implements ServedModel {
    private static final String WARM_UP = "warm up";

    private final ModelFacts facts;
    private final TokenClassifier tagger;
    private final CallGate gate;

    private EntityModel(ModelFacts facts, TokenClassifier tagger, CallGate gate) {
        this.facts = facts;
        this.gate = gate;
        this.tagger = tagger;
    }

    static EntityModel open(String name, ModelDirectory directory, ServedBases.Place place) throws IOException {
        return new EntityModel(ModelFacts.of(name, directory), TokenClassifier.load(directory, options(directory), place.base()), place.gate());
    }

    /// As `lathe predict` has them.
    private static TokenClassifier.Options options(ModelDirectory directory) {
        return TokenClassifier.Options.of(directory).withAggregation(Aggregation.FIRST);
    }

    /// The entities of a text.
    public Call<List<Entity>> entities(String text, TokenClassifier.Options options) {
        return new Call<>(tagger.countTokens(text, options), () -> tagger.submit(text, options));
    }

    /// What entities are found with unless a request says otherwise.
    public TokenClassifier.Options options() {
        return tagger.options();
    }

    @Override
    public void warmUp() {
        tagger.submit(WARM_UP).join();
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
        return "token-classification";
    }

    @Override
    public void close() {
        tagger.close();
    }
}
