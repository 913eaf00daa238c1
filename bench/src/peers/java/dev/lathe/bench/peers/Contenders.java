package dev.lathe.bench.peers;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;

/// The engines that can be timed, by name.
final class Contenders {

    private static final SequencedMap<String, Function<TrainingWorkload, Contender>> BY_NAME = byName();

    private Contenders() {}

    private static SequencedMap<String, Function<TrainingWorkload, Contender>> byName() {
        var contenders = new LinkedHashMap<String, Function<TrainingWorkload, Contender>>();
        contenders.put("lathe", LatheContender::new);
        contenders.put("lathe-one-thread", workload -> new LatheContender(workload.onThreads(1)));
        contenders.put("libtorch", workload -> new LibtorchContender(workload, LibtorchPath.PLAIN));
        contenders.put("libtorch-fastest", workload -> new LibtorchContender(workload, LibtorchPath.FASTEST));
        return contenders;
    }

    /// Makes the engine called `name` ready for `workload`.
    static Contender open(String name, TrainingWorkload workload) {
        var engine = BY_NAME.get(name);
        if (engine == null) {
            throw new IllegalArgumentException("no contender '" + name + "': there are " + BY_NAME.keySet());
        }
        return engine.apply(workload);
    }
}
