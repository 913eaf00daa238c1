package dev.lathe.serve.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.serve.api.Masking.Part;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.key.ApiKeys;
import dev.lathe.serve.key.KeyHash;
import dev.lathe.serve.key.Roles;
import dev.lathe.trust.audit.AuditCheck;
import dev.lathe.trust.audit.AuditLog;
import dev.lathe.trust.audit.AuditOptions;
import dev.lathe.trust.audit.AuditVerdict;
import dev.lathe.trust.mask.Masker;
import dev.lathe.trust.review.Decision;
import dev.lathe.trust.review.ReviewQueue;
import dev.lathe.trust.review.ReviewRule;
import dev.lathe.trust.review.Reviews;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may ask which model, what is masked, and what is noted down.
class OversightTest {
    private static final String MAIL = "ann@example.org";

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();

    private static Response ask(Served served, String key, String path, String body) {
        var headers = new HashMap<>(Served.JSON);
        headers.put("Authorization", "Bearer " + key);
        return served.service.answer(Request.of("POST", path, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Oversight masking(Set<Part> all, Map<String, Set<Part>> byModel) {
        return Oversight.NONE.withMasking(new Masking(Masker.USUAL, all, byModel));
    }

    private Served open(Oversight oversight) throws IOException {
        return new Served(folder, Limits.USUAL, Guard.OPEN, oversight);
    }

    private Oversight audited(AuditLog log, boolean isRequired) {
        return Oversight.NONE.withTrail(new AuditTrail(log, isRequired, model -> "hash of " + model.facts().name(), told::add));
    }

    @Test
    void aRoleBoundsRoutesAndModels() throws IOException {
        String key = KeyHash.newKey();
        Path roles = Files.writeString(folder.resolve("roles"), "reader /predict,/tokenize label,tag\n");
        Path keys = Files.writeString(folder.resolve("keys"), KeyHash.line("ann", key) + " role=reader\n");
        try (var served = new Served(folder, Limits.USUAL, Served.keys(ApiKeys.read(keys, Roles.read(roles))))) {
            assertEquals(200, ask(served, key, "/predict", "{\"inputs\":\"a\",\"model\":\"label\"}").status());
            assertEquals(200, ask(served, key, "/predict", "{\"inputs\":\"a\"}").status(), "the first classifier is 'label'");
            Response other = ask(served, key, "/predict", "{\"inputs\":\"a\",\"model\":\"multi\"}");
            assertEquals(403, other.status());
            assertEquals(other.content().text().replace("multi", "nothing"), ask(served, key, "/predict", "{\"inputs\":\"a\",\"model\":\"nothing\"}").content().text());
            assertEquals(403, ask(served, key, "/tokenize", "{\"inputs\":\"a\"}").status(), "the first model of all is 'embed'");
            for (String path : List.of("/embed", "/classify", "/rerank", "/v1/models", "/metrics", "/info")) {
                assertEquals(403, ask(served, key, path, "{}").status(), path);
            }
            assertEquals(200, served.get("/health").status());
        }
    }

    @Test
    void aModelSeesMaskedTexts() throws IOException {
        try (var served = open(masking(Set.of(Part.REQUESTS), Map.of()))) {
            String tokens = served.ok("/tokenize", "{\"inputs\":[\"tom wrote %s\"]}".formatted(MAIL));
            assertTrue(tokens.contains("\"text\":\"[\"") && !tokens.contains("example"), tokens);
            String ranked = served.ok("/rerank", "{\"query\":\"%s\",\"texts\":[\"to %s\"],\"return_text\":true}".formatted(MAIL, MAIL));
            assertTrue(ranked.contains("\"text\":\"to [MAIL]\""), ranked);
            assertEquals(served.ok("/embed", "{\"inputs\":\"to [MAIL]\"}"), served.ok("/embed", "{\"inputs\":\"to %s\"}".formatted(MAIL)));
            String similar = "{\"inputs\":{\"source_sentence\":\"%s\",\"sentences\":[\"%s\"]}}";
            assertEquals(served.ok("/similarity", similar.formatted("[MAIL]", "cold")), served.ok("/similarity", similar.formatted(MAIL, "cold")));
            // Ids are texts that no rule sees.
            for (String ids : List.of("[5,6]", "[[5,6]]", "[\"a\",[5]]")) {
                Response refused = served.post("/embed", "{\"inputs\":%s}".formatted(ids));
                assertEquals(422, refused.status());
                assertTrue(refused.content().text().contains("inputs: ids cannot be masked; send texts"), refused.content().text());
            }
        }
    }

    @Test
    void aClientSeesMaskedAnswersWithTheSameNumbers() throws IOException {
        String body = "{\"query\":\"cold\",\"texts\":[\"to %s\"],\"return_text\":true}".formatted(MAIL);
        String plain;
        try (var served = open(Oversight.NONE)) {
            plain = served.ok("/rerank", body);
        }
        try (var served = open(masking(Set.of(Part.RESPONSES), Map.of()))) {
            assertEquals(plain.replace(MAIL, "[MAIL]"), served.ok("/rerank", body));
        }
    }

    @Test
    void aModelsMaskIsItsOwnAndThatOfWhoNamesNone() throws IOException {
        String body = "{\"inputs\":\"%s\"%s}";
        try (var served = open(masking(Set.of(), Map.of("label", Set.of(Part.REQUESTS))))) {
            assertTrue(served.ok("/tokenize", body.formatted(MAIL, ",\"model\":\"embed\"")).contains("example"));
            assertFalse(served.ok("/tokenize", body.formatted(MAIL, ",\"model\":\"label\"")).contains("example"));
            assertFalse(served.ok("/tokenize", body.formatted(MAIL, "")).contains("example"));
        }
    }

    @Test
    void logsAreMaskedOrWithheld() {
        var masking = new Masking(Masker.USUAL, Set.of(Part.LOGS), Map.of());
        assertEquals("a bug: [MAIL]", masking.line("a bug: " + MAIL));
        assertEquals("a bug: " + MAIL, Masking.NONE.line("a bug: " + MAIL));
    }

    @Test
    void decisionsAreNotedWithoutTexts() throws IOException {
        String key = KeyHash.newKey();
        Path keys = Files.writeString(folder.resolve("keys"), KeyHash.line("ann", key) + "\n");
        Path file = folder.resolve("audit.log");
        try (var log = AuditLog.open(file, AuditOptions.USUAL);
                var served = new Served(folder, Limits.USUAL, Served.keys(ApiKeys.read(keys)), audited(log, true))) {
            assertEquals(200, ask(served, key, "/predict", "{\"inputs\":[[\"soup\"],[\"cold\"]],\"model\":\"label\"}").status());
            assertEquals(200, ask(served, key, "/predict", "{\"inputs\":\"soup\",\"model\":\"tag\"}").status());
            assertEquals(422, ask(served, key, "/embed", "{\"inputs\":7}").status());
            assertEquals(401, ask(served, "soup", "/embed", "{}").status());
            assertEquals(200, served.get("/health").status());
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(5, lines.size());
        assertTrue(lines.get(1).matches(".*\"who\":\"ann\",\"route\":\"/predict\",\"model\":\"label\",\"model_sha256\":\"hash of label\","
                + "\"decision\":\\[\"(?:bad|good)\",\"(?:bad|good)\"],\"status\":200,.*"), lines.get(1));
        assertTrue(lines.get(3).contains("\"who\":\"ann\",\"route\":\"/embed\",\"model\":\"embed\",") && lines.get(3).contains("\"status\":422"), lines.get(3));
        assertTrue(lines.get(4).contains("\"who\":\"\",\"route\":\"/embed\",\"model\":\"\",\"model_sha256\":\"\",\"decision\":[],\"status\":401"), lines.get(4));
        assertFalse(String.join("", lines).contains("soup"));
        assertEquals(new AuditVerdict.Whole(1, 5, 0, AuditVerdict.Signature.NONE), AuditCheck.of(file, Optional.empty()));
    }

    @Test
    void doubtfulDecisionsWaitForAPersonAsTheModelReadThem() throws IOException {
        Path file = folder.resolve("queue.jsonl");
        var masks = new Masking(Masker.USUAL, Set.of(Part.REQUESTS), Map.of());
        var rule = new ReviewRule(1, Set.of());
        var doubts = new Reviewing(ReviewQueue.at(file), rule, true, model -> "hash of " + model.facts().name());
        try (var served = open(Oversight.NONE.withMasking(masks).withReviewing(doubts))) {
            served.ok("/predict", "{\"inputs\":[[\"soup\"],[\"to %s\",\"two\"]],\"model\":\"label\"}".formatted(MAIL));
            served.ok("/classify", "{\"input\":\"cold\",\"model\":\"multi\"}");
            served.ok("/predict", "{\"inputs\":\"soup\",\"model\":\"tag\"}");
        }
        List<Decision> waiting = List.copyOf(Reviews.read(file).waiting().values());
        assertEquals(List.of("soup", "to [MAIL]", "cold"), waiting.stream().map(one -> one.text().orElseThrow()).toList());
        assertEquals(List.of("hash of label", "hash of label", "hash of multi"), waiting.stream().map(Decision::modelHash).toList());
        assertEquals(Optional.of("two"), waiting.get(1).pair());
        assertTrue(waiting.stream().allMatch(one -> one.confidence() >= 0.5 && one.confidence() < 1), waiting::toString);
        assertTrue(waiting.getFirst().labels().contains(waiting.getFirst().label()), waiting::toString);
        String text = Files.readString(file);
        var certain = new Reviewing(ReviewQueue.at(file), new ReviewRule(0, Set.of("none such")), false, model -> "");
        try (var served = open(Oversight.NONE.withMasking(masks).withReviewing(certain))) {
            served.ok("/predict", "{\"inputs\":\"soup\",\"model\":\"label\"}");
        }
        assertEquals(text, Files.readString(file));
        var listed = new Reviewing(ReviewQueue.at(file), new ReviewRule(0, Set.of("bad", "good")), false, model -> "");
        try (var served = open(Oversight.NONE.withMasking(masks).withReviewing(listed))) {
            served.ok("/predict", "{\"inputs\":\"soup\",\"model\":\"label\"}");
            assertEquals(Optional.empty(), Reviews.read(file).waiting().lastEntry().getValue().text());
            Files.delete(file);
            Files.createDirectory(file);
            assertEquals(503, served.post("/predict", "{\"inputs\":\"soup\",\"model\":\"label\"}").status());
        }
    }

    @Test
    void nothingIsAnsweredUnnotedWhereItMustBeNoted() throws IOException {
        AuditLog log = AuditLog.open(folder.resolve("audit.log"), AuditOptions.USUAL);
        try (var served = open(audited(log, true))) {
            assertEquals(200, served.post("/embed", "{\"inputs\":\"a\"}").status());
            log.close();
            for (int i = 0; i < 2; i++) {
                Response refused = served.post("/embed", "{\"inputs\":\"a\"}");
                assertEquals(503, refused.status());
                assertEquals("5", refused.headers().get("Retry-After"));
                assertFalse(refused.content().text().contains("audit.log"), refused.content().text());
            }
            assertEquals(200, served.get("/health").status());
        }
        assertEquals(List.of("the audit log cannot be written: %s: closed; requests are refused".formatted(folder.resolve("audit.log"))), told);
        try (var served = open(audited(log, false))) {
            assertEquals(200, served.post("/embed", "{\"inputs\":\"a\"}").status());
        }
        assertTrue(told.getLast().endsWith("; requests are answered without it"), told.getLast());
    }
}
