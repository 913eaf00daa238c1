package dev.lathe.bert.config;

/// Clark et al., 2020: embeddings that may be narrower than the layers, and no pooler.
final class ElectraFamily extends ModelFamily {
    ElectraFamily() {
        super("Electra");
    }

    @Override
    public Encoding encoding() {
        return new Encoding(true, true, padTokenId -> 0);
    }

    @Override
    public FirstTokenNames classification() {
        return new FirstTokenNames("classifier.dense", HiddenAct.GELU, "classifier.out_proj", true);
    }

    @Override
    public FirstTokenNames choice() {
        return new FirstTokenNames("sequence_summary.summary", HiddenAct.GELU, "classifier", false);
    }

    @Override
    public MaskedWordNames maskedWords() {
        return new MaskedWordNames(
                "generator_predictions.dense", "generator_predictions.LayerNorm", "generator_lm_head",
                config -> HiddenAct.GELU);
    }
}
