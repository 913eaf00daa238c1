package dev.lathe.bert.config;

/// What a family's checkpoints call the encoder's layers and the parts of one.
///
/// @param layers path of the stack, below the model
/// @param query path of the query's map, below a layer, as all that follow
/// @param key of the key's map
/// @param value of the value's map
/// @param attentionDense of the map behind attention
/// @param attentionNorm of the normalisation behind attention
/// @param intermediate of the feed-forward part's first map
/// @param outputDense of its second map
/// @param outputNorm of the layer's last normalisation
public record LayerNames(
        String layers, String query, String key, String value, String attentionDense, String attentionNorm,
        String intermediate, String outputDense, String outputNorm) {

    /// Google's names, in the hierarchy that Hugging Face gave them.
    public static final LayerNames BERT = new LayerNames(
            "encoder.layer",
            "attention.self.query", "attention.self.key", "attention.self.value",
            "attention.output.dense", "attention.output.LayerNorm",
            "intermediate.dense", "output.dense", "output.LayerNorm");

    static final LayerNames DISTILBERT = new LayerNames(
            "transformer.layer",
            "attention.q_lin", "attention.k_lin", "attention.v_lin",
            "attention.out_lin", "sa_layer_norm",
            "ffn.lin1", "ffn.lin2", "output_layer_norm");
}
