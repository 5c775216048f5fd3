package org.healthpassport.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.healthpassport.objects.cloudinary.CloudinaryStandin;
import org.healthpassport.objects.firebase.FirebaseStandin;
import org.healthpassport.standalone.ApiClient.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long documents of 1 MB take from the answer 202 until they are stored, at 16 uploads a second, and the speed of a
 * document of 1 GiB, for a folder and for stand-ins of vendors' services on the same machine.
 *
 * <p>Run it by {@code mvn -pl standalone -am test -Dtest=ObjectStoreMeasurement -Dsurefire.failIfNoSpecifiedTests=false}; it
 * is no part of {@code verify}.
 */
class ObjectStoreMeasurement {
    private static final int MEGABYTE = 1_000_000;
    private static final long GIBIBYTE = 1L << 30;
    private static final int PATIENTS = 8;
    private static final int PER_SECOND = 16;
    private static final int WARM_UP = 15 * PER_SECOND;
    private static final int UPLOADS = 30 * PER_SECOND;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    @TempDir
    Path folder;

    @Test
    void shouldPrintTheTimesOfAFolder() throws Exception {
        measure("folder", Map.of(), true);
    }

    @Test
    void shouldPrintTheTimesOfFirebaseStorage() throws Exception {
        try (FirebaseStandin firebase = FirebaseStandin.start(Files.createDirectory(folder.resolve("firebase")))) {
            Map<String, String> settings = new HashMap<>(firebase.settings());
            settings.put("STORAGE_URL", firebase.storageUrl());
            measure("stand-in of Firebase Storage", settings, true);
        }
    }

    @Test
    void shouldPrintTheTimesOfCloudinary() throws Exception {
        try (CloudinaryStandin cloudinary =
                CloudinaryStandin.start(Files.createDirectory(folder.resolve("cloudinary")))) {
            Map<String, String> settings = new HashMap<>();
            settings.put("CLOUDINARY_UPLOAD_PREFIX", cloudinary.environment().get("CLOUDINARY_UPLOAD_PREFIX"));
            settings.put("STORAGE_URL", cloudinary.storageUrl());
            measure("stand-in of Cloudinary", settings, false);
        }
    }

    private void measure(String store, Map<String, String> more, boolean large) throws Exception {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("HEALTHPASSPORT_ADMIN_PASSWORD", ApiClient.PASSWORD);
        settings.put("HEALTHPASSPORT_DOCUMENTS_PER_PATIENT", "10000");
        try (StandaloneProcess process =
                StandaloneProcess.on(folder.resolve("data"), settings).start().awaitReady()) {
            ApiClient api = new ApiClient(process.api());
            List<Patient> patients = new ArrayList<>();
            for (int i = 0; i < PATIENTS; i++) {
                patients.add(api.newPatient());
            }
            stored(patients, WARM_UP);
            double[] millis = stored(patients, UPLOADS);
            System.out.printf(
                    "Milliseconds from 202 to STORED of 1 MB, %s, %d a second: median %.0f, 99th percentile %.0f, most %.0f%n",
                    store, PER_SECOND, millis[UPLOADS / 2], millis[UPLOADS * 99 / 100], millis[UPLOADS - 1]);
            if (large) {
                largeDocument(store, process.api(), patients.get(0));
            }
        }
    }

    private static double[] stored(List<Patient> patients, int uploads) throws Exception {
        ExecutorService clients = Executors.newCachedThreadPool();
        List<Future<Double>> results = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < uploads; i++) {
            long due = begun + i * 1_000_000_000L / PER_SECOND;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            Patient patient = patients.get(i % patients.size());
            byte[] content = Pdf.ofSize(MEGABYTE, i);
            Callable<Double> upload = () -> millisToStored(patient, content);
            results.add(clients.submit(upload));
        }
        double[] millis = new double[uploads];
        for (int i = 0; i < uploads; i++) {
            millis[i] = results.get(i).get();
        }
        clients.shutdown();
        Arrays.sort(millis);
        return millis;
    }

    private static double millisToStored(Patient patient, byte[] content) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = patient.upload("report.pdf", content, "LAB_REPORT");
        long accepted = System.nanoTime();
        if (answer.statusCode() != 202) {
            throw new AssertionError("Expected 202, but it was " + answer.statusCode());
        }
        String documentId = ApiClient.json(answer).get("documentId").asString();
        while (!patient.status(documentId).equals("STORED")) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
        return (System.nanoTime() - accepted) / 1e6;
    }

    private static void largeDocument(String store, URI api, Patient patient) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String boundary = "boundary-of-a-large-document";
        byte[] head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nIMAGING\r\n--"
                        + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"large.pdf\"\r\n"
                        + "Content-Type: application/pdf\r\n\r\n%PDF-1.7\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        long size = GIBIBYTE - 64 * 1024;
        long begun = System.nanoTime();
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(api.resolve("/api/patient/upload-document"))
                        .headers(patient.authorization())
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.concat(
                                BodyPublishers.ofByteArray(head),
                                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Noise(size)), size),
                                BodyPublishers.ofByteArray(tail)))
                        .build(),
                BodyHandlers.ofByteArray());
        double uploaded = (System.nanoTime() - begun) / 1e9;
        if (answer.statusCode() != 202) {
            throw new AssertionError("Expected 202, but it was " + answer.statusCode());
        }
        String documentId = ApiClient.json(answer).get("documentId").asString();
        while (!patient.status(documentId).equals("STORED")) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
        double stored = (System.nanoTime() - begun) / 1e9 - uploaded;
        long downloading = System.nanoTime();
        HttpResponse<InputStream> content = http.send(
                HttpRequest.newBuilder(api.resolve(
                                "/api/patients/" + patient.patientId() + "/documents/" + documentId + "/content"))
                        .headers(patient.authorization())
                        .build(),
                BodyHandlers.ofInputStream());
        long bytes;
        try (InputStream in = content.body()) {
            bytes = in.transferTo(OutputStream.nullOutputStream());
        }
        double downloaded = (System.nanoTime() - downloading) / 1e9;
        System.out.printf(
                "Seconds of 1 GiB, %s: upload until 202 %.1f, from there to STORED %.1f, download of %d bytes %.1f%n",
                store, uploaded, stored, bytes, downloaded);
    }

    /** Bytes that do not compress. */
    private static final class Noise extends InputStream {
        private final byte[] block = new byte[1 << 20];
        private long left;

        Noise(long size) {
            this.left = size;
            new Random(1).nextBytes(block);
        }

        @Override
        public int read() {
            return left-- > 0 ? block[(int) (left & (block.length - 1))] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int some = (int) Math.min(Math.min(length, block.length), left);
            System.arraycopy(block, 0, target, offset, some);
            left -= some;
            return some;
        }
    }
}
