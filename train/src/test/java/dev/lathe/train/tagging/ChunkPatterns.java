package dev.lathe.train.tagging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds chunks by regular expressions, one for each type: a second opinion that shares no code with the first.
///
/// A sentence is written as two characters a token, the letter and the type's (`B-X` is `BX`, `O` is `O.`); in the patterns
/// `t` stands for the type.
public final class ChunkPatterns {

    private static final Map<TagScheme, String> STRICT = Map.of(
            TagScheme.IOB2, "Bt(?:It)*+",
            TagScheme.IOBES, "St|Bt(?:It)*+Et",
            TagScheme.BILOU, "Ut|Bt(?:It)*+Lt",
            TagScheme.IOE2, "(?:It)*+Et",
            TagScheme.IOB1, "(?:(?<=[IB]t)Bt|(?<!It)It)(?:It)*+(?:(?<=It)|(?!B[^t]))",
            TagScheme.IOE1, "(?<!It)It(?:It)*+(?:Et(?=[IE]t)|(?!Et))|(?<=Et)Et(?=[IE]t)");

    private static final String LENIENT =
            "[SU]t|Bt(?:It)*+(?:[EL]t)?|(?<![BI]t)It(?:It)*+(?:[EL]t)?|(?<![BI]t)[EL]t";

    private ChunkPatterns() {
    }

    public static List<Chunk> strict(TagScheme scheme, List<String> tags) {
        return find(STRICT.get(scheme), tags);
    }

    public static List<Chunk> lenient(List<String> tags) {
        return find(LENIENT, tags);
    }

    private static List<Chunk> find(String pattern, List<String> tags) {
        String sentence = tags.stream().map(tag -> tag.equals("O") ? "O." : tag.charAt(0) + tag.substring(2))
                .collect(Collectors.joining());
        List<Chunk> chunks = new ArrayList<>();
        for (String type : List.of("X", "Y", "Z")) {
            Matcher matcher = Pattern.compile(pattern.replace("t", type)).matcher(sentence);
            while (matcher.find()) {
                chunks.add(new Chunk(type, matcher.start() / 2, matcher.end() / 2));
            }
        }
        chunks.sort(Comparator.comparingInt(Chunk::start));
        return chunks;
    }
}
