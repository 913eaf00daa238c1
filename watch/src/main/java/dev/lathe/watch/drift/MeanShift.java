package dev.lathe.watch.drift;

/// The distance of two samples' means.
final class MeanShift {
    private MeanShift() {}

    static Permutations.Distance of(double[][] points) {
        return (order, first) -> {
            double sum = 0;
            for (int axis = 0; axis < points[0].length; axis++) {
                double x = 0;
                double y = 0;
                for (int i = 0; i < order.length; i++) {
                    if (i < first) {
                        x += points[order[i]][axis];
                    } else {
                        y += points[order[i]][axis];
                    }
                }
                double apart = x / first - y / (order.length - first);
                sum += apart * apart;
            }
            return Math.sqrt(sum);
        };
    }
}
