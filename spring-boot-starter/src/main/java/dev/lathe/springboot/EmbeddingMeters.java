package dev.lathe.springboot;

import dev.langchain4j.model.embedding.listener.EmbeddingModelErrorContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelRequestContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelResponseContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;

/// Measures the calls of LangChain4j's embedding models: the timer `lathe.embedding` by `model` and `outcome`, and the counter
/// `lathe.embedding.tokens` by `model`.
///
/// Spring AI's models need nothing of this kind: their calls are observations, which Micrometer times by itself.
public final class EmbeddingMeters implements EmbeddingModelListener {
    private static final String CALLS = "lathe.embedding";
    private static final String TOKENS = "lathe.embedding.tokens";

    private final ObjectProvider<MeterRegistry> registry;

    EmbeddingMeters(ObjectProvider<MeterRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public void onRequest(EmbeddingModelRequestContext context) {
        registry.ifUnique(r -> context.attributes().put(EmbeddingMeters.class, Timer.start(r)));
    }

    @Override
    public void onResponse(EmbeddingModelResponseContext context) {
        String model = context.embeddingModel().modelName();
        stop(context.attributes(), model, "success");
        registry.ifUnique(r -> r.counter(TOKENS, "model", model)
                .increment(context.response().tokenUsage().inputTokenCount()));
    }

    @Override
    public void onError(EmbeddingModelErrorContext context) {
        stop(context.attributes(), context.embeddingModel().modelName(), "error");
    }

    private void stop(Map<Object, Object> attributes, String model, String outcome) {
        if (attributes.get(EmbeddingMeters.class) instanceof Timer.Sample sample) {
            registry.ifUnique(r -> sample.stop(r.timer(CALLS, "model", model, "outcome", outcome)));
        }
    }
}
