package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.ModelFamily;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The names under which checkpoints hold a model's parameters: with the family's name in front or without it.
final class StoredNames {
    private static final List<String> PREFIXES =
            ModelFamily.ALL.stream().map(family -> family.modelType() + ".").toList();
    private static final List<String> ENCODER = List.of("embeddings.", "embeddings_project.", "encoder.", "transformer.");

    private static final List<String> PRETRAINED = List.of(
            "pooler.", "cls.", "lm_head.", "vocab_transform.", "vocab_layer_norm.", "vocab_projector.", "generator_predictions.",
            "generator_lm_head.", "discriminator_predictions.");

    /// Tensors of some exports that repeat others: positions 0, 1, 2, … and a decoder that is the word embeddings.
    private static final Set<String> REPEATED = Set.of(
            "embeddings.position_ids",
            "cls.predictions.decoder.weight", "cls.predictions.decoder.bias",
            "lm_head.decoder.weight", "lm_head.decoder.bias",
            "vocab_projector.weight", "generator_lm_head.weight");

    private static final Pattern LAYER = Pattern.compile("(?:encoder|transformer)\\.layer\\.\\d+\\.");

    private StoredNames() {}

    /// The name under which a checkpoint has a parameter; empty if it has it under none.
    ///
    /// @throws CheckpointException if it has it under two
    static Optional<String> find(Checkpoint checkpoint, String name) throws CheckpointException {
        List<String> found = withAndWithoutPrefix(name)
                .filter(candidate -> checkpoint.find(candidate).isPresent())
                .toList();
        if (found.size() > 1) {
            throw new CheckpointException(checkpoint.file(), "both '%s' and '%s': which one is meant is not known".formatted(
                    found.get(0), found.get(1)));
        }
        return found.stream().findFirst();
    }

    /// Whether a parameter is the encoder's, without which no head is of any use.
    static boolean belongsToEncoder(String name) {
        String path = withoutPrefix(name);
        return ENCODER.stream().anyMatch(path::startsWith);
    }

    /// Whether a parameter is of a part that is pretrained with the encoder, though heads stand on it: a pooler, guesses of words.
    static boolean isPretrainedHead(String name) {
        String path = withoutPrefix(name);
        return PRETRAINED.stream().anyMatch(path::startsWith);
    }

    /// Sees to it that a model which is to be used as it is has all layers of the checkpoint: with fewer it would answer something else.
    ///
    /// @param names of the model's parameters
    /// @throws CheckpointException naming a layer that it lacks
    static void requireNoMoreLayers(Checkpoint checkpoint, List<String> names) throws CheckpointException {
        Set<String> layers = names.stream().map(StoredNames::layer).flatMap(Optional::stream).collect(Collectors.toSet());
        if (layers.isEmpty()) {
            return;
        }
        for (String name : checkpoint.names()) {
            Optional<String> layer = layer(name);
            if (layer.isPresent() && !layers.contains(layer.get())) {
                throw new CheckpointException(checkpoint.file(), "has '%s', which the %d layers of the configuration have no place for".formatted(
                        name, layers.size()));
            }
        }
    }

    private static Optional<String> layer(String name) {
        Matcher matcher = LAYER.matcher(withoutPrefix(name));
        return matcher.lookingAt() ? Optional.of(matcher.group()) : Optional.empty();
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
