package dev.lathe.tensor.cpu.loops;

/// Pack loops in plain Java, written out: a loop over eight elements would take longer to set up than to run.
public final class PlainPackLoops implements PackLoops {
    @Override
    public void straight(
            float[] from, int at, int stride, int depth, int width, int count, float[] panels, int panelsAt) {
        for (int panel = 0; panel < count; panel++) {
            if (width < GROUP) {
                fewStraight(from, at + panel * width, stride, depth, width, panels, panelsAt + panel * depth * width);
                continue;
            }
            for (int i = 0; i < width; i += GROUP) {
                eightStraight(
                        from, at + panel * width + i, stride, depth, width, panels, panelsAt + panel * depth * width + i);
            }
        }
    }

    private static void fewStraight(
            float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt) {
        for (int k = 0; k < depth; k++) {
            for (int i = 0; i < width; i++) {
                panel[panelAt + k * width + i] = from[at + k * stride + i];
            }
        }
    }

    private static void eightStraight(
            float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt) {
        for (int k = 0; k < depth; k++) {
            int source = at + k * stride;
            int target = panelAt + k * width;
            panel[target] = from[source];
            panel[target + 1] = from[source + 1];
            panel[target + 2] = from[source + 2];
            panel[target + 3] = from[source + 3];
            panel[target + 4] = from[source + 4];
            panel[target + 5] = from[source + 5];
            panel[target + 6] = from[source + 6];
            panel[target + 7] = from[source + 7];
        }
    }

    @Override
    public void transposed(float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt) {
        if (width < GROUP) {
            fewTransposed(from, at, stride, depth, width, panel, panelAt);
        } else {
            eightTransposed(from, at, stride, depth, width, panel, panelAt);
        }
    }

    private static void fewTransposed(
            float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt) {
        for (int i = 0; i < width; i++) {
            for (int k = 0; k < depth; k++) {
                panel[panelAt + k * width + i] = from[at + i * stride + k];
            }
        }
    }

    private static void eightTransposed(
            float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt) {
        for (int k = 0; k < depth; k++) {
            int source = at + k;
            int target = panelAt + k * width;
            panel[target] = from[source];
            panel[target + 1] = from[source + stride];
            panel[target + 2] = from[source + 2 * stride];
            panel[target + 3] = from[source + 3 * stride];
            panel[target + 4] = from[source + 4 * stride];
            panel[target + 5] = from[source + 5 * stride];
            panel[target + 6] = from[source + 6 * stride];
            panel[target + 7] = from[source + 7 * stride];
        }
    }
}
