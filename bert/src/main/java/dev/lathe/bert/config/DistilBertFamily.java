package dev.lathe.bert.config;

/// Sanh et al., 2019: half the layers, no token types and no pooler.
final class DistilBertFamily extends ModelFamily {
    DistilBertFamily() {
        super("DistilBert");
    }

    @Override
    public Encoding encoding() {
        return new Encoding(false, false, padTokenId -> 0);
    }

    @Override
    public FirstTokenNames classification() {
        return new FirstTokenNames("pre_classifier", HiddenAct.RELU, "classifier", false);
    }

    @Override
    public FirstTokenNames choice() {
        return classification();
    }

    @Override
    public MaskedWordNames maskedWords() {
        return new MaskedWordNames("vocab_transform", "vocab_layer_norm", "vocab_projector", BertConfig::hiddenAct);
    }

    @Override
    public LayerNames layerNames() {
        return LayerNames.DISTILBERT;
    }

    @Override
    ConfigKeys configKeys() {
        return ConfigKeys.DISTILBERT;
    }

    @Override
    public TokenDropouts tokenDropouts() {
        return new TokenDropouts(BertConfig::hiddenDropoutProb, BertConfig::hiddenDropoutProb);
    }

    @Override
    BertConfigBuilder whereSilent(BertConfigBuilder bert) {
        return bert.classifierDropout(0.2);
    }
}
