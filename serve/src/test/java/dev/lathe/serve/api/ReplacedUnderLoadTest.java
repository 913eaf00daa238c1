package dev.lathe.serve.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.calls.CallOptions;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.serve.TinyModels;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.model.ServedBases;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A model that is replaced again and again while many ask it.
class ReplacedUnderLoadTest {
    private static final int THREADS = 8;
    private static final int REPLACEMENTS = 20;
    private static final String MANY = "{\"inputs\":[%s[\"the soup was cold\"]]}".formatted("[\"the soup was cold\"],".repeat(40));

    private static String ask(Service service) {
        Response response = service.answer(Request.of("POST", "/predict", Served.JSON, MANY.getBytes(StandardCharsets.UTF_8)));
        assertEquals(200, response.status(), response.content().text());
        return response.content().text();
    }

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noRequestIsLostAndNoneIsAnsweredByAMix(@TempDir Path folder) throws IOException {
        List<Path> versions = List.of(
                TinyModels.classifier(folder.resolve("old"), 3, ProblemType.SINGLE_LABEL_CLASSIFICATION, "bad", "good"),
                TinyModels.classifier(folder.resolve("new"), 4, ProblemType.SINGLE_LABEL_CLASSIFICATION, "bad", "good"));
        List<Throwable> mistakes = Collections.synchronizedList(new ArrayList<>());
        try (Device device = Device.cpu(2); var bases = new ServedBases(device, CallOptions.USUAL)) {
            var models = new ServedModels(List.of(ServedModel.open("m", ModelDirectory.open(versions.getFirst()), bases)));
            try (var service = new Service(models, Limits.USUAL, Guard.OPEN, new ServerFacts("1", 7), new ServeMeters(), mistakes::add)) {
                String old = ask(service);
                models.replace(ServedModel.open("m", ModelDirectory.open(versions.getLast()), bases));
                String young = ask(service);
                assertNotEquals(old, young);
                Set<String> answers = new ConcurrentSkipListSet<>();
                var asked = new AtomicInteger();
                var goOn = new AtomicBoolean(true);
                var done = new ArrayList<CompletableFuture<Void>>();
                for (int thread = 0; thread < THREADS; thread++) {
                    done.add(CompletableFuture.runAsync(() -> {
                        while (goOn.get()) {
                            answers.add(ask(service));
                            asked.incrementAndGet();
                        }
                    }, task -> Thread.ofPlatform().daemon().start(task)));
                }
                for (int i = 0; i < REPLACEMENTS; i++) {
                    int before = asked.get();
                    while (asked.get() < before + THREADS && done.stream().noneMatch(CompletableFuture::isDone)) {
                        Thread.onSpinWait();
                    }
                    models.replace(ServedModel.open("m", ModelDirectory.open(versions.get(i % 2)), bases));
                }
                goOn.set(false);
                done.forEach(CompletableFuture::join);
                assertEquals(new TreeSet<>(List.of(old, young)), answers);
                assertTrue(asked.get() >= THREADS * REPLACEMENTS);
                assertEquals(List.of(), mistakes);
            }
        }
    }
}
