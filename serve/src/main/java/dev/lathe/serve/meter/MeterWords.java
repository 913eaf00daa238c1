package dev.lathe.serve.meter;

import java.util.Map;

/// What each meter counts, for whoever reads `/metrics`.
final class MeterWords {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("te_request_count", "Requests that came, for one text or a batch."),
            Map.entry("te_request_success", "Requests that were answered as they were meant."),
            Map.entry("te_request_failure", "Requests that were not, by kind of error."),
            Map.entry("te_request_duration", "Seconds from a request to its answer."),
            Map.entry("te_request_tokenization_duration", "Seconds of a request in the tokenizer."),
            Map.entry("te_request_inference_duration", "Seconds of a request from the gate to its answers, the wait in the queue included."),
            Map.entry("te_request_queue_duration", "Seconds that a call waited in its model's queue."),
            Map.entry("te_request_input_length", "Tokens of a request."),
            Map.entry("te_embed_count", "Texts of which vectors were asked."),
            Map.entry("te_embed_duration", "Seconds of a request for vectors."),
            Map.entry("te_predict_count", "Texts of which labels, numbers or entities were asked."),
            Map.entry("te_predict_duration", "Seconds of a request for those."),
            Map.entry("te_rerank_count", "Texts that were ranked."),
            Map.entry("te_rerank_duration", "Seconds of a request to rank."),
            Map.entry("te_tokenize_count", "Texts that were only tokenised."),
            Map.entry("te_tokenize_duration", "Seconds of a request for that."),
            Map.entry("te_queue_size", "Calls that wait in the models' queues now."),
            Map.entry("te_batch_next_size", "Calls of a batch."),
            Map.entry("te_batch_next_tokens", "Tokens of a batch."),
            Map.entry("lathe.requests", "Answers by route and status."),
            Map.entry("lathe.tokens", "Tokens that a model has read."),
            Map.entry("lathe.split", "Requests by a name that models share, and the model that answered."),
            Map.entry("lathe_requests_in_work", "Requests in work now."),
            Map.entry("lathe_alert_firing", "1 while an alert's rule is broken."));

    private MeterWords() {}

    /// @throws IllegalArgumentException if nothing is said of it
    static String of(String meter) {
        String words = WORDS.get(meter);
        if (words == null) {
            throw new IllegalArgumentException("meter '%s': nobody says what it counts".formatted(meter));
        }
        return words;
    }
}
