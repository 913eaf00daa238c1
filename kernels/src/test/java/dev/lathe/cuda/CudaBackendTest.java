package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cuda.StandIn.Kind;
import dev.lathe.cuda.driver.CudaDriver;
import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.launch.PtxImages;
import dev.lathe.cuda.product.CublasChoice;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.op.elementwise.DropoutOp;
import dev.lathe.tensor.op.elementwise.GeluOp;
import dev.lathe.tensor.op.product.AttentionOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CudaBackendTest {
    private static final int HIDDEN = 8;

    @Test
    void saysWhatItRunsOn() {
        try (var backend = StandIn.backend(Kind.LAZY)) {
            assertEquals("cuda:1, lazy stand-in, matrix products of our own", backend.description());
        }
    }

    @Test
    void aWarmStepAsksForNoMemory() {
        try (var backend = StandIn.backend(Kind.EAGER)) {
            step(backend, 0, 9, 30, 4);
            step(backend, 0, 9, 30, 4);
            long warm = backend.allocations();
            assertTrue(warm > 0, "steps use memory of the backend");
            for (int i = 1; i < 10; i++) {
                step(backend, i, 1 + i, 30 - i);
                assertEquals(warm, backend.allocations(), "step " + i);
            }
        }
    }

    @Test
    void aStepThatNeededSeveralSlabsNeedsOneTheNextTime() {
        try (var backend = StandIn.backend(Kind.EAGER)) {
            for (int step = 0; step < 4; step++) {
                long before = backend.allocations();
                try (var region = backend.openRegion("step " + step, Lifetime.STEP)) {
                    for (int i = 0; i < 5; i++) {
                        region.allocate(DType.F32, 400_000);
                    }
                }
                long asked = backend.allocations() - before;
                assertEquals(step == 0 ? 4 : step == 1 ? 1 : 0, asked, "step " + step);
            }
        }
    }

    @Test
    void whatAKernelNeedsIsNotTakenFromTheStepsMemory() {
        try (var backend = StandIn.backend(Kind.EAGER)) {
            long held = 0;
            for (int step = 0; step < 5; step++) {
                try (var region = backend.openRegion("step " + step, Lifetime.STEP)) {
                    var x = region.allocate(DType.F32, 400_000);
                    x.write(0, new float[400_000], 0, 400_000);
                    for (int i = 0; i < 3; i++) {
                        backend.reduction().sum(x, 1, region.allocate(DType.F32, 300_000), 400_000);
                    }
                }
                assertTrue(step < 2 || held == backend.bytesHeld(), "step " + step);
                held = backend.bytesHeld();
            }
        }
    }

    @Test
    void aSmallerSlabDoesWhereMemoryIsShort() {
        try (var backend = StandIn.backend(Kind.EAGER); var step = backend.openRegion("step 41", Lifetime.STEP)) {
            step.allocate(DType.F32, 70 << 20);
            // Twice as much as before is not there, nor need it be.
            assertEquals(40 << 20, step.allocate(DType.F32, 40 << 20).size());
        }
    }

    @Test
    void saysWhereTheDeviceSits() {
        StandIn.get();
        assertEquals("0000:a2:00.0", CudaDevices.pciAddress(2));
        assertEquals("cuda:7: no such device: there are cuda:0 to cuda:4",
                assertThrows(CudaException.class, () -> CudaDevices.pciAddress(7)).getMessage());
    }

    @Test
    void otherSystemsAreRefusedByName() {
        assertEquals("GPUs are used on Linux on x86-64, WSL included, and this is Windows 11 on amd64",
                CudaDriver.problemWithSystem("Windows 11", "amd64").orElseThrow());
        assertEquals("GPUs are used on Linux on x86-64, WSL included, and this is Linux on aarch64",
                CudaDriver.problemWithSystem("Linux", "aarch64").orElseThrow());
        assertTrue(CudaDriver.problemWithSystem("Linux", "amd64").isEmpty());
    }

    @Test
    void everyByteIsGivenBack() {
        var backend = StandIn.backend(Kind.EAGER);
        var model = Workspace.model("model", backend);
        model.zeros(Shape.of(1000));
        step(backend, 0, 5, 7);
        assertTrue(backend.bytesHeld() > 4000);
        model.close();
        backend.close();
        assertEquals(0, backend.bytesHeld());
    }

    @Test
    void manyCallersAtOnceGetTheSameBits() throws InterruptedException, ExecutionException {
        for (Kind kind : List.of(Kind.EAGER, Kind.LAZY)) {
            try (var backend = StandIn.backend(kind); var callers = Executors.newFixedThreadPool(8)) {
                float[] want = step(backend, 3, 7, 1, 10);
                var results = new ArrayList<Future<float[]>>();
                for (int i = 0; i < 16; i++) {
                    results.add(callers.submit(() -> step(backend, 3, 7, 1, 10)));
                }
                for (var result : results) {
                    assertArrayEquals(want, result.get());
                }
            }
        }
    }

    @Test
    void largeArraysPassThroughInParts() {
        try (var backend = StandIn.backend(Kind.LAZY); var ws = Workspace.inference("test", backend)) {
            var values = new float[(1 << 20) + 3];
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
            assertArrayEquals(values, ws.of(Shape.of(values.length), values).toArray());
        }
    }

    @Test
    void aBufferIsRefusedOnceItsWorkspaceIsClosed() {
        try (var backend = StandIn.backend(Kind.EAGER)) {
            Buffer buffer;
            try (var ws = Workspace.inference("step 41", backend)) {
                buffer = ws.zeros(Shape.of(6)).buffer();
            }
            String message = "tensor of 6 floats: used after workspace 'step 41' closed";
            assertEquals(message,
                    assertThrows(IllegalStateException.class, () -> buffer.read(0, new float[6], 0, 6)).getMessage());
            assertEquals(message, assertThrows(IllegalStateException.class,
                    () -> backend.activation().gelu(buffer, buffer, 6)).getMessage());
        }
    }

    @Test
    void aBufferIsRefusedOnceItWasGivenBack() {
        try (var backend = StandIn.backend(Kind.EAGER); var region = backend.openRegion("step 41", Lifetime.STEP)) {
            var buffer = region.allocate(DType.I32, 6);
            region.release(buffer);
            assertEquals("tensor of 6 ints: used after workspace 'step 41' took its memory back",
                    assertThrows(IllegalStateException.class, () -> buffer.read(0, new int[6], 0, 6)).getMessage());
            assertEquals("tensor of 6 ints: used after workspace 'step 41' took its memory back",
                    assertThrows(IllegalStateException.class, () -> region.release(buffer)).getMessage());
        }
    }

    @Test
    void onlyItsRegionTakesABufferBack() {
        try (var backend = StandIn.backend(Kind.EAGER);
                var region = backend.openRegion("step 41", Lifetime.STEP);
                var other = backend.openRegion("step 42", Lifetime.STEP)) {
            var buffer = region.allocate(DType.F32, 6);
            assertEquals("tensor of 6 floats: belongs to workspace 'step 41': only that can take it back",
                    assertThrows(IllegalStateException.class, () -> other.release(buffer)).getMessage());
        }
    }

    @Test
    void buffersRefuseWhatDoesNotFitThem() {
        try (var backend = StandIn.backend(Kind.EAGER); var region = backend.openRegion("test", Lifetime.STEP)) {
            var floats = region.allocate(DType.F32, 4);
            assertEquals("buffer of 4: elements 2 to 5", assertThrows(IndexOutOfBoundsException.class,
                    () -> floats.write(2, new float[3], 0, 3)).getMessage());
            assertEquals("buffer of F32: host array of I32 does not fit", assertThrows(IllegalArgumentException.class,
                    () -> floats.read(0, new int[3], 0, 3)).getMessage());
            assertEquals("buffer of F32: needs I32", assertThrows(IllegalArgumentException.class,
                    () -> backend.rows().firstOutside(floats, 4, 1)).getMessage());
        }
    }

    @Test
    void aBufferOfAnotherDeviceIsRefused() {
        try (var backend = StandIn.backend(Kind.EAGER); var other = StandIn.backend(Kind.LAZY);
                var region = backend.openRegion("test", Lifetime.STEP)) {
            var buffer = region.allocate(DType.F32, 4);
            assertEquals("gelu: buffer of cuda:0: used on cuda:1", assertThrows(IllegalArgumentException.class,
                    () -> other.activation().gelu(buffer, buffer, 4)).getMessage());
        }
    }

    @Test
    void saysWhoWantedHowMuchWhenMemoryIsShort() {
        try (var backend = StandIn.backend(Kind.EAGER);
                var region = backend.openRegion("model", Lifetime.MODEL);
                var step = backend.openRegion("step 41", Lifetime.STEP)) {
            region.allocate(DType.F32, 1 << 20);
            assertEquals("cuda:0: 1.0 GiB for 'step 41': 0.5 of 0.5 GiB free; lower batchSize",
                    assertThrows(CudaException.class, () -> step.allocate(DType.F32, 1 << 28)).getMessage());
        }
    }

    @Test
    void takesMemoryOfFinishedStepsBackBeforeItRefuses() {
        try (var backend = StandIn.backend(Kind.EAGER)) {
            try (var step = backend.openRegion("step 41", Lifetime.STEP)) {
                step.allocate(DType.F32, 80 << 20);
            }
            assertTrue(backend.bytesHeld() >= 320L << 20);
            try (var model = backend.openRegion("model", Lifetime.MODEL)) {
                assertEquals(60 << 20, model.allocate(DType.F32, 60 << 20).size());
                assertEquals(240L << 20, backend.bytesHeld());
            }
        }
    }

    @Test
    void saysWhichDevicesThereAre() {
        StandIn.get();
        assertEquals("cuda:7: no such device: there are cuda:0 to cuda:4",
                assertThrows(CudaException.class, () -> Cuda.device(7)).getMessage());
    }

    @Test
    void saysThatThereIsNoDriver() {
        assertEquals("no NVIDIA driver: libno-such.so.1 was not found",
                CudaDriver.problemWith("libno-such.so.1").orElseThrow());
    }

    @Test
    void saysThatTheDriverIsTooOld() {
        assertEquals("the NVIDIA driver supports CUDA 10.2: needs 11.0 or newer",
                CudaDriver.problemWithVersion(10020).orElseThrow());
        assertTrue(CudaDriver.problemWithVersion(11000).isEmpty());
    }

    @Test
    void saysThatTheGpuIsTooOld() {
        assertEquals("cuda: device of compute capability 6.1: needs 7.5 or newer",
                assertThrows(CudaException.class, () -> new PtxImages().image("norm", 61)).getMessage());
        assertArrayEquals(new PtxImages().image("norm", 75), new PtxImages().image("norm", 90));
    }

    @Test
    void opensADeviceWithTheCublasThatIsNamed() {
        System.setProperty(CublasChoice.LIBRARY, StandIn.get().cublas(13).toString());
        try (var backend = Cuda.open(0, StandIn.get().images())) {
            assertEquals("cuda:0, eager stand-in, cuBLAS 13.0 called directly", backend.description());
        } finally {
            System.clearProperty(CublasChoice.LIBRARY);
        }
    }

    @Test
    void handsTheDriverPtx() {
        StandIn.get();
        assertEquals("cuda:0: loading the kernels of arithmetic: failed: 209 CUDA_ERROR_NO_BINARY_FOR_GPU: "
                        + "stand-in application text, line 1; fatal : not compiled by g++ | "
                        + "stand-in fatal : assembly aborted due to errors",
                assertThrows(CudaException.class, () -> Cuda.device(0)).getMessage(),
                "the stand-in takes no PTX; a driver does");
    }

    @Test
    void reportsEveryDeviceAndItsCublas() {
        StandIn.get();
        System.setProperty(CublasChoice.LIBRARY, CublasChoice.NONE);
        try {
            var report = CudaDevices.report();
            assertEquals("cuda: driver, which supports CUDA 12.6", report.getFirst().replaceFirst(" [0-9.]+,", ","));
            assertEquals(List.of(
                    "cuda:3: guard stand-in, 0.5 GiB, compute capability 9.0, matrix products of our own",
                    "cuda:3: -Dlathe.cuda.cublas=none was given",
                    "cuda:4: idle stand-in, 80.0 GiB, compute capability 9.0, matrix products of our own",
                    "cuda:4: -Dlathe.cuda.cublas=none was given"), report.subList(7, report.size()));
        } finally {
            System.clearProperty(CublasChoice.LIBRARY);
        }
    }

    /// Forward and backward with dropout; the gradient of the input.
    private static float[] step(CudaBackend backend, int number, int... lengths) {
        try (var ws = Workspace.training("step " + number, backend, new RandomKey(7, number))) {
            var sequences = PackedSequences.of(ws, lengths);
            var values = new float[sequences.tokens() * HIDDEN];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i * 37 % 101 - 50) * 0.03f;
            }
            Tensor x = ws.variable(Shape.of(sequences.tokens(), HIDDEN), values);
            Tensor y = DropoutOp.apply(
                    ws, GeluOp.apply(ws, x), 0.1f, 1, sequences.exampleTensor(), sequences.positionTensor());
            y = AttentionOp.apply(ws, y, x, y, sequences, new AttentionOp.Config(2, 0.1f, 2, 64));
            ws.backward(SumOp.apply(ws, y));
            return x.gradient().toArray();
        }
    }
}
