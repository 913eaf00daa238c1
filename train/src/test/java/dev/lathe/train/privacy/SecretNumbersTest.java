package dev.lathe.train.privacy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The distributions and the secrecy of a private training's random numbers.
class SecretNumbersTest {
    private static final int SAMPLES = 1_000_000;
    private static final NormalDistribution NORMAL = new NormalDistribution();

    @TempDir
    private Path folder;

    private static double[] noise() {
        var values = new double[SAMPLES];
        SecretNumbers.ofSeed(7).gaussians(3, 5, 0, values, SAMPLES);
        return values;
    }

    @Test
    void quantilesHaveTheirDigits() {
        for (double beyond : new double[] {0.5, 0.4, 0.2, 0.0751, 0.0749, 1e-3, 1e-8, 2e-11, 1e-12, 1e-16}) {
            assertEquals(1, NormalTail.above(NormalQuantile.above(beyond)) / beyond, 1e-12, "beyond " + beyond);
        }
    }

    @Test
    void noiseIsNormalByChiSquare() {
        int cells = 1000;
        var counts = new long[cells];
        for (double value : noise()) {
            counts[(int) (NORMAL.cumulativeProbability(value) * cells)]++;
        }
        double expected = (double) SAMPLES / cells;
        double statistic = Arrays.stream(counts).mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
        double p = 1 - new ChiSquaredDistribution(cells - 1).cumulativeProbability(statistic);
        assertTrue(p > 1e-3 && p < 1 - 1e-3, "p " + p);
    }

    /// Source: Kolmogorov's limit, 2 exp(-2 n d²) for what is small.
    @Test
    void noiseIsNormalByKolmogorovAndSmirnov() {
        double[] sorted = noise();
        Arrays.sort(sorted);
        double distance = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double probability = NORMAL.cumulativeProbability(sorted[i]);
            distance = Math.max(distance, Math.max((i + 1.0) / SAMPLES - probability, probability - (double) i / SAMPLES));
        }
        double p = 2 * Math.exp(-2 * SAMPLES * distance * distance);
        assertTrue(p > 1e-3, "distance " + distance);
    }

    @Test
    void noiseOfStepsParametersAndPlacesIsUncorrelated() {
        var first = new double[20_000];
        var second = new double[20_000];
        SecretNumbers numbers = SecretNumbers.ofSeed(7);
        numbers.gaussians(1, 0, 0, first, first.length);
        for (int other = 0; other < 4; other++) {
            switch (other) {
                case 0 -> numbers.gaussians(2, 0, 0, second, second.length);
                case 1 -> numbers.gaussians(1, 1, 0, second, second.length);
                case 2 -> numbers.gaussians(1, 0, 20_000, second, second.length);
                default -> SecretNumbers.ofSeed(8).gaussians(1, 0, 0, second, second.length);
            }
            double product = 0;
            for (int i = 0; i < first.length; i++) {
                product += first[i] * second[i];
            }
            assertEquals(0, product / Math.sqrt(first.length), 4, "case " + other);
        }
    }

    @Test
    void eachExampleIsDrawnWithTheRate() {
        SecretNumbers numbers = SecretNumbers.ofSeed(11);
        int examples = 500;
        int steps = 2000;
        var drawn = new long[examples];
        var sizes = new double[steps];
        for (int step = 1; step <= steps; step++) {
            int[] batch = numbers.batch(step, examples, 0.03);
            sizes[step - 1] = batch.length;
            for (int example : batch) {
                drawn[example]++;
            }
        }
        double expected = steps * 0.03;
        double statistic = Arrays.stream(drawn).mapToDouble(n -> (n - expected) * (n - expected) / (expected * 0.97)).sum();
        assertTrue(statistic < new ChiSquaredDistribution(examples).inverseCumulativeProbability(0.999), "chi-square " + statistic);
        double mean = Arrays.stream(sizes).average().orElseThrow();
        double variance = Arrays.stream(sizes).map(size -> (size - mean) * (size - mean)).sum() / steps;
        assertEquals(examples * 0.03 * 0.97, variance, 2, "sizes vary as independent draws do");
    }

    @Test
    void aSecretIsNewEachTimeAndComesBackFromItsFile() throws IOException {
        SecretNumbers secret = SecretNumbers.fresh();
        secret.write(folder.resolve("secret"));
        SecretNumbers again = SecretNumbers.read(folder.resolve("secret"));
        assertEquals(secret.dropoutSeed(), again.dropoutSeed());
        assertArrayEquals(secret.batch(4, 100, 0.5), again.batch(4, 100, 0.5));
        SecretNumbers.fresh().write(folder.resolve("other"));
        assertFalse(Files.readString(folder.resolve("secret")).equals(Files.readString(folder.resolve("other"))));
        assertEquals(32, Files.readAllLines(folder.resolve("secret")).getFirst().length(), "128 bits");
    }

    /// Other noise for the steps to come would be another model, without a word.
    @Test
    void aSecretInWhichABitHasChangedIsRefused() throws IOException {
        Path file = folder.resolve("secret");
        SecretNumbers.kept(file, OptionalLong.empty());
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] other = whole.clone();
            other[i] ^= (byte) (1 << i % 8);
            Files.write(file, other);
            assertEquals(file + ": not what was written, by its SHA-256; begin anew", assertThrows(
                    CheckpointException.class, () -> SecretNumbers.kept(file, OptionalLong.empty()), "byte " + i).getMessage());
        }
    }

    @Test
    void aSecretIsWrittenThroughNoLink() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "thesis");
        Files.createSymbolicLink(folder.resolve("secret.partial"), precious);
        SecretNumbers.kept(folder.resolve("secret"), OptionalLong.empty());
        Files.createSymbolicLink(folder.resolve("link"), precious);
        assertThrows(IOException.class, () -> SecretNumbers.fresh().write(folder.resolve("link")));
        assertEquals("thesis", Files.readString(precious));
    }
}
