package dev.lathe.tensor.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.cpu.threads.Scratch;
import dev.lathe.tensor.cpu.threads.ScratchPool;
import dev.lathe.tensor.device.DType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdleMemoryTest {
    private static final int MB = 1 << 20;

    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private long seconds;
    private final StepPools pools = new StepPools(this::nanos);
    private final ScratchPool scratches = new ScratchPool(this::nanos);
    private final IdleMemory idle =
            new IdleMemory(4 * MB, List.of(pools.floats(), pools.ints(), scratches), this::nanos, later::add);

    private long nanos() {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private void passSeconds(long count) {
        seconds += count;
        List<Runnable> due = new ArrayList<>(later);
        later.clear();
        due.forEach(Runnable::run);
    }

    private List<StepRegion> open(int count) {
        List<StepRegion> regions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var region = new StepRegion("call " + i, pools, idle);
            region.allocate(DType.F32, 1000);
            region.allocate(DType.I32, 10);
            regions.add(region);
        }
        return regions;
    }

    private void burst(int callers) {
        List<Scratch> borrowed = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Scratch scratch = scratches.borrow();
            scratch.floats(Scratch.Use.TILE, 50_000);
            scratch.words(50_000);
            borrowed.add(scratch);
        }
        List<StepRegion> regions = open(callers);
        borrowed.forEach(scratches::giveBack);
        regions.forEach(StepRegion::close);
    }

    @Test
    void whatABurstNeededIsGivenUpWhenNobodyCalls() {
        burst(256);
        assertTrue(idle.bytes() > 256 * 2L * MB, () -> idle.bytes() + " bytes");
        passSeconds(IdleMemory.QUIET_SECONDS);
        assertTrue(idle.bytes() > 256 * 2L * MB, "someone may come back within the time");
        passSeconds(IdleMemory.QUIET_SECONDS);
        assertTrue(idle.bytes() <= 4 * MB, () -> idle.bytes() + " bytes");
        assertTrue(later.isEmpty(), "nothing is left to be looked at");
    }

    @Test
    void whatCallsWantAgainAndAgainStays() {
        burst(8);
        long warm = pools.bytesAllocated();
        for (int i = 0; i < 20; i++) {
            passSeconds(IdleMemory.QUIET_SECONDS - 1);
            burst(8);
        }
        assertEquals(warm, pools.bytesAllocated());
    }

    @Test
    void aFewCallsAfterABurstDoNotKeepItsMemory() {
        burst(256);
        for (int i = 0; i < 4; i++) {
            passSeconds(IdleMemory.QUIET_SECONDS);
            burst(1);
        }
        assertTrue(idle.bytes() <= 4 * MB, () -> idle.bytes() + " bytes");
        long allocated = pools.bytesAllocated();
        burst(1);
        assertEquals(allocated, pools.bytesAllocated());
    }

    @Test
    void aSecondBurstIsLookedAfterToo() {
        burst(256);
        passSeconds(IdleMemory.QUIET_SECONDS);
        passSeconds(IdleMemory.QUIET_SECONDS);
        burst(256);
        assertTrue(idle.bytes() > 256 * 2L * MB, () -> idle.bytes() + " bytes");
        passSeconds(IdleMemory.QUIET_SECONDS);
        passSeconds(IdleMemory.QUIET_SECONDS);
        assertTrue(idle.bytes() <= 4 * MB, () -> idle.bytes() + " bytes");
    }

    @Test
    void whatWasGivenBackLastServesFirst() {
        Scratch first = scratches.borrow();
        Scratch second = scratches.borrow();
        scratches.giveBack(first);
        scratches.giveBack(second);
        assertSame(second, scratches.borrow());
        var older = pools.floats().take(10, 10);
        var newer = pools.floats().take(10, 10);
        pools.floats().give(List.of(older));
        pools.floats().give(List.of(newer));
        assertSame(newer, pools.floats().take(10, 10));
    }
}
