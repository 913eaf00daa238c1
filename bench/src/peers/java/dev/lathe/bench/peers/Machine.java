package dev.lathe.bench.peers;

import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where and with what a figure was measured.
///
/// @param cpu name, family and model
/// @param vectors the widest instructions that Java uses: the processor's, or what `-XX:UseAVX` leaves of them
/// @param cores that this process may use
/// @param jdk version of the running JDK
/// @param jvmFlags its options
/// @param environment the variables that change the native engines' threads, memory and kernels
/// @param commit of the working tree, `-dirty` when files differ from it
/// @param date in UTC
public record Machine(String cpu, String vectors, int cores, String jdk, List<String> jvmFlags, SequencedMap<String, String> environment,
               String commit, String date) {

    private static final Pattern NATIVE_SETTING = Pattern.compile(
            "(RAYON|ATEN|TOKENIZERS|OMP|KMP|GOMP|MKL|OPENBLAS|MALLOC|ONEDNN|DNNL|THP|GLIBC_TUNABLES|LD_PRELOAD).*");

    /// This one, now.
    public static Machine here() {
        var settings = new TreeMap<>(System.getenv());
        settings.keySet().removeIf(name -> !NATIVE_SETTING.matcher(name).matches());
        return new Machine(cpuName(), vectorsInUse(), Runtime.getRuntime().availableProcessors(), Runtime.version().toString(),
                flagsInUse(), settings, commitCheckedOut(), Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /// Writes the field `machine` of a result file.
    ///
    /// @throws IOException if the file cannot be written
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("machine");
        json.writeStringField("cpu", cpu());
        json.writeStringField("vectors", vectors());
        json.writeNumberField("cores", cores());
        json.writeStringField("jdk", jdk());
        json.writeArrayFieldStart("jvmFlags");
        for (String flag : jvmFlags()) {
            json.writeString(flag);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("environment");
        for (var setting : environment().entrySet()) {
            json.writeStringField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        json.writeStringField("commit", commit());
        json.writeStringField("date", date());
        json.writeEndObject();
    }

    /// The most memory this process ever had resident, 0 where the system does not tell.
    static long peakResidentMebibytes() {
        String kibibytes = field("/proc/self/status", "VmHWM").replaceAll("\\D", "");
        return kibibytes.isEmpty() ? 0 : Long.parseLong(kibibytes) / 1024;
    }

    private static List<String> flagsInUse() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    private static String vectorsInUse() {
        try {
            String level = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption("UseAVX").getValue();
            return switch (level) {
                case "3" -> "AVX-512";
                case "2" -> "AVX2";
                case "1" -> "AVX";
                default -> "SSE";
            };
        } catch (IllegalArgumentException anotherArchitecture) {
            return System.getProperty("os.arch");
        }
    }

    private static String cpuName() {
        String file = "/proc/cpuinfo";
        String name = field(file, "model name");
        return name.isEmpty() ? System.getProperty("os.arch")
                : name + " family " + field(file, "cpu family") + " model " + field(file, "model");
    }

    /// The value of the first line `name : value`, empty without one.
    private static String field(String file, String name) {
        var line = Pattern.compile(name + "\\s*:\\s*(.*)");
        try (var lines = Files.lines(Path.of(file))) {
            return lines.map(line::matcher).filter(Matcher::matches)
                    .map(match -> match.group(1).strip()).findFirst().orElse("");
        } catch (IOException notThatSystem) {
            return "";
        }
    }

    private static String commitCheckedOut() {
        try {
            var git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.isBlank() ? "unknown" : answer.strip();
        } catch (IOException noGit) {
            return "unknown";
        }
    }
}
