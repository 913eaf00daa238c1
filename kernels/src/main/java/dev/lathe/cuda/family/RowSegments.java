package dev.lathe.cuda.family;

import java.util.Arrays;

/// How the rows of a gradient are shared out to sum them into rows of a table: sorted by the row that they belong to, those of
/// one kept in their order, and cut into parts of up to [#PART] rows. As `rows.cu` takes it.
///
/// @param words all lists one behind another, as they are uploaded
/// @param count of rows that are summed
/// @param parts how many there are
/// @param joins how many rows of the table have several parts
record RowSegments(int[] words, int count, int parts, int joins) {
    static final int PART = 64;

    static RowSegments of(int[] indices) {
        int count = indices.length;
        var keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = (long) indices[i] << Integer.SIZE | i;
        }
        Arrays.sort(keys);
        var lists = new Lists(count);
        for (int begin = 0; begin < count; ) {
            int target = (int) (keys[begin] >> Integer.SIZE);
            int end = begin;
            while (end < count && keys[end] >> Integer.SIZE == target) {
                end++;
            }
            lists.addSegment(target, begin, end);
            begin = end;
        }
        return lists.joined(keys);
    }

    /// Where the words of each list begin.
    int from() {
        return count;
    }

    int targets() {
        return from() + parts + 1;
    }

    int slots() {
        return targets() + parts;
    }

    int joinFrom() {
        return slots() + parts;
    }

    int joinTargets() {
        return joinFrom() + joins + 1;
    }

    /// Parts that are not the first of their row of the table.
    int furtherParts() {
        return words[joinTargets() - 1];
    }

    private static final class Lists {
        private final int[] from;
        private final int[] targets;
        private final int[] slots;
        private final int[] joinFrom;
        private final int[] joinTargets;
        private int parts;
        private int joins;
        private int further;

        Lists(int count) {
            from = new int[count + 1];
            targets = new int[count];
            slots = new int[count];
            joinFrom = new int[count / PART + 1];
            joinTargets = new int[count / PART + 1];
        }

        /// Rows `begin` to `end - 1` of the order are those of one row of the table.
        void addSegment(int target, int begin, int end) {
            for (int at = begin; at < end; at += PART) {
                targets[parts] = target;
                slots[parts] = at == begin ? -1 : further++;
                from[++parts] = Math.min(end, at + PART);
            }
            if (end - begin > PART) {
                joinTargets[joins] = target;
                joinFrom[++joins] = further;
            }
        }

        RowSegments joined(long[] keys) {
            int count = keys.length;
            var segments = new RowSegments(new int[count + 3 * parts + 2 * joins + 2], count, parts, joins);
            for (int i = 0; i < count; i++) {
                segments.words[i] = (int) keys[i];
            }
            System.arraycopy(from, 0, segments.words, segments.from(), parts + 1);
            System.arraycopy(targets, 0, segments.words, segments.targets(), parts);
            System.arraycopy(slots, 0, segments.words, segments.slots(), parts);
            System.arraycopy(joinFrom, 0, segments.words, segments.joinFrom(), joins + 1);
            System.arraycopy(joinTargets, 0, segments.words, segments.joinTargets(), joins);
            return segments;
        }
    }
}
