package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.reduce.MaxPoolOp;
import dev.lathe.tensor.op.reduce.MeanPoolOp;
import dev.lathe.tensor.op.shape.GatherOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How the hidden states of a text's tokens become one vector.
public enum Pooling {
    /// The hidden state of the first token, `[CLS]`.
    CLS("cls", "pooling_mode_cls_token"),
    /// The mean over all tokens, special ones included.
    MEAN("mean", "pooling_mode_mean_tokens"),
    /// The maximum over all tokens, feature by feature.
    MAX("max", "pooling_mode_max_tokens");

    private static final String MODE = "pooling_mode";
    private static final String SWITCHES = MODE + "_";
    private static final long MAX_BYTES = 1 << 20;

    private final String mode;
    private final String key;

    Pooling(String mode, String key) {
        this.mode = mode;
        this.key = key;
    }

    /// The vectors of texts, one row each, `[sequences,hidden]`: in training, evaluation and use.
    public Tensor vectors(Workspace ws, BertModel model, TokenBatch tokens) {
        return vectors(ws, model.lastHiddenState(ws, tokens), tokens.sequences());
    }

    /// The same of hidden states that are there already.
    ///
    /// @param hidden of the encoder, `[tokens,hidden]`
    public Tensor vectors(Workspace ws, Tensor hidden, PackedSequences sequences) {
        return switch (this) {
            case MEAN -> MeanPoolOp.apply(ws, hidden, sequences);
            case MAX -> MaxPoolOp.apply(ws, hidden, sequences);
            case CLS -> GatherOp.apply(ws, hidden, sequences.firstRowTensor());
        };
    }

    /// The switch for this kind in the `1_Pooling/config.json` of sentence-transformers before 5.4.
    public String key() {
        return key;
    }

    /// Reads a `1_Pooling/config.json`: the `pooling_mode` of version 5.4 and later, else the switches of earlier ones;
    /// the mean if it has none that is on.
    ///
    /// @throws CheckpointException if the file is broken, or asks for another kind or several
    static Pooling read(Path file) throws IOException {
        JsonObject config = JsonObject.read(file, MAX_BYTES);
        List<String> modes = config.textOrTexts(MODE);
        return modes.isEmpty() ? ofSwitches(config) : ofModes(config, modes);
    }

    private static Pooling ofModes(JsonObject config, List<String> modes) throws CheckpointException {
        for (String name : modes) {
            if (Arrays.stream(values()).noneMatch(kind -> kind.mode.equals(name))) {
                throw config.problem(MODE, "'" + name + "': only cls, mean and max are known");
            }
        }
        if (modes.size() > 1) {
            throw config.problem(MODE, String.join(" and ", modes) + ": only one at a time is known");
        }
        return Arrays.stream(values()).filter(kind -> kind.mode.equals(modes.getFirst())).findFirst().orElse(MEAN);
    }

    private static Pooling ofSwitches(JsonObject config) throws CheckpointException {
        Optional<Pooling> pooling = Optional.empty();
        for (String name : config.keys()) {
            if (name.startsWith(SWITCHES) && config.truth(name).orElse(false)) {
                Pooling found = Arrays.stream(values()).filter(kind -> kind.key.equals(name)).findFirst()
                        .orElseThrow(() -> config.problem(name, "only cls_token, mean_tokens and max_tokens are known"));
                if (pooling.isPresent()) {
                    throw config.problem(name, "a second pooling beside " + pooling.get().key() + " is not known");
                }
                pooling = Optional.of(found);
            }
        }
        return pooling.orElse(MEAN);
    }
}
