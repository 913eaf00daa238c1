package dev.lathe.cuda.driver;

/// The GPU, its driver or its memory failed. After a failed kernel the device can't be used again by this process.
public final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CudaException(String message) {
        super(message);
    }
}
