package dev.lathe.train.evaluate;

import dev.lathe.train.evaluate.score.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A confusion matrix as people read it: whole if it is small, else by what is confused most.
final class ConfusionText {
    private static final int MOST_CLASSES = 10;
    private static final int WORST = 10;
    private static final int LONGEST_NAME = 24;

    private ConfusionText() {
    }

    /// @param names of the classes, by their ids
    static String of(ConfusionMatrix matrix, List<String> names) {
        boolean isSmall = names.size() <= MOST_CLASSES && names.stream().allMatch(name -> name.length() <= LONGEST_NAME);
        return isSmall ? table(matrix, names) : worst(matrix, names);
    }

    private static String table(ConfusionMatrix matrix, List<String> names) {
        String corner = "true \\ predicted";
        int first = Math.max(corner.length(), names.stream().mapToInt(String::length).max().orElse(0));
        var text = new StringBuilder(padded(corner, first));
        for (String name : names) {
            text.append("  ").append(name);
        }
        text.append('\n');
        for (int gold = 0; gold < names.size(); gold++) {
            text.append(padded(names.get(gold), first));
            for (int predicted = 0; predicted < names.size(); predicted++) {
                String count = Long.toString(matrix.count(gold, predicted));
                text.append("  ").repeat(' ', Math.max(0, names.get(predicted).length() - count.length())).append(count);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String padded(String name, int width) {
        return name + " ".repeat(width - name.length());
    }

    private record Confusion(String gold, String predicted, long count) {
    }

    private static String worst(ConfusionMatrix matrix, List<String> names) {
        var confusions = new ArrayList<Confusion>();
        for (int gold = 0; gold < names.size(); gold++) {
            for (int predicted = 0; predicted < names.size(); predicted++) {
                if (gold != predicted && matrix.count(gold, predicted) > 0) {
                    confusions.add(new Confusion(names.get(gold), names.get(predicted), matrix.count(gold, predicted)));
                }
            }
        }
        confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
        var text = new StringBuilder(confusions.isEmpty() ? "" : "confused most, of %d labels\n".formatted(names.size()));
        confusions.stream().limit(WORST).forEach(confusion -> text.append("%6d  %s taken for %s\n".formatted(
                confusion.count(), confusion.gold(), confusion.predicted())));
        return text.toString();
    }
}
