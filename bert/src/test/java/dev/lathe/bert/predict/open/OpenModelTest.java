package dev.lathe.bert.predict.open;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenModelTest {
    @TempDir
    private Path folder;

    @Test
    void closingWaitsForUsesInFlightAndTurnsLaterOnesAway()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        var directory = ModelDirectory.open(TinyModel.encoder(folder.resolve("model")));
        var inUse = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (Device device = Device.cpu(1)) {
            var model = OpenModel.load(directory, "tiny", device, false,
                    scope -> new BertModel(scope, directory.config().bert()));
            var use = CompletableFuture.supplyAsync(() -> model.use((ws, bert) -> {
                inUse.countDown();
                await(goOn);
                var batch = TokenBatch.of(ws, List.of(TokenSequence.of(new int[] {2, 3}, new int[2])));
                return bert.lastHiddenState(ws, batch).shape().toString();
            }));
            inUse.await();
            var closing = CompletableFuture.runAsync(model::close);
            assertThrows(TimeoutException.class, () -> closing.get(50, TimeUnit.MILLISECONDS));
            assertFalse(use.isDone());
            goOn.countDown();
            assertEquals("[2,24]", use.get(10, TimeUnit.SECONDS));
            closing.get(10, TimeUnit.SECONDS);
            var later = assertThrows(IllegalStateException.class, () -> model.use((ws, bert) -> "used"));
            assertEquals("model 'tiny': used after it was closed", later.getMessage());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
