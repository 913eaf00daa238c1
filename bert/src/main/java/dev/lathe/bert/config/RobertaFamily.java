package dev.lathe.bert.config;

/// Liu et al., 2019: positions count from behind the padding's, and one token type.
final class RobertaFamily extends ModelFamily {
    RobertaFamily() {
        super("Roberta");
    }

    @Override
    public Encoding encoding() {
        return new Encoding(true, false, padTokenId -> padTokenId + 1);
    }

    @Override
    public FirstTokenNames classification() {
        return new FirstTokenNames("classifier.dense", HiddenAct.TANH, "classifier.out_proj", true);
    }

    @Override
    public FirstTokenNames choice() {
        return new FirstTokenNames("roberta.pooler.dense", HiddenAct.TANH, "classifier", false);
    }

    @Override
    public MaskedWordNames maskedWords() {
        return new MaskedWordNames("lm_head.dense", "lm_head.layer_norm", "lm_head", config -> HiddenAct.GELU);
    }

    @Override
    BertConfigBuilder whereSilent(BertConfigBuilder bert) {
        return bert.padTokenId(1);
    }
}
