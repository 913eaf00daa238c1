package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.cuda.StandIn.Kind;
import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaDriver;
import dev.lathe.cuda.product.MatrixProduct;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.optim.Adafactor;
import dev.lathe.optim.AdamW;
import dev.lathe.optim.GradientClipping;
import dev.lathe.optim.Optimizer;
import dev.lathe.optim.Optimizers;
import dev.lathe.optim.ParameterGroup;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.loss.BinaryCrossEntropyOp;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.tensor.op.loss.SpanCrossEntropyOp;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandleProxies;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fine-tuning at the sizes that it has in earnest, on the device that runs no kernel: what is asked of the driver.
class RealSizesTest {
    private static final int STEPS = 300;
    private static final int TEXTS = 32;
    private static final int TOKENS = 128;
    private static final int PREDICT_EVERY = 10;
    private static final BertConfig BERT_BASE = BertConfig.builder().build();
    private static final long GIB = 1L << 30;

    @Test
    void nothingIsAskedOfTheDriverAfterTheSecondStep() {
        StandIn standIn = StandIn.get();
        LongSupplier requests = counter("standinRequests");
        var context = new CudaContext(Kind.IDLE.ordinal());
        var memory = StandIn.memory(context);
        Optional<MatrixProduct> cublas = StandIn.product(context, memory, 13);
        try (var backend = new CudaBackend(context, memory, standIn.images(), cublas);
                var model = new Model(backend, AdamW.Config.DEFAULT)) {
            long begin = requests.getAsLong();
            for (int step = 0; step < 2; step++) {
                model.train(step);
                model.predict(step);
            }
            long warm = requests.getAsLong();
            long held = backend.bytesHeld();
            assertTrue(warm > begin + 1, "the driver was asked for the memory of steps");
            assertTrue(held > 3 * GIB && held < 12 * GIB, "model, gradients, moments and activations: " + held);
            for (int step = 2; step < STEPS; step++) {
                model.train(step);
                if (step % PREDICT_EVERY == 0) {
                    model.predict(step);
                }
                assertEquals(warm, requests.getAsLong(), "step " + step);
            }
            assertEquals(held, backend.bytesHeld());
        }
    }

    /// Norm, clipping, rates and steps stay on the device; ids and labels are checked where they come from. Only who asks for a
    /// number waits, once.
    @ParameterizedTest
    @ValueSource(strings = {"adamw", "sgd", "lion", "adafactor", "relative adafactor"})
    void aWarmStepWaitsForNothing(String optimizer) {
        Optimizer.Config config = optimizer.startsWith("relative")
                ? Adafactor.Config.DEFAULT.relative()
                : Optimizers.named(optimizer);
        StandIn standIn = StandIn.get();
        LongSupplier waits = counter("standinWaits");
        var context = new CudaContext(Kind.IDLE.ordinal());
        var memory = StandIn.memory(context);
        Optional<MatrixProduct> cublas = StandIn.product(context, memory, 13);
        try (var backend = new CudaBackend(context, memory, standIn.images(), cublas);
                var model = new Model(backend, config)) {
            model.train(0);
            model.train(1);
            model.clipping.read();
            for (int step = 2; step < 6; step++) {
                long before = waits.getAsLong();
                model.train(step);
                assertEquals(before, waits.getAsLong(), "step " + step);
                model.clipping.read();
                assertEquals(before + 1, waits.getAsLong(), "loss and norm of step " + step);
            }
        }
    }

    /// Labels, positions and targets that the host has made are checked there.
    @Test
    void lossesAskNoDeviceWhetherTheirTargetsFit() {
        try (var backend = StandIn.backend(Kind.IDLE);
                var ws = Workspace.recording("losses", backend)) {
            LongSupplier waits = counter("standinWaits");
            long before = waits.getAsLong();
            Tensor logits = ws.variable(Shape.of(5, 2), new float[10]);
            Tensor targets = ws.ofKnown(Shape.of(5, 2), 0, 1, 1, 0, 0.5f, 1, 0, 0, 1, 1);
            var sequences = PackedSequences.of(ws, 2, 3);
            Tensor sum = AddOp.apply(ws, BinaryCrossEntropyOp.apply(ws, logits, targets), AddOp.apply(ws,
                    SpanCrossEntropyOp.apply(ws, logits, sequences, ws.ofInts(Shape.of(2, 2), 1, 0, 2, 2)),
                    CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(5), 0, 1, 1, 0, 1))));
            ws.backward(sum);
            assertEquals(before, waits.getAsLong());
            assertArrayEquals(new float[] {0, 1, 1, 0, 0.5f, 1, 0, 0, 1, 1}, targets.toArray());
            assertEquals(before, waits.getAsLong());
            sum.item();
            assertEquals(before + 1, waits.getAsLong());
        }
    }

    /// BERT-base with a head and all that training needs, its values whatever memory held.
    private static final class Model implements AutoCloseable {
        private final CudaBackend backend;
        private final Workspace workspace;
        private final BertForSequenceClassification classifier;
        private final Optimizer optimizer;
        private final GradientClipping clipping;

        Model(CudaBackend backend, Optimizer.Config config) {
            this.backend = backend;
            workspace = Workspace.model("BERT-base", backend);
            ModelScope scope = ModelScope.root(workspace);
            classifier = new BertForSequenceClassification(scope, BERT_BASE, 2);
            List<Parameter> parameters = scope.parameters().stream().map(ModelParameter::parameter).toList();
            optimizer = config.over(ParameterGroup.usual(parameters, 0.01), workspace);
            clipping = new GradientClipping(parameters, 1, 1, workspace);
        }

        /// Texts of up to 128 tokens: full batches first, then shorter ones too.
        void train(int step) {
            try (var ws = Workspace.training("step " + step, backend, new RandomKey(1, step))) {
                Tensor logits = classifier.logits(ws, TokenBatch.of(ws, texts(TEXTS, step)));
                Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(TEXTS), new int[TEXTS]));
                clipping.watch(0, loss);
                ws.backward(loss);
                optimizer.step(2e-5, clipping.measure());
            }
        }

        void predict(int step) {
            try (var ws = Workspace.inference("prediction", backend)) {
                classifier.logits(ws, TokenBatch.of(ws, texts(2 * TEXTS, step))).toArray();
            }
        }

        private static List<TokenSequence> texts(int count, int step) {
            var texts = new ArrayList<TokenSequence>();
            for (int text = 0; text < count; text++) {
                int tokens = step < 2 ? TOKENS : TOKENS - step * (7 * text + 1) % TOKENS;
                var ids = new int[tokens];
                for (int t = 0; t < tokens; t++) {
                    ids[t] = (7919 * text + 104729 * t) % BERT_BASE.vocabSize();
                }
                texts.add(TokenSequence.of(ids, new int[tokens]));
            }
            return texts;
        }

        @Override
        public void close() {
            workspace.close();
        }
    }

    /// One of the stand-in's counters.
    @SuppressWarnings("restricted")
    private static LongSupplier counter(String name) {
        var driver = SymbolLookup.libraryLookup(Path.of(System.getProperty(CudaDriver.LIBRARY)), Arena.global());
        return MethodHandleProxies.asInterfaceInstance(LongSupplier.class, Linker.nativeLinker().downcallHandle(
                driver.find(name).orElseThrow(), FunctionDescriptor.of(ValueLayout.JAVA_LONG)));
    }
}
