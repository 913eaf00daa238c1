package dev.lathe.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Pack loops in vectors of 256 bits: eight rows are turned in registers, by exchanging halves, quarters and
/// single elements between pairs of rows.
final class VectorPackLoops implements PackLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
    private static final PackLoops PLAIN = new PlainPackLoops();
    // An index of 8 or more means an element of the second row.
    private static final VectorShuffle<Float> LOW_HALVES = both(0, 1, 2, 3, 8, 9, 10, 11);
    private static final VectorShuffle<Float> HIGH_HALVES = both(4, 5, 6, 7, 12, 13, 14, 15);
    private static final VectorShuffle<Float> LOW_PAIRS = both(0, 1, 8, 9, 4, 5, 12, 13);
    private static final VectorShuffle<Float> HIGH_PAIRS = both(2, 3, 10, 11, 6, 7, 14, 15);
    private static final VectorShuffle<Float> EVEN = both(0, 8, 2, 10, 4, 12, 6, 14);
    private static final VectorShuffle<Float> ODD = both(1, 9, 3, 11, 5, 13, 7, 15);

    /// Two-source shuffles mark elements of the second vector by negative indices.
    private static VectorShuffle<Float> both(int... indices) {
        for (int i = 0; i < indices.length; i++) {
            indices[i] = indices[i] < GROUP ? indices[i] : indices[i] - 2 * GROUP;
        }
        return VectorShuffle.fromValues(SPECIES, indices);
    }

    @Override
    public void straight(
            float[] from, int at, int stride, int depth, int width, int count, float[] panels, int panelsAt) {
        int groups = count * width / GROUP;
        int group = 0;
        for (; group <= groups - 4; group += 4) {
            fourGroups(
                    from, at + group * GROUP, stride, depth, width, panels,
                    target(group, depth, width, panelsAt), target(group + 1, depth, width, panelsAt),
                    target(group + 2, depth, width, panelsAt), target(group + 3, depth, width, panelsAt));
        }
        for (; group < groups; group++) {
            oneGroup(from, at + group * GROUP, stride, depth, width, panels, target(group, depth, width, panelsAt));
        }
    }

    /// Where the first line of a group of columns goes.
    private static int target(int group, int depth, int width, int panelsAt) {
        int column = group * GROUP;
        return panelsAt + column / width * width * depth + column % width;
    }

    /// Two lines of the cache are read whole in each stored row. More at once would write to too many places.
    private static void fourGroups(
            float[] from, int at, int stride, int depth, int width, float[] panels, int t0, int t1, int t2, int t3) {
        for (int k = 0; k < depth; k++) {
            int source = at + k * stride;
            int line = k * width;
            load(from, source).intoArray(panels, t0 + line);
            load(from, source + GROUP).intoArray(panels, t1 + line);
            load(from, source + 2 * GROUP).intoArray(panels, t2 + line);
            load(from, source + 3 * GROUP).intoArray(panels, t3 + line);
        }
    }

    private static void oneGroup(
            float[] from, int at, int stride, int depth, int width, float[] panels, int target) {
        for (int k = 0; k < depth; k++) {
            load(from, at + k * stride).intoArray(panels, target + k * width);
        }
    }

    @Override
    public void turned(float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt) {
        int k = 0;
        for (; k <= depth - GROUP; k += GROUP) {
            block(from, at + k, stride, width, panel, panelAt + k * width);
        }
        PLAIN.turned(from, at + k, stride, depth - k, width, panel, panelAt + k * width);
    }

    /// Turns 8 x 8 elements.
    private static void block(float[] from, int at, int stride, int width, float[] panel, int panelAt) {
        FloatVector r0 = load(from, at);
        FloatVector r1 = load(from, at + stride);
        FloatVector r2 = load(from, at + 2 * stride);
        FloatVector r3 = load(from, at + 3 * stride);
        FloatVector r4 = load(from, at + 4 * stride);
        FloatVector r5 = load(from, at + 5 * stride);
        FloatVector r6 = load(from, at + 6 * stride);
        FloatVector r7 = load(from, at + 7 * stride);
        // Halves: rows i and i + 4.
        FloatVector h0 = r0.rearrange(LOW_HALVES, r4);
        FloatVector h1 = r1.rearrange(LOW_HALVES, r5);
        FloatVector h2 = r2.rearrange(LOW_HALVES, r6);
        FloatVector h3 = r3.rearrange(LOW_HALVES, r7);
        FloatVector h4 = r0.rearrange(HIGH_HALVES, r4);
        FloatVector h5 = r1.rearrange(HIGH_HALVES, r5);
        FloatVector h6 = r2.rearrange(HIGH_HALVES, r6);
        FloatVector h7 = r3.rearrange(HIGH_HALVES, r7);
        // Pairs: i and i + 2.
        FloatVector p0 = h0.rearrange(LOW_PAIRS, h2);
        FloatVector p1 = h1.rearrange(LOW_PAIRS, h3);
        FloatVector p2 = h0.rearrange(HIGH_PAIRS, h2);
        FloatVector p3 = h1.rearrange(HIGH_PAIRS, h3);
        FloatVector p4 = h4.rearrange(LOW_PAIRS, h6);
        FloatVector p5 = h5.rearrange(LOW_PAIRS, h7);
        FloatVector p6 = h4.rearrange(HIGH_PAIRS, h6);
        FloatVector p7 = h5.rearrange(HIGH_PAIRS, h7);
        // Single elements: i and i + 1.
        p0.rearrange(EVEN, p1).intoArray(panel, panelAt);
        p0.rearrange(ODD, p1).intoArray(panel, panelAt + width);
        p2.rearrange(EVEN, p3).intoArray(panel, panelAt + 2 * width);
        p2.rearrange(ODD, p3).intoArray(panel, panelAt + 3 * width);
        p4.rearrange(EVEN, p5).intoArray(panel, panelAt + 4 * width);
        p4.rearrange(ODD, p5).intoArray(panel, panelAt + 5 * width);
        p6.rearrange(EVEN, p7).intoArray(panel, panelAt + 6 * width);
        p6.rearrange(ODD, p7).intoArray(panel, panelAt + 7 * width);
    }

    private static FloatVector load(float[] from, int at) {
        return FloatVector.fromArray(SPECIES, from, at);
    }
}
