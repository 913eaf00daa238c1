package dev.lathe.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Vectors as a matrix of float32 in NumPy's file format 1.0, which appears whole or not at all: a row a vector.
///
/// Source: NumPy's documentation, "numpy.lib.format".
public final class NpyFile implements AutoCloseable {
    /// Of the whole header, so that the number of rows fits in when it is known; the format asks for a multiple of 64.
    private static final int HEADER = 128;
    private static final int BEFORE_TEXT = 10;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    private final ResultFile file;
    private final OutputStream out;
    private ByteBuffer row = ByteBuffer.allocate(0);
    private long rows;

    private NpyFile(ResultFile file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /// Whether a file's name asks for the format.
    public static boolean is(Path file) {
        return file.toString().endsWith(".npy");
    }

    public static NpyFile to(Path path, Surroundings surroundings) throws IOException {
        ResultFile file = ResultFile.at(path);
        boolean begun = false;
        try {
            OutputStream out = file.begin(surroundings);
            out.write(new byte[HEADER]);
            begun = true;
            return new NpyFile(file, out);
        } finally {
            if (!begun) {
                file.close();
            }
        }
    }

    /// Writes one row.
    ///
    /// @param vector as long as all others
    public void add(float[] vector) throws IOException {
        if (rows == 0) {
            row = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        }
        row.asFloatBuffer().put(vector);
        out.write(row.array());
        rows++;
    }

    /// All rows are written: the file appears. Call it once, last.
    public void finish() throws IOException {
        out.flush();
        file.rewriteStart(header(rows, row.capacity() / Float.BYTES));
        file.complete();
    }

    private static byte[] header(long rows, int columns) {
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, columns);
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).putShort((short) (HEADER - BEFORE_TEXT)).put(text.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
