package dev.lathe.tensor.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A call of a kernel, for Java's flight recorder. A step of training has hundreds, so that a recording must ask for them:
///
///     java -XX:StartFlightRecording:dev.lathe.Kernel#enabled=true,filename=lathe.jfr …
///     jfr print --events dev.lathe.Kernel lathe.jfr
@Name("dev.lathe.Kernel")
@Label("Kernel")
@Category("Lathe")
@Description("A call of a kernel, until it returns; on a GPU until it is launched, unless lathe.cuda.check is set")
@StackTrace(false)
@Enabled(false)
public final class KernelEvent extends Event {
    @Label("Family")
    @Description("The interface of the kernel in dev.lathe.tensor.device")
    private String family = "";

    @Label("Kernel")
    private String kernel = "";

    @Label("Sizes")
    @Description("The whole numbers that it was called with, in their order")
    private String sizes = "";

    /// Whether such events are recorded now. Where nothing records this is a constant to the compiler.
    public static boolean isOn() {
        return new KernelEvent().isEnabled();
    }

    /// The kernel has returned: the event ends, and is kept if it is recorded.
    void returned(String ofFamily, String name, Object... arguments) {
        end();
        if (shouldCommit()) {
            family = ofFamily;
            kernel = name;
            sizes = Sizes.of(arguments);
            commit();
        }
    }
}
