package org.healthpassport.api.record.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecordState.Written;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.key.ClinicalTime;
import org.healthpassport.api.record.key.SearchKeys;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.fhir.catalog.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;

/**
 * Prints the CPU time of a new record of a patient who has ten, and of one who has four thousand; and of requests for a
 * record that has two versions, and for one that has a thousand. Client, service, store and broker are one process, so
 * only the ratio of the two means something.
 *
 * <p>Run it by {@code mvn -pl api-service -am test -Dtest=RecordCostMeasurement -Dsurefire.failIfNoSpecifiedTests=false};
 * it is no part of {@code verify}.
 */
class RecordCostMeasurement {
    private static final int MANY = 4_000;
    private static final int PATIENTS = 40;
    private static final int OF_EACH = 5;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void shouldPrintTheCostOfTheTenthAndTheFourThousandthRecord() throws Exception {
        try (ApiUnderTest.Instance roomy = api.anotherInstance(Map.of(
                "healthpassport.limits.records-per-patient", "10000",
                "healthpassport.limits.record-bytes-per-patient", "1GB"))) {
            SignedIn busy = api.newPatient();
            post(roomy.port(), busy, MANY - PATIENTS * OF_EACH / 2);
            long many = post(roomy.port(), busy, PATIENTS * OF_EACH) / (PATIENTS * OF_EACH);
            long few = 0;
            for (int i = 0; i < PATIENTS; i++) {
                SignedIn patient = api.newPatient();
                post(roomy.port(), patient, 10 - OF_EACH / 2);
                few += post(roomy.port(), patient, OF_EACH);
            }
            few /= PATIENTS * OF_EACH;
            System.out.printf(
                    "CPU of a new record: %,d us as the 10th, %,d us as the 4,000th; ratio %.2f%n",
                    few / 1_000, many / 1_000, (double) many / few);
        }
    }

    @Test
    void shouldPrintTheCostOfARecordWithTwoAndWithAThousandVersions() throws Exception {
        try (ApiUnderTest.Instance roomy = api.anotherInstance(Map.of(
                "healthpassport.limits.record-versions-per-patient", "100000",
                "healthpassport.limits.record-bytes-per-patient", "1GB"))) {
            Versions few = new Versions(roomy.port(), 2);
            Versions many = new Versions(roomy.port(), 1_000);
            for (Request request : Request.values()) {
                few.cost(request, 300);
                many.cost(request, 300);
                long ofFew = 0;
                long ofMany = 0;
                for (int i = 0; i < 6; i++) {
                    ofFew += few.cost(request, 100);
                    ofMany += many.cost(request, 100);
                }
                System.out.printf(
                        "CPU cost of %s: %,d us with 2 versions, %,d us with 1,000; ratio %.2f%n",
                        request, ofFew / 600_000, ofMany / 600_000, (double) ofMany / ofFew);
            }
        }
    }

    @Test
    void shouldPrintTheCostOfAListByClinicalDate() throws Exception {
        int many = 10_000;
        try (ApiUnderTest.Instance roomy = api.anotherInstance(Map.of(
                "healthpassport.limits.records-per-patient", Integer.toString(many),
                "healthpassport.limits.record-versions-per-patient", "100000",
                "healthpassport.limits.record-bytes-per-patient", "1GB"))) {
            SignedIn patient = api.newPatient();
            store(roomy, patient, many);
            for (String query : List.of("?limit=50", "?limit=50&sort=date", "?limit=50&code=none")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + roomy.port()
                                + "/api/patients/" + patient.patientId() + "/records" + query))
                        .header("Authorization", "Bearer " + patient.accessToken())
                        .build();
                OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
                long cpu = 0;
                long time = 0;
                for (int i = 0; i < 30; i++) {
                    long before = process.getProcessCpuTime();
                    long began = System.nanoTime();
                    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                    .statusCode())
                            .isEqualTo(200);
                    if (i >= 10) {
                        cpu += process.getProcessCpuTime() - before;
                        time += System.nanoTime() - began;
                    }
                }
                System.out.printf(
                        "CPU cost of %s with %,d records: %,d us, %,d us of time%n",
                        query, many, cpu / 20_000, time / 20_000);
            }
        }
    }

    /** Each with another clinical date. */
    private static void store(ApiUnderTest.Instance instance, SignedIn patient, int number) {
        Ids ids = api.bean(Ids.class);
        byte[] resource = Allergies.to("Latex").getBytes(StandardCharsets.UTF_8);
        Author author = new Author(patient.accountId(), Role.PATIENT, null);
        Flux.range(0, number)
                .flatMap(
                        nth -> {
                            String id = ids.next();
                            Instant time = Instant.ofEpochSecond(nth * 77_777L);
                            SearchKeys keys = new SearchKeys(List.of(), new ClinicalTime(time, time));
                            Written written = new Written(ids.next(), resource.length);
                            return instance.bean(HealthRecords.class)
                                    .create(
                                            id,
                                            HealthRecordState.first(
                                                    patient.patientId(),
                                                    RecordType.ALLERGY_INTOLERANCE,
                                                    keys,
                                                    written,
                                                    time,
                                                    null),
                                            new RecordVersion(id, 1, time, author, resource));
                        },
                        32)
                .blockLast();
    }

    private enum Request {
        READ,
        LIST,
        FIRST_VERSION,
        TWO_OF_HISTORY,
        AMEND
    }

    /** A record that is amended on and on; for one with few versions each amendment has a record of its own. */
    private final class Versions {
        private final int port;
        private final int number;
        private final SignedIn patient = api.newPatient();
        private final List<String> unamended = new ArrayList<>();
        private final String path;
        private long version = 1;

        Versions(int port, int number) throws Exception {
            this.port = port;
            this.number = number;
            this.path = create();
            while (version < number) {
                amend();
            }
        }

        long cost(Request request, int times) throws Exception {
            while (request == Request.AMEND && number == 2 && unamended.size() < times) {
                unamended.add(create());
            }
            OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long before = process.getProcessCpuTime();
            for (int i = 0; i < times; i++) {
                switch (request) {
                    case READ -> get(path);
                    case LIST -> get(path.replaceAll("/[^/]*$", "?limit=1"));
                    case FIRST_VERSION -> get(path + "/history/1");
                    case TWO_OF_HISTORY -> get(path + "/history?limit=2");
                    case AMEND -> {
                        if (number == 2) {
                            put(unamended.remove(0), 1);
                        } else {
                            amend();
                        }
                    }
                }
            }
            return process.getProcessCpuTime() - before;
        }

        private String create() throws Exception {
            return send(request("/api/patients/" + patient.patientId() + "/records")
                            .POST(HttpRequest.BodyPublishers.ofString(Allergies.to("Latex"))))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow()
                    .replace(ApiUnderTest.PUBLIC_URL, "");
        }

        private void amend() throws Exception {
            put(path, version++);
        }

        private void put(String of, long seen) throws Exception {
            send(request(of)
                    .header("If-Match", "W/\"" + seen + '"')
                    .PUT(HttpRequest.BodyPublishers.ofString(Allergies.to("Latex"))));
        }

        private void get(String of) throws Exception {
            send(request(of));
        }

        private HttpRequest.Builder request(String of) {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + of))
                    .header("Authorization", "Bearer " + patient.accessToken())
                    .header("Content-Type", "application/fhir+json");
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isIn(200, 201);
            return answer;
        }
    }

    @Test
    void shouldPrintWhatRecordsAndDocumentsTake() throws Exception {
        SignedIn patient = api.newPatient();
        Map<String, Long> before = sizes();
        post(api.port(), patient, 500);
        Map<String, Long> between = sizes();
        UploadedDocuments documents = new UploadedDocuments(api);
        for (int i = 0; i < 100; i++) {
            documents.storedPdf(patient, 1_000);
        }
        Map<String, Long> after = sizes();
        before.forEach((part, size) -> System.out.printf(
                "%s: %,d bytes for a record, %,d for a document of 1,000 bytes%n",
                part, (between.get(part) - size) / 500, (after.get(part) - between.get(part)) / 100));
    }

    /** The size on disk, in blocks of the file system. */
    private static Map<String, Long> sizes() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        for (String part : List.of("store", "broker", "objects", "staged")) {
            Path folder = api.folder().resolve(part);
            try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
                sizes.put(
                        part,
                        files.filter(Files::isRegularFile)
                                .mapToLong(file -> (file.toFile().length() + 4_095) / 4_096 * 4_096)
                                .sum());
            }
        }
        return sizes;
    }

    /** The CPU time in nanoseconds that so many records take. */
    private long post(int port, SignedIn patient, int records) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/patients/" + patient.patientId() + "/records"))
                .header("Authorization", "Bearer " + patient.accessToken())
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(Allergies.to("Latex")))
                .build();
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = process.getProcessCpuTime();
        for (int i = 0; i < records; i++) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(201);
        }
        return process.getProcessCpuTime() - before;
    }
}
