package dev.lathe.serve.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.serve.Json;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that cannot be answered: the status, and one line.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestsTest {
    private Served served;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        served = new Served(directory, Limits.USUAL.withBodyBytes(200_000).withRequestTokens(5000), Guard.OPEN);
    }

    @AfterAll
    void close() {
        served.close();
        assertEquals(List.of(), served.mistakes);
    }

    private void refused(int status, String message, Response response) {
        assertEquals(status, response.status(), response.content()::text);
        assertEquals(message, Json.at(response.content().text(), "error"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "/embed | 400 | body: cut short: JSON ends inside a value (line 1, column 11) | {\"inputs\":",
        "/embed | 400 | body: more behind the object | {\"inputs\":\"a\"} 1",
        "/embed | 400 | inputs: empty | {\"inputs\":[]}",
        "/embed | 422 | body: no object | [1]",
        "/embed | 422 | inputs: missing | {}",
        "/embed | 422 | inputs: null | {\"inputs\":null}",
        "/embed | 422 | inputs: missing; the body has 'input', 'aaaaaaaaaaaaaaaaaaaa' | {\"input\":\"x\",\"aaaaaaaaaaaaaaaaaaaaaaaa\":1}",
        "/embed | 422 | inputs: must be a text or a list | {\"inputs\":{}}",
        "/embed | 422 | inputs[0][0]: a text where a token id belongs; texts stand in one list | {\"inputs\":[[\"the soup\"]]}",
        "/embed | 422 | inputs[1]: must be a text | {\"inputs\":[\"a\",null]}",
        "/embed | 422 | inputs[1]: no token id; the vocabulary has 0..20 | {\"inputs\":[5,21]}",
        "/embed | 422 | inputs[0][0]: no token id; the vocabulary has 0..20 | {\"inputs\":[[-1]]}",
        "/embed | 422 | inputs[0]: no token id; the vocabulary has 0..20 | {\"inputs\":[5000000000]}",
        "/embed | 422 | dimensions: 25; the model has 24 | {\"inputs\":\"a\",\"dimensions\":25}",
        "/embed | 422 | dimensions: must be a whole number of at least 1 | {\"inputs\":\"a\",\"dimensions\":0}",
        "/embed | 422 | normalize: the model's own last step is to scale its vectors to length 1 | {\"inputs\":\"a\",\"normalize\":false}",
        "/embed | 404 | model 'x': not served; there is embed, label, multi, rank, tag, answer, mask | {\"inputs\":\"a\",\"model\":\"x\"}",
        "/embed | 422 | model 'tag': of type token-classification; this route needs one for embedding | {\"inputs\":\"a\",\"model\":\"tag\"}",
        "/embed | 422 | prompt_name: no prompts have names here; put the prompt before the text | {\"inputs\":\"a\",\"prompt_name\":\"q\"}",
        "/predict | 422 | inputs: 3 texts; needs one or a pair, or a list of such lists | {\"inputs\":[\"a\",\"b\",\"c\"]}",
        "/predict | 422 | raw_scores: the model's scores are probabilities | {\"inputs\":\"a\",\"raw_scores\":true}",
        "/predict | 422 | stride: must be a whole number of at least 0 | {\"inputs\":\"a\",\"model\":\"tag\",\"stride\":-1}",
        "/predict | 422 | aggregation: must be one of none, simple, first, words, average, max | {\"inputs\":\"a\",\"model\":\"tag\",\"aggregation\":\"x\"}",
        "/rerank | 422 | needs texts or documents, one of the two | {\"query\":\"a\",\"texts\":[\"a\"],\"documents\":[\"a\"]}",
        "/rerank | 422 | needs texts or documents, one of the two | {\"query\":\"a\"}",
        "/rerank | 422 | query: missing; the body has 'texts' | {\"texts\":[\"a\"]}",
        "/rerank | 422 | model 'label': it has several labels; reranking needs one | {\"query\":\"a\",\"texts\":[\"a\"],\"model\":\"label\"}",
        "/rerank | 400 | texts: empty | {\"query\":\"a\",\"texts\":[]}",
        "/fill-mask | 422 | fill-mask: no '[MASK]' in the text | {\"inputs\":\"a\"}",
        "/fill-mask | 422 | top_k: 100000; at most 1000 | {\"inputs\":\"[MASK]\",\"top_k\":100000}",
        "/answer | 422 | context: missing; the body has 'question' | {\"question\":\"a\"}",
        "/decode | 422 | ids[0][1]: no token id; the vocabulary has 0..20 | {\"ids\":[5,99]}",
        "/similarity | 422 | inputs: must be an object | {\"inputs\":\"a\"}",
    })
    void saysWhatIsWrong(String path, int status, String message, String body) {
        refused(status, message, served.post(path, body));
    }

    @Test
    void duplicateKeysAndDeepNestingAreNoJsonOfOurs() {
        Response twice = served.post("/embed", "{\"inputs\":\"a\",\"inputs\":\"b\"}");
        assertEquals(400, twice.status());
        Response deep = served.post("/embed", "{\"inputs\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
        assertEquals(400, deep.status(), deep.content()::text);
        assertTrue(!deep.content().text().contains("\n"), deep.content()::text);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        for (byte[] bad : List.of(new byte[] {(byte) 0xC0, (byte) 0x80}, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xFF}, new byte[] {(byte) 0xE2, (byte) 0x82})) {
            var body = new byte[bad.length + 13];
            System.arraycopy("{\"inputs\":\"".getBytes(StandardCharsets.UTF_8), 0, body, 0, 11);
            System.arraycopy(bad, 0, body, 11, bad.length);
            System.arraycopy("\"}".getBytes(StandardCharsets.UTF_8), 0, body, 11 + bad.length, 2);
            refused(400, "body: not UTF-8", served.post("/embed", body));
        }
        refused(400, "body: empty; needs JSON", served.post("/embed", new byte[0]));
    }

    @Test
    void tooMuchIsRefused() {
        String many = "{\"inputs\":[" + String.join(",", Collections.nCopies(10_000, "\"a\"")) + "]}";
        refused(413, "inputs: 10000 of them; 2048 at most", served.post("/embed", many));
        refused(413, "body: more than 200000 bytes", served.post("/embed", "{\"inputs\":\"" + "a".repeat(200_000) + "\"}"));
        String tokens = "{\"inputs\":[" + String.join(",", Collections.nCopies(1700, "\"the\"")) + "]}";
        refused(413, "more than 5000 tokens in one request", served.post("/embed", tokens));
        var longer = Map.of("Content-Type", "application/json", "Content-Length", "200001");
        refused(413, "body: more than 200000 bytes", served.service.answer(new Request("POST", "/embed", longer, (_, _) -> {
            throw new AssertionError("what is refused is not read");
        }, new CompletableFuture<>())));
    }

    @Test
    void whatIsTooLongIsCutUnlessTheClientForbidsIt() {
        String words = "soup ".repeat(100);
        assertEquals(200, served.post("/embed", "{\"inputs\":\"" + words + "\"}").status());
        refused(422, "inputs[0]: 102 tokens; the model reads 64", served.post("/embed", "{\"truncate\":false,\"inputs\":\"" + words + "\"}"));
        String half = "soup ".repeat(40);
        refused(422, "inputs[0]: 83 tokens; the model reads 64",
                served.post("/predict", "{\"truncate\":false,\"inputs\":[\"%s\",\"%s\"]}".formatted(half, half)));
        refused(422, "inputs[1]: 83 tokens; the model reads 64",
                served.post("/rerank", "{\"truncate\":false,\"query\":\"%s\",\"texts\":[\"a\",\"%s\"]}".formatted(half, half)));
    }

    @Test
    void routesAndMethodsAreTold() {
        refused(404, "no such route; /openapi.json lists them", served.post("/nothing", "{}"));
        Response get = served.get("/embed");
        refused(405, "/embed: takes POST", get);
        assertEquals("POST", get.headers().get("Allow"));
        refused(415, "Content-Type: must be application/json", served.service.answer(
                Request.of("POST", "/embed", Map.of("Content-Type", "text/plain"), new byte[0])));
    }

    @Test
    void errorsHaveTheFormOfTheirClients() {
        String openAi = served.post("/v1/embeddings", "{\"input\":\"a\",\"model\":\"x\"}").content().text();
        assertEquals("model_not_found", Json.at(openAi, "error", "code"));
        assertEquals("invalid_request_error", Json.at(openAi, "error", "type"));
        String cohere = served.post("/v2/rerank", "{\"query\":\"a\",\"documents\":7}").content().text();
        assertEquals("documents: must be a list", Json.at(cohere, "message"));
        assertEquals("texts: this route takes documents",
                Json.at(served.post("/v1/rerank", "{\"query\":\"a\",\"texts\":[\"a\"]}").content().text(), "message"));
    }
}
