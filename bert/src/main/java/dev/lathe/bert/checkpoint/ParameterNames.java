package dev.lathe.bert.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What others call a BERT's parameters, and what Hugging Face calls them today.
///
/// The first row that fits a whole name counts. `$1` stands for what the first pair of parentheses found, in which
/// `/` becomes `.` and `layer_3` becomes `layer.3`.
public final class ParameterNames {
    /// Google's variables. A TensorFlow Hub module has `module/` in front of each.
    private static final List<Row> TENSORFLOW = List.of(
            row("bert/embeddings/(word|position|token_type)_embeddings", "bert.embeddings.$1_embeddings.weight"),
            row("(bert/.+|cls/predictions/transform)/LayerNorm/gamma", "$1.LayerNorm.weight"),
            row("(bert/.+|cls/predictions/transform)/LayerNorm/beta", "$1.LayerNorm.bias"),
            transposedRow("(bert/.+|cls/predictions/transform)/dense/kernel", "$1.dense.weight"),
            row("(bert/.+|cls/predictions/transform)/dense/bias", "$1.dense.bias"),
            transposedRow("(bert/.+/attention/self/(query|key|value))/kernel", "$1.weight"),
            row("(bert/.+/attention/self/(query|key|value))/bias", "$1.bias"),
            row("cls/predictions/output_bias", "cls.predictions.bias"),
            row("cls/seq_relationship/output_weights", "cls.seq_relationship.weight"),
            row("cls/seq_relationship/output_bias", "cls.seq_relationship.bias"),
            row("cls/squad/output_weights", "qa_outputs.weight"),
            row("cls/squad/output_bias", "qa_outputs.bias"),
            row("output_weights", "classifier.weight"),
            row("output_bias", "classifier.bias"));

    /// What an optimiser, and TensorFlow itself, keep beside the variables.
    private static final Pattern OPTIMIZER = Pattern.compile("(.+/)?(adam_[mv]|Adam(_1)?|AdamWeightDecayOptimizer(_1)?"
            + "|LAMB(_1)?|global_step|beta[12]_power|_CHECKPOINTABLE_OBJECT_GRAPH|save_counter|\\.OPTIMIZER_SLOT.*)");

    /// The first PyTorch ports kept TensorFlow's names for these two.
    private static final List<Row> OLD_PYTORCH = List.of(
            row("(|.+\\.)LayerNorm\\.gamma", "$1LayerNorm.weight"),
            row("(|.+\\.)LayerNorm\\.beta", "$1LayerNorm.bias"));

    private static final String MODULE = "module/";

    /// What PyTorch's DataParallel and compile put before the names of the model they hold, once or both in any order.
    private static final Pattern WRAPPERS = Pattern.compile("(module\\.|_orig_mod\\.)+");

    private ParameterNames() {}

    /// A parameter's name today.
    ///
    /// @param name path in Hugging Face's model
    /// @param transposed whether the old matrix is `[in,out]`, the new one `[out,in]`
    public record Renamed(String name, boolean transposed) {}

    /// The parameter that a TensorFlow variable becomes; none for what is no parameter of a BERT.
    public static Optional<Renamed> ofVariable(String variable) {
        String path = variable.startsWith(MODULE) ? variable.substring(MODULE.length()) : variable;
        return find(TENSORFLOW, path).map(found -> new Renamed(
                found.name().replace('/', '.').replaceAll("\\blayer_(\\d+)\\b", "layer.$1"), found.transposed()));
    }

    /// Whether a TensorFlow variable only served training.
    public static boolean isOptimizers(String variable) {
        return OPTIMIZER.matcher(variable).matches();
    }

    /// The present name of a tensor in a file that PyTorch or Hugging Face's library has written at any time.
    static String ofTensor(String name) {
        Matcher wrapped = WRAPPERS.matcher(name);
        String inside = wrapped.lookingAt() ? name.substring(wrapped.end()) : name;
        return find(OLD_PYTORCH, inside).map(Renamed::name).orElse(inside);
    }

    private static Optional<Renamed> find(List<Row> rows, String name) {
        for (Row row : rows) {
            Matcher matcher = row.pattern().matcher(name);
            if (matcher.matches()) {
                return Optional.of(new Renamed(matcher.replaceFirst(row.parameter()), row.transposed()));
            }
        }
        return Optional.empty();
    }

    private static Row row(String pattern, String parameter) {
        return new Row(Pattern.compile(pattern), parameter, false);
    }

    private static Row transposedRow(String pattern, String parameter) {
        return new Row(Pattern.compile(pattern), parameter, true);
    }

    private record Row(Pattern pattern, String parameter, boolean transposed) {}
}
