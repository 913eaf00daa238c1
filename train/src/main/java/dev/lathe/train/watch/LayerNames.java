package dev.lathe.train.watch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The layers of a model by the paths of its parameters: `layer.3` for what stands in an encoder's fourth, and what else there is by the
/// first word of its path within the encoder or beside it: `embeddings`, `pooler`, `classifier`.
final class LayerNames {
    private static final Pattern LAYER = Pattern.compile("(?:^|\\.)layer\\.(\\d+)\\.");

    private LayerNames() {}

    /// The numbers of the parameters of each layer, the layers in the order in which they are first met.
    static SequencedMap<String, List<Integer>> of(List<String> paths) {
        Set<String> encoders = new HashSet<>();
        paths.stream().filter(path -> LAYER.matcher(path).find()).forEach(path -> encoders.add(first(path)));
        var layers = new LinkedHashMap<String, List<Integer>>();
        for (int i = 0; i < paths.size(); i++) {
            layers.computeIfAbsent(layer(paths.get(i), encoders), _ -> new ArrayList<>()).add(i);
        }
        return layers;
    }

    private static String layer(String path, Set<String> encoders) {
        Matcher layer = LAYER.matcher(path);
        if (layer.find()) {
            return "layer." + layer.group(1);
        }
        String first = first(path);
        return encoders.contains(first) && path.length() > first.length() ? first(path.substring(first.length() + 1)) : first;
    }

    private static String first(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }
}
