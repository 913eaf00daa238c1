package dev.lathe.tensor.cpu.loops;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Pack loops in vectors of 256 bits: eight rows are transposed in registers, by exchanging halves, quarters and
/// single elements between pairs of rows.
final class VectorPackLoops implements PackLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
    private static final PackLoops PLAIN = new PlainPackLoops();
    private static final VectorShuffle<Float> SWAP_HALVES = VectorShuffle.fromValues(SPECIES, 4, 5, 6, 7, 0, 1, 2, 3);
    private static final VectorShuffle<Float> SWAP_PAIRS = VectorShuffle.fromValues(SPECIES, 2, 3, 0, 1, 6, 7, 4, 5);
    private static final VectorMask<Float> HIGH_HALF = VectorMask.fromLong(SPECIES, 0b11110000);
    private static final VectorMask<Float> HIGH_PAIRS = VectorMask.fromLong(SPECIES, 0b11001100);
    private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0b10101010);

    @Override
    public void straight(
            float[] from, int at, int stride, int depth, int width, int count, float[] panels, int panelsAt) {
        if (width < GROUP) {
            narrowStraight(from, at, stride, depth, width, count, panels, panelsAt);
        } else {
            groupsStraight(from, at, stride, depth, width, GROUP, count * width / GROUP, depth, panels, panelsAt);
        }
    }

    /// Whole groups reach over the ends of lines, where the next line follows. Behind the last line something else may lie.
    private static void narrowStraight(
            float[] from, int at, int stride, int depth, int width, int count, float[] panels, int panelsAt) {
        int last = depth - 1;
        groupsStraight(from, at, stride, last, width, width, count, depth, panels, panelsAt);
        for (int panel = 0; panel < count && last >= 0; panel++) {
            PLAIN.straight(from, at + panel * width + last * stride, stride, 1, width, 1,
                    panels, panelsAt + panel * width * depth + last * width);
        }
    }

    /// @param apart elements from one group to the next in a stored row
    /// @param lines of a panel
    private static void groupsStraight(
            float[] from, int at, int stride, int depth, int width, int apart, int groups, int lines,
            float[] panels, int panelsAt) {
        int group = 0;
        for (; group <= groups - 4; group += 4) {
            int column = group * apart;
            fourGroups(
                    from, at + column, stride, depth, width, apart, panels,
                    target(column, lines, width, panelsAt), target(column + apart, lines, width, panelsAt),
                    target(column + 2 * apart, lines, width, panelsAt), target(column + 3 * apart, lines, width, panelsAt));
        }
        for (; group < groups; group++) {
            int column = group * apart;
            oneGroup(from, at + column, stride, depth, width, panels, target(column, lines, width, panelsAt));
        }
    }

    /// Where the first line of a group of columns goes.
    private static int target(int column, int lines, int width, int panelsAt) {
        return panelsAt + column / width * width * lines + column % width;
    }

    /// Two lines of the cache are read whole in each stored row. More at once would write to too many places.
    private static void fourGroups(
            float[] from, int at, int stride, int depth, int width, int apart,
            float[] panels, int t0, int t1, int t2, int t3) {
        for (int k = 0; k < depth; k++) {
            int source = at + k * stride;
            int line = k * width;
            load(from, source).intoArray(panels, t0 + line);
            load(from, source + apart).intoArray(panels, t1 + line);
            load(from, source + 2 * apart).intoArray(panels, t2 + line);
            load(from, source + 3 * apart).intoArray(panels, t3 + line);
        }
    }

    private static void oneGroup(
            float[] from, int at, int stride, int depth, int width, float[] panels, int target) {
        for (int k = 0; k < depth; k++) {
            load(from, at + k * stride).intoArray(panels, target + k * width);
        }
    }

    @Override
    public void transposed(float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt) {
        if (width < GROUP) {
            narrowTransposed(from, at, stride, depth, width, panel, panelAt);
            return;
        }
        int whole = depth - depth % GROUP;
        groupsTransposed(from, at, stride, whole, width, panel, panelAt);
        PLAIN.transposed(from, at + whole, stride, depth - whole, width, panel, panelAt + whole * width);
    }

    /// Turns rows of the strip together with some that are none of it, which land where the next line follows. Behind the last
    /// line something else may lie. The lines before that are transposed again where they fill no group: it is quicker.
    private static void narrowTransposed(
            float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt) {
        int last = depth - 1;
        if (last < GROUP || at + (GROUP - 1) * stride + depth > from.length) {
            PLAIN.transposed(from, at, stride, depth, width, panel, panelAt);
            return;
        }
        groupsTransposed(from, at, stride, last - last % GROUP, width, panel, panelAt);
        int again = last - GROUP;
        groupsTransposed(from, at + again, stride, GROUP, width, panel, panelAt + again * width);
        PLAIN.transposed(from, at + last, stride, 1, width, panel, panelAt + last * width);
    }

    /// Turns 8 x 8 elements at a time. One method with its loop: constants are then read once, not for each 64 elements.
    ///
    /// @param depth a multiple of [#GROUP]
    private static void groupsTransposed(
            float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt) {
        for (int k = 0; k < depth; k += GROUP) {
            int line = panelAt + k * width;
            FloatVector r0 = load(from, at + k);
            FloatVector r1 = load(from, at + k + stride);
            FloatVector r2 = load(from, at + k + 2 * stride);
            FloatVector r3 = load(from, at + k + 3 * stride);
            FloatVector r4 = load(from, at + k + 4 * stride);
            FloatVector r5 = load(from, at + k + 5 * stride);
            FloatVector r6 = load(from, at + k + 6 * stride);
            FloatVector r7 = load(from, at + k + 7 * stride);
            // Halves: rows i and i + 4.
            FloatVector h0 = r0.blend(r4.rearrange(SWAP_HALVES), HIGH_HALF);
            FloatVector h4 = r0.rearrange(SWAP_HALVES).blend(r4, HIGH_HALF);
            FloatVector h1 = r1.blend(r5.rearrange(SWAP_HALVES), HIGH_HALF);
            FloatVector h5 = r1.rearrange(SWAP_HALVES).blend(r5, HIGH_HALF);
            FloatVector h2 = r2.blend(r6.rearrange(SWAP_HALVES), HIGH_HALF);
            FloatVector h6 = r2.rearrange(SWAP_HALVES).blend(r6, HIGH_HALF);
            FloatVector h3 = r3.blend(r7.rearrange(SWAP_HALVES), HIGH_HALF);
            FloatVector h7 = r3.rearrange(SWAP_HALVES).blend(r7, HIGH_HALF);
            // Pairs: i and i + 2.
            FloatVector p0 = h0.blend(h2.rearrange(SWAP_PAIRS), HIGH_PAIRS);
            FloatVector p2 = h0.rearrange(SWAP_PAIRS).blend(h2, HIGH_PAIRS);
            FloatVector p1 = h1.blend(h3.rearrange(SWAP_PAIRS), HIGH_PAIRS);
            FloatVector p3 = h1.rearrange(SWAP_PAIRS).blend(h3, HIGH_PAIRS);
            FloatVector p4 = h4.blend(h6.rearrange(SWAP_PAIRS), HIGH_PAIRS);
            FloatVector p6 = h4.rearrange(SWAP_PAIRS).blend(h6, HIGH_PAIRS);
            FloatVector p5 = h5.blend(h7.rearrange(SWAP_PAIRS), HIGH_PAIRS);
            FloatVector p7 = h5.rearrange(SWAP_PAIRS).blend(h7, HIGH_PAIRS);
            // Single elements: i and i + 1. A shift in lanes of two takes less time than an exchange.
            p0.blend(p1.reinterpretAsLongs().lanewise(LSHL, 32).reinterpretAsFloats(), ODD).intoArray(panel, line);
            p0.reinterpretAsLongs().lanewise(LSHR, 32).reinterpretAsFloats().blend(p1, ODD).intoArray(panel, line + width);
            p2.blend(p3.reinterpretAsLongs().lanewise(LSHL, 32).reinterpretAsFloats(), ODD).intoArray(panel, line + 2 * width);
            p2.reinterpretAsLongs().lanewise(LSHR, 32).reinterpretAsFloats().blend(p3, ODD).intoArray(panel, line + 3 * width);
            p4.blend(p5.reinterpretAsLongs().lanewise(LSHL, 32).reinterpretAsFloats(), ODD).intoArray(panel, line + 4 * width);
            p4.reinterpretAsLongs().lanewise(LSHR, 32).reinterpretAsFloats().blend(p5, ODD).intoArray(panel, line + 5 * width);
            p6.blend(p7.reinterpretAsLongs().lanewise(LSHL, 32).reinterpretAsFloats(), ODD).intoArray(panel, line + 6 * width);
            p6.reinterpretAsLongs().lanewise(LSHR, 32).reinterpretAsFloats().blend(p7, ODD).intoArray(panel, line + 7 * width);
        }
    }

    private static FloatVector load(float[] from, int at) {
        return FloatVector.fromArray(SPECIES, from, at);
    }
}
