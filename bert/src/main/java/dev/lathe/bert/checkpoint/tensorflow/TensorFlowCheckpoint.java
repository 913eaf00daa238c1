package dev.lathe.bert.checkpoint.tensorflow;

import dev.lathe.bert.checkpoint.ForeignCheckpoint;
import dev.lathe.bert.checkpoint.ParameterNames;
import dev.lathe.bert.checkpoint.StoredParameter;
import dev.lathe.bert.checkpoint.StoredParameters;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.torch.StoredZip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The weights of a BERT that TensorFlow has stored, under the names and shapes they have at Hugging Face.
///
/// Opening reads every byte of them once, to compare it with its checksum; nothing is kept in memory.
public final class TensorFlowCheckpoint extends ForeignCheckpoint {
    private static final int NAMED_IN_MESSAGE = 3;

    private final List<String> leftOut;

    private TensorFlowCheckpoint(TensorBundle bundle, StoredParameters parameters, List<String> leftOut) {
        super(parameters, bundle::close);
        this.leftOut = List.copyOf(leftOut);
    }

    /// Opens the checkpoint whose files begin with this path: `bert_model.ckpt` for `bert_model.ckpt.index` and
    /// `bert_model.ckpt.data-00000-of-00001`.
    ///
    /// @throws CheckpointException when a file is missing or broken, a checksum is wrong, or there is no BERT in it
    public static TensorFlowCheckpoint open(Path prefix) throws IOException {
        return open(BundleFiles.at(prefix));
    }

    /// Opens a checkpoint inside an archive, with which it is closed.
    ///
    /// @param prefix path of its files in the archive, without the endings
    /// @throws CheckpointException when a file is missing or broken, a checksum is wrong, or there is no BERT in it
    public static TensorFlowCheckpoint open(StoredZip archive, String prefix) throws IOException {
        return open(BundleFiles.in(archive, prefix));
    }

    private static TensorFlowCheckpoint open(BundleFiles files) throws IOException {
        TensorBundle bundle = TensorBundle.open(files);
        try {
            return of(bundle);
        } catch (IOException | RuntimeException broken) {
            bundle.close();
            throw broken;
        }
    }

    private static TensorFlowCheckpoint of(TensorBundle bundle) throws IOException {
        var parameters = new StoredParameters(bundle.file());
        var leftOut = new ArrayList<String>();
        for (Map.Entry<String, BundleEntry> stored : bundle.entries().entrySet()) {
            String variable = stored.getKey();
            Optional<ParameterNames.Renamed> renamed = ParameterNames.ofVariable(variable);
            if (renamed.isPresent()) {
                parameters.add(parameter(bundle, variable, stored.getValue(), renamed.get()));
            } else if (!ParameterNames.isOptimizers(variable)) {
                leftOut.add(variable);
            }
        }
        if (parameters.names().isEmpty()) {
            throw new CheckpointException(bundle.file(), "no variable of a BERT among its " + bundle.entries().size()
                    + leftOut.stream().limit(NAMED_IN_MESSAGE).map(name -> ", '" + name + "'").reduce("", String::concat));
        }
        return new TensorFlowCheckpoint(bundle, parameters, leftOut);
    }

    private static StoredParameter parameter(
            TensorBundle bundle, String variable, BundleEntry stored, ParameterNames.Renamed renamed) throws IOException {
        TensorEntry entry = stored.entry(bundle.file(), variable);
        if (renamed.transposed() && entry.shape().size() != 2) {
            throw new CheckpointException(
                    bundle.file(), "'" + variable + "' is " + entry.shapeText() + ": needs two axes");
        }
        List<Integer> shape = renamed.transposed() ? entry.shape().reversed() : entry.shape();
        return new StoredParameter(new TensorEntry(renamed.name(), entry.type(), shape),
                bundle.verified(variable, stored), stored.offset(), renamed.transposed());
    }

    /// Variables that are no parameters of a BERT, those of optimisers aside.
    public List<String> leftOut() {
        return leftOut;
    }
}
