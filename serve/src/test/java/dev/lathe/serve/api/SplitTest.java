package dev.lathe.serve.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.serve.TinyModels;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import dev.lathe.serve.model.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A name that two models share.
class SplitTest {
    private static final byte[] BODY = "{\"model\":\"mine\",\"inputs\":\"the soup\"}".getBytes(StandardCharsets.UTF_8);

    private static Response ask(Service service, String key) {
        var headers = new HashMap<>(Served.JSON);
        headers.put("X-Split-Key", key);
        return service.answer(Request.of("POST", "/predict", headers, BODY));
    }

    private static List<ServedModel> models(Path folder, Device device) throws IOException {
        Path a = TinyModels.classifier(folder.resolve("a"), 3, ProblemType.SINGLE_LABEL_CLASSIFICATION, "bad", "good");
        Path b = TinyModels.classifier(folder.resolve("b"), 4, ProblemType.SINGLE_LABEL_CLASSIFICATION, "bad", "good");
        return List.of(ServedModel.open("a", ModelDirectory.open(a), device), ServedModel.open("b", ModelDirectory.open(b), device));
    }

    @Test
    void eachKeyHasItsModelAndTheSharesAreKept(@TempDir Path folder) throws IOException {
        try (Device device = Device.cpu(1); var service = new Service(new ServedModels(models(folder, device), List.of(Split.of("mine=a:90,b:10"))),
                Limits.USUAL, Guard.OPEN, new ServerFacts("1", 7), new ServeMeters(), mistake -> {
                    throw new AssertionError(mistake);
                })) {
            int second = 0;
            for (int i = 0; i < 1000; i++) {
                Response first = ask(service, "client-" + i);
                assertEquals(200, first.status(), first.content().text());
                second += "b".equals(first.headers().get("x-lathe-model")) ? 1 : 0;
                if (i % 100 == 0) {
                    assertEquals(first.content().text(), ask(service, "client-" + i).content().text());
                }
            }
            assertTrue(second > 70 && second < 130, "of 1000 keys: " + second);
            String meters = service.answer(Request.of("GET", "/metrics", Served.JSON, new byte[0])).content().text();
            assertTrue(meters.contains("lathe_split_total{model=\"b\",split=\"mine\"}"), meters);
            assertTrue(service.answer(Request.of("GET", "/v1/models", Served.JSON, new byte[0])).content().text().contains("\"id\":\"mine\""));
        }
    }

    @Test
    void withoutAHeaderTheSameTextHasTheSameModel(@TempDir Path folder) throws IOException {
        try (Device device = Device.cpu(1); var service = new Service(new ServedModels(models(folder, device), List.of(Split.of("mine=a:1,b:1"))),
                Limits.USUAL, Guard.OPEN, new ServerFacts("1", 7), new ServeMeters(), _ -> {})) {
            Map<String, String> first = service.answer(Request.of("POST", "/predict", Served.JSON, BODY)).headers();
            Map<String, String> again = service.answer(Request.of("POST", "/predict", Served.JSON, BODY)).headers();
            assertEquals(first.get("x-lathe-model"), again.get("x-lathe-model"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mine=a:90               | split 'mine': needs two models or more
            mine=a:0,b:0            | split 'mine': all shares are 0
            a=a:1,b:1               | split 'a': the name is taken
            mine=a:1,c:1            | split 'mine': model 'c' is not served
            mine=a:1,a:1            | split 'mine=a:1,a:1': needs NAME=A:90,B:10
            mine                    | split 'mine': needs NAME=A:90,B:10
            mine=a:x,b:1            | split 'mine=a:x,b:1': needs NAME=A:90,B:10
            mine=a:9999999,b:1      | split 'mine': share 9999999 of 'a': needs 0 to 1000000
            """)
    void whatIsNoSplitIsSaid(String said, String message, @TempDir Path folder) throws IOException {
        try (Device device = Device.cpu(1)) {
            List<ServedModel> models = models(folder, device);
            var refused = assertThrows(IllegalArgumentException.class, () -> new ServedModels(models, List.of(Split.of(said))));
            assertEquals(message, refused.getMessage());
            models.forEach(ServedModel::close);
        }
    }
}
