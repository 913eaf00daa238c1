package dev.lathe.train.evaluate.score;

import java.util.List;

/// True and predicted tags that belong together: as many sentences, each with as many tags.
public final class TagPairs {

    private TagPairs() {
    }

    public static void check(String report, List<? extends List<String>> gold, List<? extends List<String>> predicted) {
        if (gold.size() != predicted.size() || gold.isEmpty()) {
            throw new IllegalArgumentException(report + ": " + gold.size() + " gold sentences, " + predicted.size()
                    + " predicted ones: need one of each");
        }
        for (int i = 0; i < gold.size(); i++) {
            if (gold.get(i).size() != predicted.get(i).size()) {
                throw new IllegalArgumentException(report + ": sentence " + i + ": " + gold.get(i).size() + " gold tags, "
                        + predicted.get(i).size() + " predicted ones");
            }
        }
    }
}
