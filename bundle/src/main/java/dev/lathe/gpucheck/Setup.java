package dev.lathe.gpucheck;

import dev.lathe.Device;
import dev.lathe.cuda.Cuda;

/// What is asked of every part.
///
/// @param device number of the GPU
/// @param small whether to take models and shapes so small that a GPU of software gets through them
record Setup(int device, boolean small) {
    Device openGpu() {
        return Cuda.device(device);
    }
}
