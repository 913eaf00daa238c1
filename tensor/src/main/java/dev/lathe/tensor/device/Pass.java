package dev.lathe.tensor.device;

/// A caller's pass of many kernel calls that follow each other closely, such as a prediction; ends when it is closed.
@FunctionalInterface
public interface Pass extends AutoCloseable {
    @Override
    void close();
}
