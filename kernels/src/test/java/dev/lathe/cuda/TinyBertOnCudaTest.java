package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cuda.StandIn.Kind;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.List;
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
}
