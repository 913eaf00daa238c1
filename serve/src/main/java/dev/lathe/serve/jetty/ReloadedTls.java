package dev.lathe.serve.jetty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// What a server proves itself by, read again when the files have changed: who connects from then on sees the new certificate, and connections that
/// are open go on with the old one.
///
/// Files are looked at once a second. What differs is read when it is the same at the next look, as certificate and key are written one after the
/// other. Files that cannot be used change nothing, and a line says so.
final class ReloadedTls implements AutoCloseable {
    private static final long LOOK_SECONDS = 1;
    private static final String UNREADABLE = "";

    private final TlsFiles files;
    private final SslContextFactory.Server context;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lathe-tls").factory());
    /// What was in the files when they were last read, or refused.
    private List<String> settled;
    /// What was in them at the last look.
    private List<String> seen;

    private ReloadedTls(TlsFiles files) throws IOException {
        this.files = files;
        settled = contents();
        seen = settled;
        context = Tls.read(files).context();
    }

    /// Looks from now on.
    ///
    /// @throws IOException if the files cannot be used now; one line, which names the file
    static ReloadedTls start(TlsFiles files) throws IOException {
        var reloaded = new ReloadedTls(files);
        reloaded.looks.scheduleWithFixedDelay(reloaded::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        return reloaded;
    }

    /// Jetty's, whose content changes.
    SslContextFactory.Server context() {
        return context;
    }

    private void look() {
        List<String> now = contents();
        boolean still = now.equals(seen);
        seen = now;
        if (!still || now.equals(settled)) {
            return;
        }
        settled = now;
        try {
            Tls next = Tls.read(files);
            reload(next);
            files.told().accept("tls: %s has been read again".formatted(files.certificate()));
        } catch (IOException e) {
            files.told().accept("tls: the certificate stays as it was: " + e.getMessage());
        }
    }

    private void reload(Tls next) throws IOException {
        try {
            context.reload(next::put);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Jetty's signature; what it can throw has to do with the stores.
            throw new IOException(e.getMessage(), e);
        }
    }

    private List<String> contents() {
        return Stream.concat(Stream.of(files.certificate(), files.key()), files.clientAuthorities().stream()).map(ReloadedTls::content).toList();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // Said when it is read: at the start, or because it differs from before.
            return UNREADABLE;
        }
    }

    @Override
    public void close() {
        looks.close();
    }
}
