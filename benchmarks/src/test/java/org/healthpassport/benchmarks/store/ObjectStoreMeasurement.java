package org.healthpassport.benchmarks.store;

import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthpassport.objects.cloudinary.CloudinaryStandin;
import org.healthpassport.objects.firebase.FirebaseStandin;
import org.healthpassport.objects.s3.S3Standin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Prints how long documents take into and out of each object store. Stand-ins of the vendors' services run in this
 * process, so the network and the vendors' own time are missing.
 *
 * <p>Run it by {@code mvn -pl benchmarks -am package -Dtest=ObjectStoreMeasurement
 * -Dsurefire.failIfNoSpecifiedTests=false -Dtest.jvm.arguments=-XX:TieredStopAtLevel=4}; it is no part of {@code verify}.
 * It needs 20 GB of disk.
 */
class ObjectStoreMeasurement {
    private static final int MIB = 1 << 20;
    private static final int PER_SECOND = 16;
    private static final int SECONDS = 30;
    private static final int MOVED = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final byte[] mebibyte = new byte[MIB];

    private enum Store {
        FOLDER,
        FIREBASE,
        S3,
        CLOUDINARY
    }

    /** A stand-in, and the settings with which the product finds it. */
    private record Target(Closeable standin, Map<String, String> settings) implements Closeable {
        @Override
        public void close() throws IOException {
            standin.close();
        }
    }

    ObjectStoreMeasurement() {
        new Random(1).nextBytes(mebibyte);
    }

    @ParameterizedTest
    @EnumSource
    void shouldPrintTheTimesOfUploadsAndDownloads(Store store) throws Exception {
        try (Target target = target(store);
                PackagedProduct product = start("data", target.settings())) {
            List<Passport> passports = passports(product, 8);
            warmUp(passports);
            double[] times = uploadsOfAMebibyte(passports, SECONDS);
            System.out.printf(
                    "%s: 1 MiB at %d/s, %d documents, 202 to STORED: median %.0f ms, p99 %.0f ms, longest %.0f ms%n",
                    store,
                    PER_SECOND,
                    times.length,
                    times[times.length / 2],
                    times[times.length * 99 / 100],
                    times[times.length - 1]);
            aGibibyte(store, passports.get(0));
        }
    }

    @Test
    void shouldPrintTheGrowthOfTheHeapWhileEightUploadsRun() throws Exception {
        try (PackagedProduct product = start("data", Map.of())) {
            List<Passport> passports = passports(product, 8);
            warmUp(passports);
            int before = product.heapInUse();
            long residentBefore = product.residentMegabytes();
            AtomicInteger running = new AtomicInteger(passports.size());
            List<Callable<Integer>> tasks = new ArrayList<>();
            passports.forEach(passport -> tasks.add(() -> {
                passport.upload(mebibyte, 1024);
                return running.decrementAndGet();
            }));
            tasks.add(() -> largestHeap(product, running));
            List<Integer> results = all(tasks);
            System.out.printf(
                    "Eight uploads of 1 GiB at once: heap in use before %d MB, at most %d MB during; resident %d MB before, %d MB after%n",
                    before, results.get(results.size() - 1), residentBefore, product.residentMegabytes());
        }
    }

    @Test
    void shouldPrintTheTimeToMoveDocuments() throws Exception {
        Path objects = folder.resolve("data").resolve("objects");
        try (PackagedProduct product = start("data", Map.of())) {
            List<Passport> passports = passports(product, 8);
            byte[] small = Arrays.copyOf(mebibyte, 10_000);
            List<Callable<Long>> uploads = new ArrayList<>();
            for (Passport passport : passports) {
                uploads.add(() -> {
                    long last = 0;
                    for (int i = 0; i < MOVED / passports.size(); i++) {
                        last = passport.stored(passport.upload(small, 1)).get(1, TimeUnit.MINUTES);
                    }
                    return last;
                });
            }
            all(uploads);
        }
        try (Target target = target(Store.S3)) {
            Map<String, String> settings = new HashMap<>(target.settings());
            settings.put("STORAGE_FORMER_URLS", objects.toUri().toString());
            try (PackagedProduct product = start("data", settings)) {
                String token = Passport.login(product.api(), PackagedProduct.ADMINISTRATOR, Passport.PASSWORD);
                URI moves = product.api().resolve("/api/admin/document-moves");
                long began = System.nanoTime();
                Passport.send(HttpRequest.newBuilder(moves)
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build());
                HttpRequest look = HttpRequest.newBuilder(moves)
                        .header("Authorization", "Bearer " + token)
                        .build();
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() ->
                                Passport.member(Passport.send(look), "state").equals("DONE"));
                System.out.printf(
                        "Move of %s documents of 10 kB from a folder to S3: %.0f s: %s%n",
                        MOVED, seconds(began), Passport.send(look));
            }
        }
    }

    private static int largestHeap(PackagedProduct product, AtomicInteger running) throws Exception {
        int largest = 0;
        while (running.get() > 0) {
            largest = Math.max(largest, product.heapInUse());
        }
        return largest;
    }

    private void aGibibyte(Store store, Passport passport) throws Exception {
        long began = System.nanoTime();
        String documentId = passport.upload(mebibyte, 1024);
        double taken = seconds(began);
        passport.stored(documentId).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        double stored = seconds(began);
        began = System.nanoTime();
        long size = passport.download(documentId);
        System.out.printf(
                "%s: a document of %d MiB: 202 after %.1f s, STORED after %.1f s, download %.1f s%n",
                store, size / MIB, taken, stored, seconds(began));
    }

    /** The milliseconds from each 202 to the event that says STORED, sorted. */
    private double[] uploadsOfAMebibyte(List<Passport> passports, int seconds) throws Exception {
        ScheduledExecutorService schedule = Executors.newScheduledThreadPool(PER_SECOND * 2);
        try {
            List<Future<Double>> times = new ArrayList<>();
            for (int i = 0; i < seconds * PER_SECOND; i++) {
                Passport passport = passports.get(i % passports.size());
                times.add(schedule.schedule(
                        () -> {
                            String documentId = passport.upload(mebibyte, 1);
                            long taken = System.nanoTime();
                            long stored = passport.stored(documentId).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                            return Math.max(0, (stored - taken) / 1e6);
                        },
                        1_000L * i / PER_SECOND,
                        TimeUnit.MILLISECONDS));
            }
            double[] sorted = new double[times.size()];
            for (int i = 0; i < sorted.length; i++) {
                sorted[i] = times.get(i).get();
            }
            Arrays.sort(sorted);
            return sorted;
        } finally {
            schedule.shutdownNow();
        }
    }

    /** One after the other, until the compiler knows what is hot. */
    private void warmUp(List<Passport> passports) throws Exception {
        List<Callable<Long>> uploads = new ArrayList<>();
        for (Passport passport : passports) {
            uploads.add(() -> {
                long last = 0;
                for (int i = 0; i < 30; i++) {
                    last = passport.stored(passport.upload(mebibyte, 1)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
                return last;
            });
        }
        all(uploads);
    }

    private static <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Passport> passports(PackagedProduct product, int count) throws Exception {
        List<Passport> passports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            passports.add(Passport.register(product.api()));
        }
        return passports;
    }

    private PackagedProduct start(String data, Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "HEALTHPASSPORT_ADMIN_PASSWORD", Passport.PASSWORD,
                "HEALTHPASSPORT_DOCUMENT_MAX_SIZE", "2GB",
                "HEALTHPASSPORT_UPLOADS_PER_ACCOUNT", "48",
                "HEALTHPASSPORT_PATIENT_QUOTA", "100GB"));
        settings.putAll(more);
        return PackagedProduct.start(folder.resolve(data), settings);
    }

    private Target target(Store store) throws IOException {
        Path ofStore = folder.resolve(store.name());
        Files.createDirectories(ofStore);
        switch (store) {
            case FIREBASE -> {
                FirebaseStandin standin = FirebaseStandin.start(ofStore);
                Map<String, String> settings = new HashMap<>(standin.settings());
                settings.put("STORAGE_URL", standin.storageUrl());
                return new Target(standin::close, settings);
            }
            case S3 -> {
                S3Standin standin = S3Standin.start(ofStore);
                return new Target(
                        standin::close,
                        Map.of(
                                "STORAGE_URL",
                                standin.storageUrl(),
                                "AWS_ACCESS_KEY_ID",
                                String.valueOf(standin.environment().get("AWS_ACCESS_KEY_ID")),
                                "AWS_SECRET_ACCESS_KEY",
                                String.valueOf(standin.environment().get("AWS_SECRET_ACCESS_KEY"))));
            }
            case CLOUDINARY -> {
                CloudinaryStandin standin = CloudinaryStandin.start(ofStore);
                standin.limitFiles(2_000_000_000);
                String url = standin.storageUrl().replaceAll("maxBytes=\\d+", "maxBytes=2000000000");
                return new Target(
                        standin::close, Map.of("STORAGE_URL", url, "CLOUDINARY_UPLOAD_PREFIX", standin.url()));
            }
            default -> {
                return new Target(() -> {}, Map.of());
            }
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
