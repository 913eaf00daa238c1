package dev.lathe.train.run.weights;

import dev.lathe.bert.checkpoint.file.NearestName;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelPlan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keeps the parameters as they are whose paths were named.
public final class FreezePlan implements ModelPlan {
    private final List<Freeze> freezes;

    /// One of the names: of a parameter, or of what it stands in.
    private record Freeze(String given, Pattern path) {
        static Freeze of(String given) {
            String path = Stream.of(given.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            return new Freeze(given, Pattern.compile(path + "(\\..*)?"));
        }

        boolean holds(String name) {
            return path.matcher(name).matches();
        }
    }

    /// Keeps what these paths name as it is: parameters, or all of those below a part of the model.
    ///
    /// @param paths such as `encoder.layer.0`, with `*` for any characters
    public static FreezePlan of(String... paths) {
        return new FreezePlan(List.of(paths));
    }

    /// @param paths with `*` for any characters
    FreezePlan(List<String> paths) {
        freezes = paths.stream().map(Freeze::of).toList();
    }

    @Override
    public boolean isFrozen(String path) {
        return freezes.stream().anyMatch(freeze -> freeze.holds(path));
    }

    /// What trains, and what does not, for people; empty if everything trains.
    ///
    /// @throws IllegalArgumentException if a name fits no parameter, or nothing is left to train
    public Optional<String> notice(List<ModelParameter> parameters) {
        if (freezes.isEmpty()) {
            return Optional.empty();
        }
        for (Freeze freeze : freezes) {
            if (parameters.stream().noneMatch(parameter -> freeze.holds(parameter.name()))) {
                throw new IllegalArgumentException("freeze '%s': fits no parameter%s".formatted(
                        freeze.given(), NearestName.among(names(parameters), freeze.given())
                                .map(nearest -> "; nearest '%s'".formatted(nearest)).orElse("")));
            }
        }
        List<ModelParameter> trained = parameters.stream().filter(p -> !p.parameter().isFrozen()).toList();
        if (trained.isEmpty()) {
            throw new IllegalArgumentException("freeze: nothing is left to train");
        }
        return Optional.of(String.format(Locale.ROOT, "trains %,d of %,d values, in %d of %d parameters; frozen: %s",
                values(trained), values(parameters), trained.size(), parameters.size(),
                freezes.stream().map(Freeze::given).collect(Collectors.joining(", "))));
    }

    private static List<String> names(List<ModelParameter> parameters) {
        return parameters.stream().map(ModelParameter::name).toList();
    }

    private static long values(List<ModelParameter> parameters) {
        return parameters.stream().mapToLong(p -> p.parameter().shape().size()).sum();
    }
}
