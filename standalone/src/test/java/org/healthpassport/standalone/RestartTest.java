package org.healthpassport.standalone;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.StreamPosition;
import org.healthpassport.audit.verify.Verdict;
import org.healthpassport.events.Event;
import org.healthpassport.standalone.ApiClient.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every upload that was answered with 202 survives repeated {@code kill -9}. */
class RestartTest {
    private static final int ROUNDS = Integer.getInteger("restart.rounds", 2);
    private static final int PATIENTS = 4;
    private static final int UPLOADS = 100;
    private static final long SEED = System.nanoTime();

    private final Random random = new Random(SEED);
    private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();

    @Test
    void shouldKeepEveryAcceptedUploadThroughKills(@TempDir Path data) throws Exception {
        System.out.println("RestartTest: seed " + SEED + ", " + ROUNDS + " rounds");
        try (StandaloneProcess process = StandaloneProcess.on(
                        data, Map.of("HEALTHPASSPORT_ADMIN_PASSWORD", ApiClient.PASSWORD))
                .start()
                .awaitReady()) {
            ApiClient api = new ApiClient(process.api());
            List<Patient> patients = new ArrayList<>();
            for (int i = 0; i < PATIENTS; i++) {
                patients.add(api.newPatient());
            }

            // when it is killed in the middle of a hundred uploads, and started again
            for (int round = 0; round < ROUNDS; round++) {
                uploadUntilKilled(process, patients, round);
                process.start().awaitReady();
                patients.get(round % PATIENTS).loginAgain();
            }

            // then every accepted one is stored and equals its bytes
            assertThat(accepted).hasSizeGreaterThan(ROUNDS);
            for (Accepted upload : accepted) {
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(upload.patient().status(upload.documentId()))
                                .isEqualTo("STORED"));
                assertThat(upload.patient().content(upload.documentId()).body()).isEqualTo(upload.content());
            }

            // and Kafka has its events, one for each sequence number
            Map<String, Map<Long, Set<String>>> idsBySequence = eventIdsBySequence(process, data);
            assertThat(accepted).allSatisfy(upload -> {
                Map<Long, Set<String>> ids = idsBySequence.get(upload.documentId());
                assertThat(new TreeSet<>(ids.keySet())).containsExactly(1L, 2L);
                assertThat(ids.values())
                        .allSatisfy(sameNumber -> assertThat(sameNumber).hasSize(1));
            });

            // and the audit log has each event once and passes its checks
            AuditTrail trail = new AuditTrail(
                    process.audit().resolve("/audit-log"),
                    api,
                    api.newAuditor(api.login("admin@localhost", ApiClient.PASSWORD)));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(trail.entries())
                            .extracting(AuditEntry::stream)
                            .containsAll(accepted.stream()
                                    .flatMap(upload -> LongStream.of(1, 2)
                                            .mapToObj(number -> new StreamPosition(upload.documentId(), number)))
                                    .toList()));
            assertThat(trail.entries()).extracting(AuditEntry::eventId).doesNotHaveDuplicates();
            assertThat(trail.verdict()).matches(Verdict::isGood);
            System.out.println("RestartTest: " + accepted.size() + " accepted uploads survived " + ROUNDS + " kills");
        }
    }

    private void uploadUntilKilled(StandaloneProcess process, List<Patient> patients, int round) throws Exception {
        int killAfter = random.nextInt(UPLOADS / 6);
        AtomicInteger answered = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(2 * PATIENTS);
        for (int number = 0; number < UPLOADS; number++) {
            Patient patient = patients.get(number % PATIENTS);
            byte[] content = Pdf.ofSize(1_000 + random.nextInt(100_000), round * 1_000L + number);
            clients.execute(() -> {
                upload(patient, content);
                answered.incrementAndGet();
            });
        }
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> answered.get() >= killAfter);
        process.kill();
        clients.shutdownNow();
        assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Uploads; an upload that the kill interrupts was not accepted and may exist or not. */
    private void upload(Patient patient, byte[] content) {
        try {
            HttpResponse<byte[]> answer = patient.upload("report.pdf", content, "LAB_REPORT");
            if (answer.statusCode() == 202) {
                String documentId = ApiClient.json(answer).get("documentId").asString();
                accepted.add(new Accepted(patient, documentId, content));
            }
        } catch (IOException cutOff) {
            // Nothing was promised.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Map<Long, Set<String>>> eventIdsBySequence(StandaloneProcess process, Path data) {
        return PatientTopic.events(process.kafka(), data).stream()
                .collect(groupingBy(Event::subject, groupingBy(Event::sequence, mapping(Event::id, toSet()))));
    }

    private record Accepted(Patient patient, String documentId, byte[] content) {}
}
