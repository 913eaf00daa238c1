package dev.lathe.train.data.tags;

import dev.lathe.train.data.Example;
import dev.lathe.train.tagging.Chunk;
import dev.lathe.train.tagging.ChunkReader;
import dev.lathe.train.tagging.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a model gets wrong in a sentence, as people see it: entities, and not fifty tags. One with a token too many is in both lists.
///
/// @param missed entities that are there and were not found, in their order
/// @param invented entities that were found and are not there
public record EntityErrors(List<Place> missed, List<Place> invented) {
    /// An entity.
    ///
    /// @param type what kind, such as `PER`; empty if tags name none
    /// @param first its first token, from 0
    /// @param last its last token
    /// @param text its tokens, a space between each two
    public record Place(String type, int first, int last, String text) {
        private static Place of(Chunk chunk, List<String> tokens) {
            return new Place(chunk.type(), chunk.start(), chunk.end() - 1, String.join(" ", tokens.subList(chunk.start(), chunk.end())));
        }
    }

    /// Copies the lists.
    public EntityErrors {
        missed = List.copyOf(missed);
        invented = List.copyOf(invented);
    }

    /// The errors in an example; empty if it is no sentence, or its tags mark no entities.
    ///
    /// @param predicted what a model says of it
    public static Optional<EntityErrors> of(Example example, Object predicted) {
        if (!(example instanceof TaggedSentence sentence) || !(predicted instanceof List<?> said) || said.size() != sentence.tags().size()) {
            return Optional.empty();
        }
        List<String> tags = said.stream().map(String::valueOf).toList();
        var all = new ArrayList<>(sentence.tags());
        all.addAll(tags);
        if (!Tag.markChunks(all)) {
            return Optional.empty();
        }
        List<Chunk> gold = ChunkReader.lenient().chunks(sentence.tags());
        List<Chunk> found = ChunkReader.lenient().chunks(tags);
        return Optional.of(new EntityErrors(without(gold, found, sentence.tokens()), without(found, gold, sentence.tokens())));
    }

    private static List<Place> without(List<Chunk> chunks, List<Chunk> others, List<String> tokens) {
        return chunks.stream().filter(chunk -> !others.contains(chunk)).map(chunk -> Place.of(chunk, tokens)).toList();
    }
}
