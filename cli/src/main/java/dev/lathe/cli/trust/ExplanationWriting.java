package dev.lathe.cli.trust;

import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.trust.explain.Explanation;
import dev.lathe.trust.explain.ExplanationHtml;
import dev.lathe.trust.explain.ExplanationJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Explanations as they are printed.
final class ExplanationWriting {
    private ExplanationWriting() {}

    /// @param includeText whether JSON has the words, or only their places
    static byte[] of(List<Explanation> explanations, ExplainCommand.Form form, boolean includeText) throws IOException {
        return switch (form) {
            case HTML -> utf8(ExplanationHtml.page(explanations));
            case TEXT -> {
                var lines = new StringBuilder();
                explanations.forEach(explanation -> text(explanation, lines));
                yield utf8(lines.toString());
            }
            case JSON -> {
                var lines = new ByteArrayOutputStream();
                for (Explanation explanation : explanations) {
                    lines.write(JsonWriter.object(JsonLayout.LINE,
                            json -> ExplanationJson.write(explanation, includeText, json)));
                }
                yield lines.toByteArray();
            }
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void text(Explanation explanation, StringBuilder lines) {
        lines.append(explanation.sentence()).append('\n');
        for (Explanation.Scored scored : explanation.ranked()) {
            lines.append(String.format(Locale.ROOT, "%+10.4f  %s\n", scored.score(), scored.word().text()));
        }
    }
}
