package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.Parameter;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.StepRule;
import dev.lathe.train.loop.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A step of one's own in a fine-tuning from files.
class StepRuleTest {
    /// Fast gradient method: the word embeddings go a little the worst way, and what that costs is learnt too.
    ///
    /// Source: Miyato, Dai and Goodfellow, 2017, section 3.
    private static final StepRule ADVERSARIAL = step -> {
        step.backward();
        Parameter words = step.parameters().stream()
                .filter(parameter -> parameter.name().endsWith("word_embeddings.weight")).findFirst().orElseThrow();
        float[] before = words.value().toArray();
        float[] gradient = words.gradient().toArray();
        double norm = 0;
        for (float g : gradient) {
            norm += (double) g * g;
        }
        float[] disturbed = before.clone();
        for (int i = 0; i < disturbed.length; i++) {
            disturbed[i] += (float) (0.5 * gradient[i] / Math.sqrt(norm));
        }
        words.value().buffer().write(0, disturbed, 0, disturbed.length);
        step.backward();
        words.value().buffer().write(0, before, 0, before.length);
        step.move();
    };

    @TempDir
    private Path folder;
    private Path encoder;
    private Path train;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        train = TinyModel.sentences(folder.resolve("train.jsonl"), 40);
    }

    @Test
    void theUsualRuleIsWhatAStepDoesWithoutOne() throws IOException {
        byte[] without = weights("without", null, 1);
        assertArrayEquals(without, weights("usual", StepRule.USUAL, 1));
        assertArrayEquals(weights("two", null, 2), weights("two-usual", StepRule.USUAL, 2));
    }

    @Test
    void aRuleOfOnesOwnDecidesWhatIsLearnt() throws IOException {
        byte[] adversarial = weights("adversarial", ADVERSARIAL, 2);
        assertTrue(!Arrays.equals(weights("usual", StepRule.USUAL, 2), adversarial));
        assertArrayEquals(adversarial, weights("again", ADVERSARIAL, 2), "the same seed, the same bytes");
    }

    @Test
    void aRuleSeesEveryStepAndTheLossOfItsExamples() throws IOException {
        var numbers = new ArrayList<Integer>();
        var losses = new ArrayList<Double>();
        weights("seen", step -> {
            numbers.add(step.number());
            step.backward();
            losses.add(step.loss());
            step.move();
        }, 1);
        assertEquals(List.of(1, 2, 3, 4, 5, 6), numbers);
        assertTrue(losses.stream().allMatch(loss -> loss > 0.3 && loss < 1.5), losses::toString);
    }

    @Test
    void aRuleMovesTheParametersOnce() {
        assertEquals("step 1: its rule has moved the parameters 0 times instead of once", assertThrows(
                IllegalStateException.class, () -> weights("idle", StepRule.Step::backward, 1)).getMessage());
        assertEquals("step 1: its rule moves the parameters without gradients", assertThrows(
                IllegalStateException.class, () -> weights("blind", StepRule.Step::move, 1)).getMessage());
    }

    private byte[] weights(String name, StepRule rule, int parts) throws IOException {
        Path out = folder.resolve(name);
        var run = new FineTuning(BaseModel.of(encoder), TrainingData.of(train), out).options(TrainingOptions.builder()
                .epochs(2).batchSize(16 / parts).gradAccumulation(parts).learningRate(1e-2).maxLength(16).build());
        if (rule != null) {
            run.stepRule(rule);
        }
        run.run(TrainingListener.NONE);
        return Files.readAllBytes(out.resolve("model.safetensors"));
    }
}
