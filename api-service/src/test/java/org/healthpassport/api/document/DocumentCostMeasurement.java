package org.healthpassport.api.document;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.healthpassport.vault.staging.StagedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints the MiB of documents that are received, stored and sent per second of CPU. The client is part of the process,
 * but only copies between file and socket. Storing is done as by the document worker.
 *
 * <p>Run it by {@code mvn -pl api-service -am test -Dtest=DocumentCostMeasurement -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtest.jvm.arguments=-XX:TieredStopAtLevel=4}; it is no part of {@code verify}. Without the last argument, it measures
 * a compiler without the instructions for AES and SHA.
 */
class DocumentCostMeasurement {
    private static final String BOUNDARY = "------------------------4f1c9a30b7d2e586";
    private static final double MIB = 1 << 20;
    private static final int ROUNDS = 5;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @TempDir
    Path folder;

    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @Test
    void shouldPrintTheBytesPerSecondOfCpu() throws Exception {
        try (ApiUnderTest.Instance roomy = api.anotherInstance(Map.of(
                "healthpassport.documents.max-size", "1GB",
                "healthpassport.documents.patient-quota", "100GB"))) {
            SignedIn patient = api.newPatient();
            Path small = file("small", 10_000_000);
            Path large = file("large", 256 << 20);
            for (int i = 0; i < 2; i++) {
                measured(roomy.port(), patient, large, 1);
                measured(roomy.port(), patient, small, 10);
            }
            double[][] ofSmall = new double[ROUNDS][];
            double[][] ofLarge = new double[ROUNDS][];
            for (int i = 0; i < ROUNDS; i++) {
                ofSmall[i] = measured(roomy.port(), patient, small, 10);
                ofLarge[i] = measured(roomy.port(), patient, large, 1);
            }
            print("10 MB", ofSmall);
            print("256 MiB", ofLarge);
        }
    }

    private static void print(String size, double[][] rounds) {
        System.out.printf(
                "MiB per second of CPU, %s: upload %.0f, store %.0f, download %.0f%n",
                size, median(rounds, 0), median(rounds, 1), median(rounds, 2));
    }

    private static double median(double[][] rounds, int column) {
        return Arrays.stream(rounds)
                .mapToDouble(round -> round[column])
                .sorted()
                .toArray()[rounds.length / 2];
    }

    /** MiB per second of CPU that an upload, storing, and a download of the file reach, so many times. */
    private double[] measured(int port, SignedIn patient, Path file, int times) throws IOException {
        double mib = times * file.toFile().length() / MIB;
        String[] paths = new String[times];
        long start = process.getProcessCpuTime();
        for (int i = 0; i < times; i++) {
            paths[i] = upload(port, patient, file);
        }
        long uploaded = process.getProcessCpuTime();
        byte[][] digests = new byte[times][];
        for (int i = 0; i < times; i++) {
            digests[i] = digestOf(UploadedDocuments.idIn(paths[i]));
        }
        long digested = process.getProcessCpuTime();
        for (int i = 0; i < times; i++) {
            store(UploadedDocuments.idIn(paths[i]), digests[i]);
        }
        long stored = process.getProcessCpuTime();
        for (String path : paths) {
            assertThat(download(port, patient, path))
                    .isGreaterThan(file.toFile().length());
        }
        long downloaded = process.getProcessCpuTime();
        for (String path : paths) {
            request(port, patient, "DELETE " + path);
            objects().delete(UploadedDocuments.idIn(path));
        }
        return new double[] {
            mib * 1e9 / (uploaded - start), mib * 1e9 / (stored - digested), mib * 1e9 / (downloaded - stored)
        };
    }

    private String upload(int port, SignedIn patient, Path file) throws IOException {
        byte[] before = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nOTHER\r\n--"
                        + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n")
                .getBytes(US_ASCII);
        byte[] after = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(US_ASCII);
        try (SocketChannel socket = connect(port);
                FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
            write(
                    socket,
                    head("POST /api/patient/upload-document", patient)
                            + "Content-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: "
                            + (before.length + content.size() + after.length) + "\r\n\r\n");
            write(socket, new String(before, US_ASCII));
            for (long sent = 0; sent < content.size(); ) {
                sent += content.transferTo(sent, content.size() - sent, socket);
            }
            write(socket, new String(after, US_ASCII));
            ByteBuffer answer = ByteBuffer.allocate(1 << 16);
            while (socket.read(answer) != -1) {
                // The answer ends with the connection.
            }
            String text = new String(answer.array(), 0, answer.position(), UTF_8);
            assertThat(text).startsWith("HTTP/1.1 202");
            Matcher location =
                    Pattern.compile("(?i)\r\nLocation: \\S*?(/api/\\S+)").matcher(text);
            assertThat(location.find()).isTrue();
            return location.group(1);
        }
    }

    private void store(String id, byte[] sha256) throws IOException {
        try (SeekableByteChannel ciphertext = staged().open(id)) {
            objects().putIfAbsent(id, ciphertext, ciphertext.size(), sha256);
        }
    }

    private static byte[] digestOf(String id) throws IOException {
        MessageDigest digest = Sha256.begin();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try (SeekableByteChannel ciphertext = staged().open(id)) {
            while (ciphertext.read(buffer.clear()) != -1) {
                digest.update(buffer.flip());
            }
        }
        return digest.digest();
    }

    private static StagedFiles staged() {
        return StagedFiles.at(api.folder().resolve("staged").toUri());
    }

    private static ObjectStore objects() {
        return new FileSystemObjectStore(api.folder().resolve("objects"), Clock.systemUTC());
    }

    private static long download(int port, SignedIn patient, String path) throws IOException {
        return request(port, patient, "GET " + path + "/content");
    }

    /** The bytes of the answer with its head. */
    private static long request(int port, SignedIn patient, String request) throws IOException {
        try (SocketChannel socket = connect(port)) {
            write(socket, head(request, patient) + "\r\n");
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
            long bytes = 0;
            for (int read = socket.read(buffer); read != -1; read = socket.read(buffer.clear())) {
                bytes += read;
            }
            return bytes;
        }
    }

    private static SocketChannel connect(int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static String head(String request, SignedIn patient) {
        return request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + patient.accessToken() + "\r\n";
    }

    private static void write(SocketChannel socket, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    /** A file of random bytes that is taken for a PDF. */
    private Path file(String name, int size) throws IOException {
        byte[] piece = new byte[1 << 20];
        new Random(7).nextBytes(piece);
        System.arraycopy(Pdf.ofSize(16), 0, piece, 0, 16);
        Path file = folder.resolve(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int left = size; left > 0; left -= piece.length) {
                channel.write(ByteBuffer.wrap(piece, 0, Math.min(left, piece.length)));
            }
        }
        return file;
    }
}
