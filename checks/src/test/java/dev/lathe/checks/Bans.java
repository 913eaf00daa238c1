package dev.lathe.checks;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The list of what is banned.
final class Bans {
    private static final Predicate<CompiledClass> EVERYWHERE = c -> true;
    /// Where numbers are made that a seed must give again, bit for bit.
    private static final Predicate<CompiledClass> NUMBERS =
            c -> List.of("tensor", "kernels", "nn", "optim", "bert", "train").contains(c.module());

    private static final String UNIQUE_NAME = "a file in progress needs a name that no other process gives";

    private Bans() {}

    /// For what ships.
    static final List<Ban> IN_MAIN = List.of(
            new Ban("default locale",
                    List.of("java.lang.String.format(Ljava/lang/String;",
                            "java.lang.String.toLowerCase()", "java.lang.String.toUpperCase()",
                            "java.io.PrintStream.printf(Ljava/lang/String;",
                            "java.io.PrintStream.format(Ljava/lang/String;",
                            "java.io.PrintWriter.printf(Ljava/lang/String;",
                            "java.io.PrintWriter.format(Ljava/lang/String;",
                            "java.util.Formatter.<init>()", "java.util.Formatter.<init>(Ljava/lang/Appendable;)",
                            "java.text.NumberFormat.getInstance()", "java.text.DecimalFormat.<init>(Ljava/lang/String;)"),
                    EVERYWHERE, "a German reader's report has 0,9233, a Turkish one's 'file' has no dot"),
            new Ban("default charset",
                    List.of("java.lang.String.<init>([B)", "java.lang.String.<init>([BII)",
                            "java.lang.String.getBytes()", "java.nio.charset.Charset.defaultCharset()",
                            "java.io.ByteArrayOutputStream.toString()",
                            "java.io.FileReader.<init>(Ljava/io/File;)", "java.io.FileReader.<init>(Ljava/lang/String;)",
                            "java.io.FileWriter.<init>(Ljava/io/File;)", "java.io.FileWriter.<init>(Ljava/lang/String;)",
                            "java.io.InputStreamReader.<init>(Ljava/io/InputStream;)",
                            "java.io.OutputStreamWriter.<init>(Ljava/io/OutputStream;)",
                            "java.io.PrintStream.<init>(Ljava/io/OutputStream;)",
                            "java.io.PrintStream.<init>(Ljava/io/OutputStream;Z)",
                            "java.io.PrintWriter.<init>(Ljava/io/OutputStream;",
                            "java.util.Scanner.<init>(Ljava/io/InputStream;)"),
                    EVERYWHERE, "it is UTF-8 only until someone starts Java with -Dfile.encoding=COMPAT"),
            new Ban("standard streams",
                    List.of("java.lang.System.out", "java.lang.System.err"),
                    c -> !c.isIn("cli") && !c.isIn("bench"),
                    "a library that prints spoils its user's output; commands and benchmark programs are there to print"),
            new Ban("network connections",
                    List.of("java.net.http.", "java.net.Socket.", "java.net.ServerSocket.", "java.net.DatagramSocket.",
                            "java.net.MulticastSocket.", "java.net.URLConnection.", "java.net.HttpURLConnection.",
                            "java.net.URL.openConnection(", "java.net.URL.openStream(", "java.net.URL.getContent(",
                            "java.net.InetAddress.", "java.net.InetSocketAddress.", "java.net.NetworkInterface.",
                            "java.nio.channels.SocketChannel.", "java.nio.channels.ServerSocketChannel.",
                            "java.nio.channels.DatagramChannel.", "java.nio.channels.AsynchronousSocketChannel.",
                            "java.nio.channels.AsynchronousServerSocketChannel.", "javax.net.", "com.sun.net.",
                            "sun.net.", "java.rmi.", "javax.naming."),
                    EVERYWHERE, "texts stay where they are; what is fetched, the user's own Maven and npm fetch")
                    .except("dev.lathe.serve.watch.Webhook", "tells of alerts, and of nothing else, whom the server's owner has named")
                    .except("dev.lathe.serve.jetty.ClientWatch", "sees whether clients that came by themselves are still there; connects to nobody")
                    .except("dev.lathe.serve.jetty.ClientTls", "reads the certificates that FederationMember knows its server by; connects to nobody")
                    .except("dev.lathe.serve.federation.FederationMember", "calls the one server that its user names, with values and no texts")
                    .except("dev.lathe.cli.load.LoadConnection", "asks the server that the user names, with texts that the user gives for that"),
            new Ban("listening",
                    List.of("org.eclipse.jetty."),
                    c -> !c.packageName().equals("dev.lathe.serve.jetty"),
                    "one room has a door, dev.lathe.serve.jetty; everything else is tested without one"),
            new Ban("JSON in another way",
                    List.of("com.fasterxml.jackson.core.JsonFactory"),
                    c -> !c.isIn("json") && !c.isIn("bench"),
                    "what is refused and how numbers are spelled is decided in dev.lathe.json, once"),
            new Ban("randomness without a seed",
                    List.of("java.util.Random.<init>()", "java.util.SplittableRandom.<init>()", "java.lang.Math.random()",
                            "java.util.concurrent.ThreadLocalRandom.", "java.security.SecureRandom.",
                            "java.util.UUID.randomUUID()", "java.util.Collections.shuffle(Ljava/util/List;)"),
                    EVERYWHERE, "one seed gives one model; all randomness is counted by Philox")
                    .except("dev.lathe.bert.checkpoint.file.Unfinished", UNIQUE_NAME)
                    .except("dev.lathe.bert.checkpoint.file.LockFile", UNIQUE_NAME)
                    .except("dev.lathe.serve.key.KeyHash", "a key is what nobody can guess or repeat")
                    .except("dev.lathe.trust.seal.SealedDirectory", "two files encrypted with the same salt and key would give each other away")
                    .except("dev.lathe.trust.federation.secure.SecretBytes", "masks that someone can repeat hide nothing; no result depends on them")
                    .except("dev.lathe.train.privacy.SecretNumbers", "noise that someone can repeat hides nothing; --dp-seed repeats it for tests"),
            new Ban("functions of Math that may differ in the last bit",
                    Stream.of("exp", "expm1", "log", "log10", "log1p", "pow", "sin", "cos", "tan", "asin", "acos", "atan",
                            "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot").map(f -> "java.lang.Math." + f + "(").toList(),
                    NUMBERS,
                    "Math may give a neighbour of the float on another CPU or once compiled; StrictMath never does"),
            new Ban("vector functions that may differ in the last bit",
                    Stream.of("EXP", "EXPM1", "LOG", "LOG10", "LOG1P", "POW", "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN",
                            "ATAN2", "SINH", "COSH", "TANH", "CBRT", "HYPOT")
                            .map(f -> "jdk.incubator.vector.VectorOperators." + f).toList(),
                    NUMBERS, "38 of 3,200 lanes changed bits between interpreted and compiled code"),
            new Ban("reductions of lanes in no certain order",
                    List.of("jdk.incubator.vector.FloatVector.reduceLanes("),
                    NUMBERS, "131 of 200 random vectors had other sums once compiled; the largest lane is found by comparisons"));

    /// For tests.
    static final List<Ban> IN_TESTS = List.of(
            new Ban("sleeping in tests",
                    List.of("java.lang.Thread.sleep(", "java.util.concurrent.TimeUnit.sleep("),
                    EVERYWHERE, "too short on a busy machine, too long on every other; wait for what is to happen"),
            new Ban("randomness that cannot be repeated",
                    List.of("java.lang.Math.random()", "java.util.concurrent.ThreadLocalRandom."),
                    EVERYWHERE, "a failure must be seen twice; draw a seed and print it as -Dtest.seed"));

    /// For both.
    static final List<Ban> EVERYWHERE_ALIKE = List.of(
            new Ban("classes by name",
                    List.of("java.lang.Class.forName(", "java.lang.ClassLoader.loadClass("),
                    EVERYWHERE, "nobody can click through it, and a missing class shows only when it runs"),
            new Ban("Unsafe",
                    List.of("sun.misc.Unsafe.", "jdk.internal.misc.Unsafe."),
                    EVERYWHERE, "it is on its way out of the JDK, and turns our mistakes into crashes"));
}
