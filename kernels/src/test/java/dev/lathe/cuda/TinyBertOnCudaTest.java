package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cuda.StandIn.Kind;
import dev.lathe.optim.Adafactor;
import dev.lathe.optim.Lion;
import dev.lathe.optim.Optimizer;
import dev.lathe.optim.Sgd;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Training on every device of the stand-in, against the CPU's.
class TinyBertOnCudaTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDLE")
    void followsTheCpu(Kind kind) {
        try (var cpu = new CpuBackend(1); var cuda = StandIn.backend(kind)) {
            var want = TinyBertTraining.on(cpu);
            assertTrue(want.norms().getFirst() > 0.1, "a loss that nothing changes proves nothing");
            assertEquals(List.of(), TinyBertTraining.on(cuda).differences(want, 1e-4f));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDLE")
    void givesTheSameBitsAgain(Kind kind) {
        try (var cuda = StandIn.backend(kind)) {
            assertEquals(List.of(), TinyBertTraining.on(cuda).differences(TinyBertTraining.on(cuda), 0));
        }
    }

    /// As in AdamW's, epsilon is large. Lion takes the whole rate where a gradient is 0 but for rounding, so it follows no other device.
    @Test
    void otherOptimisersFollowTheCpuToo() {
        var adafactor = new Adafactor.Config(1, 0.8, 1e-6, OptionalDouble.of(1e-3));
        try (var cpu = new CpuBackend(1); var cuda = StandIn.backend(Kind.REVERSED)) {
            for (Optimizer.Config config : List.of(Sgd.Config.DEFAULT, adafactor)) {
                assertEquals(List.of(), TinyBertTraining.on(cuda, config).differences(TinyBertTraining.on(cpu, config), 1e-4f));
            }
            for (Optimizer.Config config : List.of(Sgd.Config.DEFAULT, adafactor, Lion.Config.DEFAULT)) {
                assertEquals(List.of(),
                        TinyBertTraining.on(cuda, config).differences(TinyBertTraining.on(cuda, config), 0));
            }
        }
    }
}
