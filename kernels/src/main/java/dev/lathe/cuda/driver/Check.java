package dev.lathe.cuda.driver;

import jcuda.driver.CUresult;

/// Turns the result codes of the driver into exceptions.
public final class Check {
    private Check() {}

    /// @param what was asked for, such as `cuda:0: read of 6 floats`
    /// @throws CudaException if the driver refused
    public static void done(String what, int result) {
        done(what, result, "");
    }

    /// @param more to be said after the result
    public static void done(String what, int result, String more) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new CudaException("%s: failed: %s%s".formatted(what, name(result), more));
        }
    }

    /// Number and name of a result, such as `700 CUDA_ERROR_ILLEGAL_ADDRESS`.
    static String name(int result) {
        return result + " " + CUresult.stringFor(result);
    }
}
