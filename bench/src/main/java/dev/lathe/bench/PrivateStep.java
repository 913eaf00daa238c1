package dev.lathe.bench;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelPlan;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.nn.adapter.Lora;
import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.train.loop.Trainer;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.privacy.PrivacyOptions;
import dev.lathe.train.privacy.PrivacyPlan;
import dev.lathe.train.privacy.PrivatePasses;
import dev.lathe.train.privacy.SampledGaussian;
import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.train.task.Objective;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// What hiding each example costs: whole steps of a model of MiniLM's shape with texts of full length, plain, private with packed passes, and private
/// with a pass for each example, taking turns. All examples are drawn in every step, so that all do the same work.
///
///     java --add-modules jdk.incubator.vector -cp bench/target/classes:bench/target/lib/* dev.lathe.bench.PrivateStep [full|lora] [BATCH] [TOKENS] [ROUNDS]
public final class PrivateStep {
    private static final int LABELS = 2;
    private static final int WARM_UP = 2;

    private PrivateStep() {}

    /// @param arguments what is trained, default full; examples of a step, 16; tokens of each, 128; turns that count, 7
    public static void main(String[] arguments) throws IOException {
        boolean lora = arguments.length > 0 && arguments[0].equals("lora");
        int batch = number(arguments, 1, 16);
        int tokens = number(arguments, 2, 128);
        int rounds = number(arguments, 3, 7);
        try (var device = Device.cpu();
                var plain = new Contender(device, lora, batch, tokens, Optional.empty());
                var packed = new Contender(device, lora, batch, tokens, Optional.of(PrivatePasses.PACKED));
                var single = new Contender(device, lora, batch, tokens, Optional.of(PrivatePasses.SINGLE))) {
            var seconds = new double[rounds];
            var packedRatios = new double[rounds];
            var singleRatios = new double[rounds];
            for (int round = -WARM_UP; round < rounds; round++) {
                double usual = plain.step();
                double together = packed.step();
                double apart = single.step();
                if (round >= 0) {
                    seconds[round] = usual;
                    packedRatios[round] = together / usual;
                    singleRatios[round] = apart / usual;
                }
            }
            System.out.printf(Locale.ROOT, "%s, %d x %d: plain %s s; private, packed %s of that; private, single %s%n", lora ? "LoRA" : "full", batch,
                    tokens, Spread.of(seconds).text(), Spread.of(packedRatios).text(), Spread.of(singleRatios).text());
        }
    }

    private static int number(String[] arguments, int at, int usual) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : usual;
    }

    /// A model and its training.
    private static final class Contender implements AutoCloseable {
        private final Workspace weights;
        private final Trainer<TokenSequence> trainer;
        private int epoch;

        Contender(Device device, boolean lora, int batch, int tokens, Optional<PrivatePasses> passes) {
            weights = Workspace.model("weights", device.backend());
            ModelPlan plan = lora ? new AdapterPlan(Lora.DEFAULT, name -> name.startsWith("bert.")) : ModelPlan.DENSE;
            ModelScope scope = ModelScope.root(weights, plan, (_, _, _) -> { });
            var model = new BertForSequenceClassification(scope, config(), LABELS);
            scope.parameters().forEach(p -> p.initialize(1));
            List<Parameter> parameters = scope.parameters().stream().map(ModelParameter::parameter).toList();
            TrainingOptions options = TrainingOptions.builder().batchSize(batch).epochs(1_000_000).build();
            trainer = new Trainer<>(objective(model), parameters, texts(batch, tokens), options, device.backend());
            passes.ifPresent(how -> trainer.privately(new PrivacyPlan(
                    PrivacyOptions.ofNoise(1, 1e-5).withPasses(how), new SampledGaussian(1, 1), batch, Integer.MAX_VALUE), SecretNumbers.ofSeed(1)));
        }

        private static BertConfig config() {
            return BertConfig.builder().vocabSize(30_522).hiddenSize(384).numHiddenLayers(6).numAttentionHeads(12).intermediateSize(1_536)
                    .maxPositionEmbeddings(512).typeVocabSize(2).build();
        }

        private static List<TokenSequence> texts(int count, int tokens) {
            var texts = new ArrayList<TokenSequence>();
            for (int i = 0; i < count; i++) {
                int text = i;
                texts.add(TokenSequence.of(IntStream.range(0, tokens).map(t -> 1_000 + (t * 31 + text * 17) % 20_000).toArray(), new int[tokens]));
            }
            return texts;
        }

        private static Objective<TokenSequence> objective(BertForSequenceClassification model) {
            return new Objective<>() {
                @Override
                public PartLoss of(Workspace ws, List<TokenSequence> examples, int firstExample) {
                    TokenBatch batch = TokenBatch.of(ws, examples, firstExample);
                    int[] labels = IntStream.range(0, examples.size()).map(i -> i % LABELS).toArray();
                    return new PartLoss(CrossEntropyOp.apply(ws, model.logits(ws, batch), ws.ofInts(Shape.of(labels.length), labels)),
                            labels.length, batch.sequences().tokens());
                }

                @Override
                public Optional<ExampleRows> rows(List<TokenSequence> examples) {
                    return Optional.of(ExampleRows.oneEach(examples.size()));
                }
            };
        }

        /// An epoch is a step.
        double step() throws IOException {
            var seconds = new double[1];
            trainer.epoch(++epoch, metrics -> seconds[0] = metrics.seconds());
            return seconds[0];
        }

        @Override
        public void close() {
            trainer.close();
            weights.close();
        }
    }
}
