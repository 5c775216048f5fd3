package org.healthpassport.api.record.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.record.Allergies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Prints the CPU time of a new record of a patient who has ten, and of one who has four thousand. Client, service, store
 * and broker are one process, so only the ratio of the two means something.
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
