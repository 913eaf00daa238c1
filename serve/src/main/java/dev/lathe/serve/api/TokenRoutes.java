package dev.lathe.serve.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.serve.api.body.Texts;
import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.meter.ServeMeters.Kind;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/// What a model's tokenizer does, without the model: text-embeddings-inference's `/tokenize` and `/decode`.
final class TokenRoutes {
    private TokenRoutes() {}

    static List<Route> all() {
        return List.of(
                Route.post("/tokenize", Kind.TOKENIZE, TokenRoutes::tokenize),
                Route.post("/decode", Kind.OTHER, TokenRoutes::decode));
    }

    private static Content tokenize(Exchange exchange) {
        Tokenizer tokenizer = exchange.model().facts().tokenizer();
        Texts texts = Texts.of("inputs", exchange.fields().required("inputs"), tokenizer);
        boolean special = exchange.fields().truth("add_special_tokens", true);
        exchange.bounded("inputs", texts.all()).forEach(text -> exchange.trace().characters(text.length()));
        long start = System.nanoTime();
        List<Encoding> encodings = texts.all().stream().map(tokenizer::encode).toList();
        exchange.trace().tokenized(encodings.size(), encodings.stream().mapToLong(Encoding::size).sum(), System.nanoTime() - start);
        return Content.json(json -> {
            json.writeStartArray();
            for (int i = 0; i < encodings.size(); i++) {
                write(json, texts.all().get(i), encodings.get(i), special);
            }
            json.writeEndArray();
        });
    }

    /// Places are in code points, as Python counts; special tokens have none.
    private static void write(JsonGenerator json, String text, Encoding encoding, boolean special) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < encoding.size(); i++) {
            if (encoding.isSpecial(i) && !special) {
                continue;
            }
            json.writeStartObject();
            json.writeNumberField("id", encoding.id(i));
            json.writeStringField("text", encoding.isSpecial(i) ? encoding.token(i) : text.substring(encoding.start(i), encoding.end(i)));
            json.writeBooleanField("special", encoding.isSpecial(i));
            if (encoding.isSpecial(i)) {
                json.writeNullField("start");
                json.writeNullField("stop");
            } else {
                json.writeNumberField("start", text.codePointCount(0, encoding.start(i)));
                json.writeNumberField("stop", text.codePointCount(0, encoding.end(i)));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static Content decode(Exchange exchange) {
        Tokenizer tokenizer = exchange.model().facts().tokenizer();
        List<?> given = Fields.list("ids", exchange.fields().required("ids"));
        boolean skip = exchange.fields().truth("skip_special_tokens", true);
        List<?> all = !given.isEmpty() && given.getFirst() instanceof List ? given : List.of(given);
        List<int[]> ids = IntStream.range(0, exchange.bounded("ids", all).size())
                .mapToObj(i -> Texts.ids("ids[%d]".formatted(i), Fields.list("ids[%d]".formatted(i), all.get(i)), tokenizer))
                .toList();
        return Content.json(json -> {
            json.writeStartArray();
            for (int[] one : ids) {
                json.writeString(tokenizer.decode(one, skip));
            }
            json.writeEndArray();
        });
    }
}
