package dev.lathe.bert;

import dev.lathe.bert.checkpoint.Checkpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The names under which checkpoints hold a model's parameters: with the family's name in front or without it.
final class StoredNames {
    private static final List<String> PREFIXES =
            Arrays.stream(ModelFamily.values()).map(family -> family.modelType() + ".").toList();
    private static final List<String> ENCODER = List.of("embeddings.", "embeddings_project.", "encoder.", "transformer.");

    /// Tensors of some exports that repeat others: positions 0, 1, 2, … and a decoder that is the word embeddings.
    private static final Set<String> REPEATED = Set.of(
            "embeddings.position_ids",
            "cls.predictions.decoder.weight", "cls.predictions.decoder.bias",
            "lm_head.decoder.weight", "lm_head.decoder.bias",
            "vocab_projector.weight", "generator_lm_head.weight");

    private StoredNames() {}

    /// The name under which a checkpoint has a parameter; empty if it has it under none.
    static Optional<String> find(Checkpoint checkpoint, String name) {
        return withAndWithoutPrefix(name)
                .filter(candidate -> checkpoint.find(candidate).isPresent())
                .findFirst();
    }

    /// Whether a parameter is the encoder's, without which no head is of any use.
    static boolean belongsToEncoder(String name) {
        String path = withoutPrefix(name);
        return ENCODER.stream().anyMatch(path::startsWith);
    }

    /// Whether a tensor says nothing that others do not say.
    static boolean isRepeated(String name) {
        return REPEATED.contains(withoutPrefix(name));
    }

    /// The name of a decoder's weight, which is that of the word embeddings.
    ///
    /// @param decoder path of the decoder
    static String repeatedWeight(String decoder) {
        return REPEATED.stream()
                .filter(name -> name.startsWith(decoder + ".") && name.endsWith(".weight"))
                .findFirst()
                .orElseThrow();
    }

    /// A parameter's name below the family's.
    static String withoutPrefix(String name) {
        return PREFIXES.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
    }

    private static Stream<String> withAndWithoutPrefix(String name) {
        String path = withoutPrefix(name);
        return path.equals(name)
                ? Stream.concat(Stream.of(name), PREFIXES.stream().map(prefix -> prefix + name))
                : Stream.of(name, path);
    }
}
