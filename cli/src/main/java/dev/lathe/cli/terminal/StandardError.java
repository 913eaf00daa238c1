package dev.lathe.cli.terminal;

import java.io.FileDescriptor;
import java.lang.reflect.InaccessibleObjectException;

/// Finds the descriptor of standard error.
///
/// The virtual machine greets every user of the Vector API with a warning line before any of our code runs, and has no
/// switch against it. So the launcher puts a filter for that line on descriptor 2, keeps the real standard error open
/// under another number and names that number in a system property. What we print there arrives at once and in order.
final class StandardError {
    /// The number of the real standard error's descriptor; absent when Java was started by hand.
    private static final String NUMBER = "lathe.stderr";

    private StandardError() {
    }

    static FileDescriptor descriptor() {
        Integer number = Integer.getInteger(NUMBER);
        if (number == null) {
            return FileDescriptor.err;
        }
        try {
            var byNumber = FileDescriptor.class.getDeclaredConstructor(int.class);
            byNumber.setAccessible(true);
            return byNumber.newInstance(number);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            // Descriptor 2 leads to the same place, through the filter.
            return FileDescriptor.err;
        }
    }
}
