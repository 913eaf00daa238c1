package dev.lathe.trust.explain;

import dev.lathe.trust.explain.method.Word;
import java.util.List;
import java.util.Locale;

/// Explanations as one HTML page that needs nothing else: words on a ground that is the darker the more they count, light or dark as
/// the reader's system is.
///
/// What speaks against is underlined too, so that no one needs to tell the colours apart. Texts are escaped; the page has no script,
/// and its policy allows none.
public final class ExplanationHtml {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Explanations</title>
            <style>
            :root { color-scheme: light dark; --page: #ffffff; --text: #1a1a1a; --quiet: #5f6368; --line: #d7d9dc; --for: 29 110 216; --against: 214 96 12; }
            @media (prefers-color-scheme: dark) {
              :root { --page: #16181b; --text: #ececec; --quiet: #a3a8ae; --line: #3a3e44; --for: 72 149 255; --against: 255 138 61; }
            }
            body { margin: 2rem auto; max-width: 46rem; padding: 0 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
            section { border-top: 1px solid var(--line); padding: 1rem 0; }
            .text { font-size: 1.15rem; line-height: 2; white-space: pre-wrap; overflow-wrap: anywhere; }
            .quiet { color: var(--quiet); font-size: .875rem; }
            .w { color: var(--text); border-radius: .2em; padding: .1em .05em; background: rgb(var(--c) / calc(var(--s) * .6)); }
            .p { --c: var(--for); }
            .n { --c: var(--against); text-decoration: underline dashed rgb(var(--c) / max(var(--s), .15)); text-underline-offset: .25em; }
            </style>
            </head>
            <body>
            <p class="quiet"><span class="w p" style="--s:1">speaks for the label</span> <span class="w n" style="--s:1">speaks against it</span></p>
            """;

    private ExplanationHtml() {}

    /// One page of all.
    public static String page(List<Explanation> explanations) {
        var html = new StringBuilder(HEAD);
        explanations.forEach(explanation -> section(explanation, html));
        return html.append("</body>\n</html>\n").toString();
    }

    private static void section(Explanation explanation, StringBuilder html) {
        double most = explanation.attribution().words().stream().mapToDouble(Math::abs).max().orElse(0);
        html.append("<section>\n<p>").append(escaped(explanation.sentence())).append("</p>\n");
        text(explanation, 0, explanation.input().text(), most, html);
        explanation.input().pair().ifPresent(pair -> text(explanation, 1, pair, most, html));
        html.append(String.format(Locale.ROOT, "<p class=\"quiet\">%s; score of %s: %.4f, compared with %.4f</p>\n</section>\n",
                escaped(explanation.method().name()), escaped(explanation.label()),
                explanation.attribution().to(), explanation.attribution().from()));
    }

    private static void text(Explanation explanation, int part, String text, double most, StringBuilder html) {
        html.append("<p class=\"text\">");
        int at = 0;
        for (int w = 0; w < explanation.words().size(); w++) {
            Word word = explanation.words().get(w);
            if (word.part() == part) {
                double score = explanation.attribution().words().get(w);
                html.append(escaped(text.substring(at, word.start())));
                html.append(String.format(Locale.ROOT, "<span class=\"w %s\" style=\"--s:%.3f\" title=\"%+.4f\">",
                        score < 0 ? "n" : "p", most == 0 ? 0 : Math.abs(score) / most, score));
                html.append(escaped(word.text())).append("</span>");
                at = word.end();
            }
        }
        html.append(escaped(text.substring(at))).append("</p>\n");
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
