package dev.lathe.bert.config;

/// Devlin et al., 2019.
final class BertFamily extends ModelFamily {
    BertFamily() {
        super("Bert");
    }

    @Override
    public Encoding encoding() {
        return new Encoding(true, false, padTokenId -> 0);
    }

    @Override
    public FirstTokenNames classification() {
        return new FirstTokenNames("bert.pooler.dense", HiddenAct.TANH, "classifier", false);
    }

    @Override
    public FirstTokenNames choice() {
        return classification();
    }

    @Override
    public MaskedWordNames maskedWords() {
        return new MaskedWordNames(
                "cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm", "cls.predictions",
                BertConfig::hiddenAct);
    }
}
