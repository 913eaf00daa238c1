package dev.lathe.bert.predict.open;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.directory.BaseWeights;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.adapter.MixedPlan;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Pass;
import dev.lathe.tensor.op.shape.SliceOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// Passes over texts that want different models of one base.
///
/// The encoder is put together for each batch, as its rows are different ones: objects around weights that are there, which takes far less time than
/// the pass.
final class MixedBatches {
    private final String name;
    private final Device device;
    private final BaseWeights weights;

    MixedBatches(String name, Device device, BaseWeights weights) {
        this.name = name;
        this.device = device;
        this.weights = weights;
    }

    /// One sequence of an input, and where its values go.
    private record Part(BaseQueue<?> model, TokenSequence sequence, float[][] into, int at) {}

    /// What comes of each input, in their order. Those of a model that is closed fail by themselves.
    List<SharedBase.Values> values(List<SharedBase.Asked> asked) {
        var entered = new IdentityHashMap<OpenModel<?>, Boolean>();
        asked.forEach(one -> entered.computeIfAbsent(one.model().model(), OpenModel::enter));
        try {
            var into = new float[asked.size()][][];
            Map<Object, List<Part>> passes = new LinkedHashMap<>();
            for (int i = 0; i < into.length; i++) {
                SharedBase.Asked one = asked.get(i);
                into[i] = new float[one.sequences().size()][];
                if (Boolean.TRUE.equals(entered.get(one.model().model()))) {
                    List<Part> pass = passes.computeIfAbsent(passOf(one.model()), _ -> new ArrayList<>());
                    for (int s = 0; s < into[i].length; s++) {
                        pass.add(new Part(one.model(), one.sequences().get(s), into[i], s));
                    }
                }
            }
            passes.values().forEach(this::run);
            return IntStream.range(0, into.length).mapToObj(i -> {
                OpenModel<?> model = asked.get(i).model().model();
                return Boolean.TRUE.equals(entered.get(model))
                        ? new SharedBase.Values(List.of(into[i]), null) : new SharedBase.Values(List.of(), model.closedProblem());
            }).toList();
        } finally {
            entered.forEach((model, in) -> {
                if (in) {
                    model.leave();
                }
            });
        }
    }

    /// Models that may share a pass have the same: the encoder's configuration, or else themselves.
    private static Object passOf(BaseQueue<?> model) {
        return model.model().around().isPresent() ? model.model().config() : model.model();
    }

    private void run(List<Part> parts) {
        BaseQueue<?> first = parts.getFirst().model();
        if (parts.stream().allMatch(part -> part.model().equals(first))) {
            alone(parts);
            return;
        }
        for (int[] batch : PackedBatches.of(parts.stream().map(Part::sequence).toList())) {
            SequencedMap<BaseQueue<?>, List<Part>> byModel = new LinkedHashMap<>();
            Arrays.stream(batch).mapToObj(parts::get).forEach(part -> byModel.computeIfAbsent(part.model(), _ -> new ArrayList<>()).add(part));
            if (byModel.size() == 1) {
                alone(byModel.firstEntry().getValue());
            } else {
                together(first.model().config(), byModel);
            }
        }
    }

    private static void alone(List<Part> parts) {
        put(parts, valuesAlone(parts.getFirst().model(), sequences(parts)));
    }

    private static <M> List<float[]> valuesAlone(BaseQueue<M> queue, List<TokenSequence> sequences) {
        return queue.outputs().of(queue.model(), sequences);
    }

    private void together(BertConfig config, Map<BaseQueue<?>, List<Part>> byModel) {
        try (Pass _ = device.backend().openPass(); var ws = Workspace.inference("prediction of '" + name + "'", device.backend())) {
            var rows = new ArrayList<MixedPlan.Part>();
            byModel.forEach((queue, parts) -> rows.add(
                    new MixedPlan.Part(queue.model().around().orElseThrow(), Reading.tokens(sequences(parts)))));
            var scope = ModelScope.root(ws, new MixedPlan(weights::parameter, rows), (_, _, _) -> {});
            var batch = TokenBatch.of(ws, byModel.values().stream().flatMap(parts -> sequences(parts).stream()).toList());
            Tensor hidden = new BertModel(scope, config).lastHiddenState(ws, batch);
            int start = 0;
            for (Map.Entry<BaseQueue<?>, List<Part>> entry : byModel.entrySet()) {
                List<TokenSequence> sequences = sequences(entry.getValue());
                int count = Reading.tokens(sequences);
                put(entry.getValue(), headed(entry.getKey(), ws, SliceOp.apply(ws, hidden, 0, start, count), sequences));
                start += count;
            }
        }
    }

    private static <M> List<float[]> headed(BaseQueue<M> queue, Workspace ws, Tensor hidden, List<TokenSequence> sequences) {
        var packed = PackedSequences.of(ws, sequences.stream().mapToInt(TokenSequence::size).toArray());
        return queue.outputs().cut(queue.head().run(ws, queue.model().model(), hidden, packed).toArray(), sequences);
    }

    private static List<TokenSequence> sequences(List<Part> parts) {
        return parts.stream().map(Part::sequence).toList();
    }

    private static void put(List<Part> parts, List<float[]> values) {
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).into()[parts.get(i).at()] = values.get(i);
        }
    }
}
