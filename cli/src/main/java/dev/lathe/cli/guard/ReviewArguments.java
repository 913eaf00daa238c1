package dev.lathe.cli.guard;

import dev.lathe.trust.review.ReviewQueue;
import dev.lathe.trust.review.ReviewRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which decisions a person is to look at, and where they wait.
public final class ReviewArguments {
    @Option(names = "--review-queue", paramLabel = "FILE",
            description = "Put decisions that a person is to look at into this file; 'lathe review' shows and answers them.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--review-below", paramLabel = "P", description = "Those of a classifier with less confidence than this, 0 to 1.")
    private Optional<Double> below = Optional.empty();

    @Option(names = "--review-labels", paramLabel = "LABEL", split = ",", description = "Those with one of these labels.")
    private List<String> labels = List.of();

    @Option(names = "--review-texts", description = "Write the texts there too: without them nobody can judge, and no training data comes of it.")
    private boolean keepsTexts;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException if options are missing that others need
    public void check() {
        boolean chooses = below.isPresent() || !labels.isEmpty();
        if (file.isEmpty() && (chooses || keepsTexts)) {
            throw new ParameterException(spec.commandLine(), "--review-below, --review-labels, --review-texts: need --review-queue");
        }
        if (file.isPresent() && !chooses) {
            throw new ParameterException(spec.commandLine(), "--review-queue: needs --review-below or --review-labels");
        }
        if (below.isPresent() && !(below.get() >= 0 && below.get() <= 1)) {
            throw new ParameterException(spec.commandLine(), "--review-below %s: must be 0 to 1".formatted(below.get()));
        }
    }

    /// Whether any decision may wait.
    public boolean isGiven() {
        return file.isPresent();
    }

    /// Which decisions.
    public ReviewRule rule() {
        return new ReviewRule(below.orElse(0.0), new LinkedHashSet<>(labels));
    }

    /// Whether texts are kept.
    public boolean keepsTexts() {
        return keepsTexts;
    }

    /// Where they wait.
    public ReviewQueue open() throws IOException {
        return ReviewQueue.at(file.orElseThrow());
    }
}
