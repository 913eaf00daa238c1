package dev.lathe.cli.options;

import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.trust.explain.Ask;
import dev.lathe.trust.explain.Output;
import dev.lathe.trust.explain.method.AttentionRollout;
import dev.lathe.trust.explain.method.AttributionMethod;
import dev.lathe.trust.explain.method.Baseline;
import dev.lathe.trust.explain.method.InputXGradient;
import dev.lathe.trust.explain.method.IntegratedGradients;
import dev.lathe.trust.explain.method.Occlusion;
import dev.lathe.trust.explain.method.Quadrature;
import dev.lathe.trust.explain.method.Saliency;
import dev.lathe.trust.explain.method.ShapleyValues;
import dev.lathe.trust.explain.method.SmoothGrad;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which score is explained, and how: the options of `explain`.
public final class ExplainArguments {
    private static final Set<Method> DRAWING = EnumSet.of(Method.SMOOTHGRAD, Method.SHAP, Method.KERNEL_SHAP);
    private static final int USUAL_COPIES = 32;
    private static final int USUAL_PERMUTATIONS = 16;
    private static final int USUAL_SETS = 512;

    @Option(names = "--method", paramLabel = "integrated-gradients|saliency|input-x-gradient|smoothgrad|occlusion|shap|kernel-shap|attention-rollout|all",
            defaultValue = "integrated-gradients", description = "How words get their scores; default ${DEFAULT-VALUE}. "
                    + "all is for --quality: a table of every method as it usually is, beside scores that are drawn.")
    private Method method = Method.INTEGRATED_GRADIENTS;

    @Option(names = "--label", paramLabel = "NAME", description = "The label that is explained; default the one that the model says. "
            + "Of answers: answer, start or end.")
    private Optional<String> label = Optional.empty();

    @Option(names = "--at", paramLabel = "N", description = "For models that label words: a character of the word whose label is explained; "
            + "default the first that is labelled other than O.")
    private Optional<Integer> at = Optional.empty();

    @Option(names = "--score", paramLabel = "logit|probability", defaultValue = "logit",
            description = "The number that is explained; default ${DEFAULT-VALUE}.")
    private Output score = Output.LOGIT;

    @Option(names = "--baseline", paramLabel = "mask|pad|zero", description = "For integrated-gradients: what a text is compared with; default mask.")
    private Optional<Baseline> baseline = Optional.empty();

    @Option(names = "--rule", paramLabel = "left|right|trapezoid|midpoint|gauss-legendre|adaptive",
            description = "For integrated-gradients: how the integral is approximated; default adaptive.")
    private Optional<Quadrature> rule = Optional.empty();

    @Option(names = "--nodes", paramLabel = "N", description = "For integrated-gradients: passes of the model; default 50.")
    private Optional<Integer> nodes = Optional.empty();

    @Option(names = "--samples", paramLabel = "N", description = "For smoothgrad copies of a text, default 32; for shap pairs of orders "
            + "of more than 10 words, default 16; for kernel-shap pairs of sets, default 512.")
    private Optional<Integer> samples = Optional.empty();

    @Option(names = "--noise", paramLabel = "SHARE", description = "For smoothgrad: the noise, as a share of the embeddings' range; default 0.15.")
    private Optional<Double> noise = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Seed of what is drawn; default ${DEFAULT-VALUE}.")
    private long seed;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// The words of `--method`.
    public enum Method { INTEGRATED_GRADIENTS, SALIENCY, INPUT_X_GRADIENT, SMOOTHGRAD, OCCLUSION, SHAP, KERNEL_SHAP, ATTENTION_ROLLOUT, ALL }

    public long seed() {
        return seed;
    }

    /// Which score.
    public Ask ask() {
        return new Ask(label, score, at.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    /// Whether every method is asked for.
    public boolean isAll() {
        return method == Method.ALL;
    }

    /// The one that is asked for, or all.
    ///
    /// @throws ParameterException if an option is not for the method, or its value makes no sense
    public List<AttributionMethod> methods() {
        AttributionMethod one = method(isAll() ? Method.INTEGRATED_GRADIENTS : method);
        return isAll() ? Arrays.stream(Method.values()).filter(kind -> kind != Method.ALL).map(this::method).toList() : List.of(one);
    }

    private AttributionMethod method(Method kind) {
        boolean integrates = method == Method.INTEGRATED_GRADIENTS;
        only(baseline.isPresent(), integrates, "--baseline", "integrated-gradients");
        only(rule.isPresent(), integrates, "--rule", "integrated-gradients");
        only(nodes.isPresent(), integrates, "--nodes", "integrated-gradients");
        only(noise.isPresent(), method == Method.SMOOTHGRAD, "--noise", "smoothgrad");
        only(samples.isPresent(), DRAWING.contains(method), "--samples", "smoothgrad, shap or kernel-shap");
        return OptionWords.checked(spec.commandLine(), () -> switch (kind) {
            case INTEGRATED_GRADIENTS -> new IntegratedGradients(
                    baseline.orElse(IntegratedGradients.USUAL.baseline()), rule.orElse(IntegratedGradients.USUAL.rule()),
                    nodes.orElse(IntegratedGradients.USUAL.nodes()));
            case SALIENCY -> new Saliency();
            case INPUT_X_GRADIENT -> new InputXGradient();
            case SMOOTHGRAD -> new SmoothGrad(samples.orElse(USUAL_COPIES), noise.orElse(0.15), seed);
            case OCCLUSION -> new Occlusion();
            case SHAP -> new ShapleyValues(ShapleyValues.Form.PERMUTATIONS, samples.orElse(USUAL_PERMUTATIONS), seed);
            case KERNEL_SHAP -> new ShapleyValues(ShapleyValues.Form.KERNEL, samples.orElse(USUAL_SETS), seed);
            case ATTENTION_ROLLOUT -> new AttentionRollout();
            case ALL -> throw new IllegalStateException("explain: all methods where one is asked for");
        });
    }

    private void only(boolean given, boolean fits, String option, String methods) {
        if (given && !fits) {
            throw new ParameterException(spec.commandLine(), option + ": needs --method " + methods);
        }
    }
}
