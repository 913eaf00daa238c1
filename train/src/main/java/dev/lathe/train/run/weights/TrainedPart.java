package dev.lathe.train.run.weights;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelPlan;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.train.loop.TrainingOptions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What of a model is trained, and so what is kept of it.
public sealed interface TrainedPart {
    /// @param base the base's weights
    static TrainedPart of(TrainingOptions options, Checkpoint base) {
        return options.adapter().isPresent()
                ? new Adapted(new AdapterPlan(options.adapter().get(), BertWeights.base(base)))
                : new Unfrozen(new FreezePlan(options.freeze()));
    }

    ModelPlan plan();

    /// What trains, and what does not, for people; empty if everything trains.
    ///
    /// @throws IllegalArgumentException if the options mean nothing in this model, or nothing is left to train
    Optional<String> notice(List<ModelParameter> parameters);

    /// Of parameters without values in the base those that people are told of; an adapter's own are all of it.
    List<String> initialized(List<String> parameters);

    /// Sets what starts from the base's values, once they are there.
    void begin(Backend backend);

    RunWeights weights(List<ModelParameter> parameters);

    /// All of it but what was named.
    record Unfrozen(FreezePlan plan) implements TrainedPart {
        @Override
        public Optional<String> notice(List<ModelParameter> parameters) {
            return plan.notice(parameters);
        }

        @Override
        public List<String> initialized(List<String> parameters) {
            return parameters;
        }

        @Override
        public void begin(Backend backend) {
            // Nothing does.
        }

        @Override
        public RunWeights weights(List<ModelParameter> parameters) {
            return RunWeights.ofModel(parameters);
        }
    }

    /// An adapter and the head.
    record Adapted(AdapterPlan plan) implements TrainedPart {
        @Override
        public Optional<String> notice(List<ModelParameter> parameters) {
            plan.requireTargets();
            List<ModelParameter> trained = weights(parameters).parameters();
            return Optional.of(String.format(Locale.ROOT, "%s trains %,d of %,d values, %,d of them in the head; the rest of the base stays as it is",
                    plan.method().name(), values(trained), values(parameters), values(head(parameters))));
        }

        /// What is trained whole, and is no part of the base.
        public List<ModelParameter> head(List<ModelParameter> parameters) {
            return weights(parameters).parameters().stream()
                    .filter(p -> plan.isHead(p.name())).toList();
        }

        @Override
        public List<String> initialized(List<String> parameters) {
            return parameters.stream().filter(plan::isHead).toList();
        }

        @Override
        public void begin(Backend backend) {
            try (var ws = Workspace.inference("begin of " + plan.method().name(), backend)) {
                plan.begin(ws);
            }
        }

        @Override
        public RunWeights weights(List<ModelParameter> parameters) {
            return RunWeights.ofAdapter(parameters);
        }

        private static long values(List<ModelParameter> parameters) {
            return parameters.stream().mapToLong(p -> p.parameter().shape().size()).sum();
        }
    }
}
