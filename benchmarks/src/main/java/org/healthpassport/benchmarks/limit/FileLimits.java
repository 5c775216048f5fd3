package org.healthpassport.benchmarks.limit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.healthpassport.benchmarks.limit.program.Program;
import org.healthpassport.benchmarks.limit.program.ServerProcess;
import org.healthpassport.benchmarks.limit.program.TlsFileServer;
import org.healthpassport.benchmarks.limit.program.TlsKey;
import org.healthpassport.benchmarks.result.Limit;

/**
 * Files of which each byte is touched as often as in the product, and nothing else is done. CPU is given for a MiB; for
 * downloads it is the server's alone.
 */
final class FileLimits {
    static final String UPLOAD = "openssl dgst + enc + copy + sync";
    static final String DOWNLOAD = "TLS file server of the JDK";
    private static final String UNIT = "MiB/s";
    private static final int MIB = 1 << 20;
    private static final int DOWNLOADS = 3;

    private final Path folder;
    private final int mebibytes;

    FileLimits(Path folder, int mebibytes) {
        this.folder = folder;
        this.mebibytes = mebibytes;
    }

    /** Hashes a file, encrypts it, copies the result and waits until the copy is on the disk, one after the other. */
    Limit upload() throws IOException, InterruptedException {
        String missing = Program.missing(Program.OPENSSL, "version");
        if (missing != null) {
            return Limit.notMeasured(UPLOAD, UNIT, missing);
        }
        Path plain = file();
        Path encrypted = folder.resolve("encrypted");
        Path copy = folder.resolve("copy");
        Duration cpuBefore = cpu();
        long begin = System.nanoTime();
        Program.run(Program.OPENSSL, "dgst", "-sha256", plain.toString());
        // The command has no GCM; counter mode is the same without its checksum.
        Program.run(
                Program.OPENSSL,
                "enc",
                "-aes-256-ctr",
                "-K",
                "00".repeat(32),
                "-iv",
                "00".repeat(16),
                "-in",
                plain.toString(),
                "-out",
                encrypted.toString());
        Files.copy(encrypted, copy, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpuMs = cpu().minus(cpuBefore).toNanos() / 1e6;
        Files.delete(encrypted);
        Files.delete(copy);
        return new Limit(UPLOAD, mebibytes / seconds, UNIT, cpuMs / mebibytes);
    }

    /** The best of three downloads, after one to warm up. */
    Limit download() throws IOException, InterruptedException, GeneralSecurityException {
        Path keys = folder.resolve("tls.p12");
        String password = "benchmark";
        TlsKey.write(keys, password);
        SSLContext trust = TlsKey.read(keys, password).clientContext();
        try (ServerProcess server =
                ServerProcess.start(TlsFileServer.class, keys.toString(), password, file().toString())) {
            URI address = URI.create("https://127.0.0.1:" + server.port() + TlsFileServer.PATH);
            fetch(address, trust);
            Limit best = fetchMeasured(server, address, trust);
            for (int i = 1; i < DOWNLOADS; i++) {
                Limit next = fetchMeasured(server, address, trust);
                best = next.value() > best.value() ? next : best;
            }
            return best;
        }
    }

    private Limit fetchMeasured(ServerProcess server, URI address, SSLContext trust) throws IOException {
        Duration cpuBefore = server.cpu();
        long begin = System.nanoTime();
        fetch(address, trust);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpuMs = server.cpu().minus(cpuBefore).toNanos() / 1e6;
        return new Limit(DOWNLOAD, mebibytes / seconds, UNIT, cpuMs / mebibytes);
    }

    private void fetch(URI address, SSLContext trust) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) address.toURL().openConnection();
        connection.setSSLSocketFactory(trust.getSocketFactory());
        byte[] buffer = new byte[64 * 1024];
        long received = 0;
        try (InputStream body = connection.getInputStream()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                received += read;
            }
        }
        if (received != (long) mebibytes * MIB) {
            throw new IOException("Expected %d MiB, but got %d bytes".formatted(mebibytes, received));
        }
    }

    private Path file() throws IOException {
        Path file = folder.resolve("plain");
        if (Files.notExists(file)) {
            byte[] random = new byte[MIB];
            new Random(1).nextBytes(random);
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int i = 0; i < mebibytes; i++) {
                    out.write(random);
                }
            }
        }
        return file;
    }

    private static Duration cpu() {
        return Cpu.ofThisProcess().plus(Program.cpuOfEnded());
    }
}
