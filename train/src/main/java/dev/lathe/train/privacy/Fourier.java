package dev.lathe.train.privacy;

/// The discrete Fourier transform of a power of two of complex numbers, in place. Source: Cooley and Tukey, 1965.
final class Fourier {
    private final double[] cos;
    private final double[] sin;
    private final int size;

    /// @param size a power of two
    Fourier(int size) {
        this.size = size;
        cos = new double[size / 2];
        sin = new double[size / 2];
        // Each from its own angle: what is made from its neighbour loses digits.
        for (int i = 0; i < size / 2; i++) {
            cos[i] = StrictMath.cos(2 * Math.PI * i / size);
            sin[i] = StrictMath.sin(2 * Math.PI * i / size);
        }
    }

    void forward(double[] real, double[] imaginary) {
        transform(real, imaginary);
    }

    void inverse(double[] real, double[] imaginary) {
        // With both parts exchanged it is the other direction.
        transform(imaginary, real);
        for (int i = 0; i < size; i++) {
            real[i] /= size;
            imaginary[i] /= size;
        }
    }

    private void transform(double[] real, double[] imaginary) {
        reorder(real, imaginary);
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int block = 0; block < size; block += 2 * half) {
                for (int i = 0; i < half; i++) {
                    int even = block + i;
                    int odd = even + half;
                    double c = cos[i * stride];
                    double s = sin[i * stride];
                    double re = real[odd] * c + imaginary[odd] * s;
                    double im = imaginary[odd] * c - real[odd] * s;
                    real[odd] = real[even] - re;
                    imaginary[odd] = imaginary[even] - im;
                    real[even] += re;
                    imaginary[even] += im;
                }
            }
        }
    }

    private void reorder(double[] real, double[] imaginary) {
        int shift = Integer.numberOfLeadingZeros(size) + 1;
        for (int i = 1; i < size - 1; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (j > i) {
                swap(real, i, j);
                swap(imaginary, i, j);
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }
}
