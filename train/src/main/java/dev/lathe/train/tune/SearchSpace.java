package dev.lathe.train.tune;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is searched: options and their values.
///
/// @param dimensions values by the options' names
public record SearchSpace(Map<String, Distribution> dimensions) {
    private static final double LOWEST = 0;
    private static final double HIGHEST = 1;

    public SearchSpace {
        dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
    }

    /// The setting at a place.
    ///
    /// @param units a place for each option, in order, `[0,1]`
    public Setting at(double... units) {
        var words = new LinkedHashMap<String, String>();
        int i = 0;
        for (Map.Entry<String, Distribution> dimension : dimensions.entrySet()) {
            words.put(dimension.getKey(), dimension.getValue().word(units[i++]));
        }
        return new Setting(words);
    }

    /// Settings in which each bound and each choice is there once: what every part of a space is tried by before a search begins.
    public List<Setting> edges() {
        var edges = new ArrayList<Setting>();
        int size = dimensions.size();
        int at = 0;
        for (Distribution dimension : dimensions.values()) {
            int choices = dimension.choices();
            for (int c = 0; c < Math.max(choices, 2); c++) {
                var units = new double[size];
                units[at] = choices > 0 ? (c + 0.5) / choices : c == 0 ? LOWEST : HIGHEST;
                edges.add(at(units));
            }
            at++;
        }
        return edges;
    }
}
