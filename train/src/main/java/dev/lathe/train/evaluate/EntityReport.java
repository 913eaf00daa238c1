package dev.lathe.train.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.score.Bootstrap;
import dev.lathe.train.evaluate.score.ClassScores;
import dev.lathe.train.evaluate.score.CodePoints;
import dev.lathe.train.evaluate.score.MatchCounts;
import dev.lathe.train.evaluate.score.TagPairs;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.tagging.Chunk;
import dev.lathe.train.tagging.ChunkReader;
import dev.lathe.train.tagging.TagScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Precision, recall, F1 and support of every type of entity, with averages: numbers and text are those of seqeval's
/// `classification_report(gold, predicted, digits=4, zero_division=0)`.
///
/// An entity counts as found if type, first and last token are all right.
///
/// @param types a row for each type, in the order of their code points
/// @param microAverage of all entities together; its F1 is what is usually meant by "entity F1"
/// @param macroAverage plain means over the types
/// @param weightedAverage means over the types, weighted by support
/// @param sentences the counts of each sentence, for a [Bootstrap]
public record EntityReport(List<ClassScores> types, ClassScores microAverage, ClassScores macroAverage,
        ClassScores weightedAverage, List<MatchCounts> sentences) implements Report {

    /// Copies the rows.
    public EntityReport {
        types = List.copyOf(types);
        sentences = List.copyOf(sentences);
    }

    /// The report of seqeval's default mode, which reads tags as `conlleval` does: every sequence of them is something. Every type
    /// that occurs on either side has a row; one that is only predicted, of zeros, which the macro average counts.
    ///
    /// @param gold the true tags of each sentence
    /// @param predicted the predicted tags of each sentence
    /// @return the report
    /// @throws IllegalArgumentException if there are no sentences, lengths differ, or a tag is none
    public static EntityReport lenient(List<? extends List<String>> gold, List<? extends List<String>> predicted) {
        return of(gold, predicted, ChunkReader.lenient());
    }

    /// The report of seqeval's strict mode: tags that break the scheme's rules are no entity. Rows are those of [#lenient].
    ///
    /// @param gold the true tags of each sentence
    /// @param predicted the predicted tags of each sentence
    /// @param scheme how both are to be read
    /// @return the report
    /// @throws IllegalArgumentException if there are no sentences, lengths differ, or the scheme has no such tag
    public static EntityReport strict(
            List<? extends List<String>> gold, List<? extends List<String>> predicted, TagScheme scheme) {
        return of(gold, predicted, scheme);
    }

    private static EntityReport of(
            List<? extends List<String>> gold, List<? extends List<String>> predicted, ChunkReader reader) {
        TagPairs.check("entity report", gold, predicted);
        List<MatchCounts> sentences = new ArrayList<>(gold.size());
        Map<String, MatchCounts> byType = new TreeMap<>(CodePoints.ORDER);
        for (int i = 0; i < gold.size(); i++) {
            List<Chunk> there = reader.chunks(gold.get(i));
            List<Chunk> found = reader.chunks(predicted.get(i));
            Set<Chunk> correct = new HashSet<>(there);
            correct.retainAll(new HashSet<>(found));
            sentences.add(new MatchCounts(correct.size(), found.size(), there.size()));
            there.forEach(chunk -> add(byType, chunk, new MatchCounts(0, 0, 1)));
            found.forEach(chunk -> add(byType, chunk, new MatchCounts(0, 1, 0)));
            correct.forEach(chunk -> byType.computeIfPresent(chunk.type(), (_, counts) ->
                    new MatchCounts(counts.correct() + 1, counts.predicted(), counts.gold())));
        }
        ClassScores micro = ClassScores.of("micro avg", sum(byType.values()));
        List<ClassScores> types = new ArrayList<>();
        byType.forEach((type, counts) -> types.add(ClassScores.of(type, counts)));
        return new EntityReport(
                types, micro, ClassScores.macroAverage(types), ClassScores.weightedAverage(types), sentences);
    }

    private static void add(Map<String, MatchCounts> byType, Chunk chunk, MatchCounts one) {
        byType.merge(chunk.type(), one, MatchCounts::plus);
    }

    private static MatchCounts sum(Collection<MatchCounts> counts) {
        return counts.stream().reduce(new MatchCounts(0, 0, 0), MatchCounts::plus);
    }

    /// The table that people read, to four digits.
    ///
    /// @return lines that end in `\n`
    @Override
    public String toText() {
        return toText(4);
    }

    /// The table that people read.
    ///
    /// @param digits digits after the point
    /// @return lines that end in `\n`
    public String toText(int digits) {
        return new ReportTable(types, digits).row(microAverage).row(macroAverage).row(weightedAverage).toString();
    }

    /// Writes fields into an open JSON object: `micro avg`, `macro avg`, `weighted avg`, and `classes`, an object a type under
    /// its name.
    ///
    /// @param json where to
    /// @throws IOException if writing fails
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        microAverage.writeField(json);
        macroAverage.writeField(json);
        weightedAverage.writeField(json);
        json.writeObjectFieldStart("classes");
        for (ClassScores type : types) {
            type.writeField(json);
        }
        json.writeEndObject();
    }
}
