package dev.lathe.tokenizer;

import java.util.List;
import java.util.stream.Collectors;

/// The section `post_processor` of a `tokenizer.json`: what goes around the texts.
///
/// @param cls the token before the first text
/// @param sep the token behind each text
record TemplateSection(String cls, String sep) {
    static TemplateSection read(JsonSection section) {
        if (section.string("type").equals("BertProcessing")) {
            return new TemplateSection(first(section, "cls"), first(section, "sep"));
        }
        List<String> single = pieces(section, "single");
        String cls = single.isEmpty() ? "" : withoutType(single.getFirst());
        String sep = single.isEmpty() ? "" : withoutType(single.getLast());
        check(section, "single", single, List.of(cls + ":0", "$A:0", sep + ":0"));
        check(section, "pair", pieces(section, "pair"),
                List.of(cls + ":0", "$A:0", sep + ":0", "$B:1", sep + ":1"));
        return new TemplateSection(cls, sep);
    }

    private static void check(JsonSection section, String name, List<String> given, List<String> supported) {
        if (!given.equals(supported)) {
            throw section.problem("%s '%s': only BERT's form of [CLS] A [SEP] B [SEP] is supported"
                    .formatted(name, Excerpt.of(String.join(" ", given))));
        }
    }

    /// Each piece as `$A:0` or `[CLS]:0`.
    private static List<String> pieces(JsonSection section, String name) {
        return section.sections(name).stream().map(TemplateSection::piece).collect(Collectors.toList());
    }

    private static String piece(JsonSection piece) {
        JsonSection text = piece.findSection("Sequence").orElseGet(() -> piece.section("SpecialToken"));
        return (piece.has("Sequence") ? "$" : "") + text.string("id") + ":" + text.integer("type_id");
    }

    private static String withoutType(String piece) {
        return piece.substring(0, piece.lastIndexOf(':'));
    }

    private static String first(JsonSection section, String name) {
        List<?> pair = section.list(name);
        if (!pair.isEmpty() && pair.getFirst() instanceof String token) {
            return token;
        }
        throw section.problem("'%s' is not a token and its id".formatted(name));
    }
}
