package org.healthpassport.api.sharing.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.api.sharing.Recipient;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.api.sharing.passcode.OpeningDecision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

class LinkRaceTest {
    private static final int PARALLEL = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static SignedIn patient;

    private final SharingUnderTest sharing = new SharingUnderTest(api);

    @BeforeAll
    static void register() {
        patient = api.newPatient();
    }

    @Test
    void shouldCountEveryOneOfParallelGuesses() {
        // given
        HealthLinkReader link = sharing.newLink(patient, summaryLink("passcode", "1234"));

        // when
        List<EntityExchangeResult<byte[]>> answers =
                atOnce(PARALLEL, () -> answer(link, "Guesser", "passcode", "4321"));

        // then
        assertThat(answers.stream()
                        .filter(answer -> answer.getStatus().value() == 401)
                        .map(answer -> JsonMapper.shared()
                                .readTree(answer.getResponseBody())
                                .get("remainingAttempts")
                                .asInt()))
                .containsExactlyInAnyOrder(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        assertThat(answers)
                .filteredOn(answer -> answer.getStatus().value() == 404)
                .hasSize(PARALLEL - 10);
        sharing.open(link, by("Dr. Who", "passcode", "1234")).expectStatus().isNotFound();
    }

    @Test
    void shouldNotOpenMoreOftenThanAllowed() {
        // given
        String path = sharing.taken(patient, summaryLink("maxUses", 5));
        HealthLinkReader link = sharing.link(patient, path);

        // when
        List<EntityExchangeResult<byte[]>> answers = atOnce(PARALLEL, () -> answer(link, "Dr. Who"));

        // then
        assertThat(answers)
                .filteredOn(answer -> answer.getStatus().value() == 200)
                .hasSize(5);
        assertThat(answers)
                .filteredOn(answer -> answer.getStatus().value() == 404)
                .hasSize(PARALLEL - 5);
        assertThat(sharing.seen(patient, path).get("uses").asInt()).isEqualTo(5);
    }

    /** Without a queue for the link, most of these requests would gather files before the first use is counted. */
    @Test
    void shouldGatherFilesOnlyForThoseWhoMayOpen() {
        // given
        HealthLinkReader link = sharing.newLink(patient, summaryLink("maxUses", 1));
        sharing.open(sharing.newLink(patient, summaryLink()), by("Dr. Who"))
                .expectStatus()
                .isOk();
        long gatheredForOne = recordSearches();

        // when
        List<EntityExchangeResult<byte[]>> answers = atOnce(PARALLEL, () -> answer(link, "Dr. Who"));

        // then
        assertThat(answers)
                .filteredOn(answer -> answer.getStatus().value() == 200)
                .hasSize(1);
        assertThat(gatheredForOne).isPositive();
        // Sweeps of the service look at records as well, one at a time.
        assertThat(recordSearches() - gatheredForOne).isBetween(1L, 4L);
    }

    /** The searches that the driver sent to the heads of records, one for each summary that is gathered. */
    private static long recordSearches() {
        return api
                .bean(MeterRegistry.class)
                .get("mongodb.driver.commands")
                .tags("command", "find", "collection", "records")
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    /** The queues are those of one instance; this is how several of them meet. */
    @Test
    void shouldCountEveryOneOfParallelChangesWithoutAQueue() {
        // given
        String path = sharing.taken(patient, summaryLink());
        String qrCodeId = SharingUnderTest.idIn(path);
        QrCodes qrCodes = api.bean(QrCodes.class);

        // when
        Flux.range(0, 20)
                .flatMap(
                        i -> qrCodes.changeWithRetries(
                                qrCodeId,
                                current -> new OpeningDecision.Opened(
                                                qrCodeId, current.state().opened(), new Recipient("Dr. Who"))
                                        .decision()),
                        20)
                .blockLast(PATIENCE);

        // then
        QrCodeState state = qrCodes.find(qrCodeId).block(PATIENCE).state();
        assertThat(state.uses()).isEqualTo(20);
    }

    @Test
    void shouldGiveNothingThatItCouldNotCount() {
        // given
        String path = sharing.taken(patient, summaryLink());
        HealthLinkReader link = sharing.link(patient, path);

        AtomicBoolean cut = new AtomicBoolean();

        // when the line is cut while others wait, until one of them has heard of it
        List<EntityExchangeResult<byte[]>> answers;
        try {
            answers = atOnce(20, () -> {
                EntityExchangeResult<byte[]> answer = answer(link, "Dr. Who");
                if (answer.getStatus().value() != 200) {
                    api.lineToStore().mend();
                } else if (cut.compareAndSet(false, true)) {
                    api.lineToStore().cut();
                }
                return answer;
            });
        } finally {
            api.lineToStore().mend();
        }

        // then
        long given = answers.stream()
                .filter(answer -> answer.getStatus().value() == 200)
                .count();
        assertThat(answers)
                .filteredOn(answer -> answer.getStatus().value() != 200)
                .isNotEmpty()
                .allSatisfy(answer -> {
                    assertThat(answer.getStatus().value()).isEqualTo(503);
                    assertThat(answer.getResponseHeaders().containsHeader("Retry-After"))
                            .isTrue();
                    assertThat(new String(answer.getResponseBody())).doesNotContain("embedded", "files");
                });
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> answer(link, "Dr. Who").getStatus().value() == 200);
        assertThat(sharing.seen(patient, path).get("uses").asLong()).isGreaterThan(given);
    }

    private EntityExchangeResult<byte[]> answer(HealthLinkReader link, String recipient, Object... members) {
        return sharing.open(link, by(recipient, members)).expectBody().returnResult();
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) {
        Scheduler threads = Schedulers.newBoundedElastic(times, times, "at-once");
        try {
            return Flux.fromStream(IntStream.range(0, times).boxed())
                    .flatMap(i -> Mono.fromCallable(call).subscribeOn(threads), times)
                    .collectList()
                    .block(PATIENCE);
        } finally {
            threads.dispose();
        }
    }
}
