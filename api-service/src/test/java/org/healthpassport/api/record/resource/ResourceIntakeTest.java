package org.healthpassport.api.record.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.record.tag.Authorship;
import org.healthpassport.api.record.tag.OwnTags;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class ResourceIntakeTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final ResourceIntake INTAKE = new ResourceIntake();

    @AfterAll
    static void stop() {
        INTAKE.destroy();
    }

    @Test
    void shouldCheckOnThreadsOfItsOwn() {
        // when
        String thread = INTAKE.body("a", request(allergy("")))
                .take("p", null, new OwnTags(Authorship.PATIENT_STATED, false))
                .map(sent -> Thread.currentThread().getName())
                .block(WITHIN);

        // then
        assertThat(thread).startsWith("resources-");
    }

    @Test
    void shouldKeepABurstOfAnAccountInItsQueueAndNotDelayOthers() {
        // given
        Queue<Runnable> threads = new ConcurrentLinkedQueue<>();
        ResourceIntake busy = new ResourceIntake(Schedulers.fromExecutor(threads::add));
        Function<String, CompletableFuture<SentResource>> take = account -> busy.body(account, request(allergy("")))
                .take("p", null, new OwnTags(Authorship.PATIENT_STATED, false))
                .toFuture();
        List<CompletableFuture<SentResource>> burst =
                Stream.generate(() -> take.apply("a")).limit(2 + 32).toList();

        // when
        Problem problem = catchThrowableOfType(
                        ProblemException.class,
                        () -> busy.body("a", request(allergy("")))
                                .take("p", null, new OwnTags(Authorship.PATIENT_STATED, false))
                                .block(WITHIN))
                .problem();
        CompletableFuture<SentResource> other = take.apply("b");

        // then
        assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
        assertThat(problem.retryAfter()).isNotNull();
        assertThat(threads).hasSize(3);

        // when
        Awaitility.await().atMost(WITHIN).until(() -> {
            Runnable check = threads.poll();
            if (check != null) {
                check.run();
            }
            return burst.stream().allMatch(CompletableFuture::isDone);
        });

        // then
        assertThat(burst).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(other).isCompleted();
    }

    @Test
    void shouldLetLargeResourcesWaitInAQueueOfTheirOwn() {
        // given
        Queue<Runnable> threads = new ConcurrentLinkedQueue<>();
        ResourceIntake busy = new ResourceIntake(Schedulers.fromExecutor(threads::add));
        String large = allergy(",\"note\":[{\"text\":\"" + "x".repeat(ResourceIntake.ORDINARY) + "\"}]");
        Function<String, CompletableFuture<SentResource>> take = body -> busy.body("a", request(body))
                .take("p", null, new OwnTags(Authorship.PATIENT_STATED, false))
                .toFuture();

        // when
        List<CompletableFuture<SentResource>> burst =
                Stream.generate(() -> take.apply(large)).limit(1 + 12).toList();
        CompletableFuture<SentResource> tooMuch = take.apply(large);
        CompletableFuture<SentResource> ordinary = take.apply(allergy(""));

        // then
        assertThat(tooMuch).isCompletedExceptionally();
        assertThat(threads).hasSize(2);

        // when
        Awaitility.await().atMost(WITHIN).until(() -> {
            Runnable check = threads.poll();
            if (check != null) {
                check.run();
            }
            return ordinary.isDone() && burst.stream().allMatch(CompletableFuture::isDone);
        });

        // then
        assertThat(burst).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(ordinary).isCompleted();
    }

    @Test
    void shouldRefuseByLengthWithoutReading() {
        // given
        Flux<DataBuffer> unread = Flux.error(new AssertionError("The body is read"));

        // when
        Refusal refusal = refusal(INTAKE.body(
                        "a",
                        MockServerHttpRequest.post("/")
                                .contentLength(ResourceIntake.LARGEST + 1L)
                                .body(unread))
                .take("p", null, new OwnTags(Authorship.PATIENT_STATED, false)));

        // then
        assertThat(refusal).isEqualTo(new ResourceRefusal.ResourceTooLarge(ResourceIntake.LARGEST));
    }

    @Test
    void shouldStopReadingWhatHasNoLengthAndNoEnd() {
        // given
        AtomicLong read = new AtomicLong();
        Flux<DataBuffer> endless = Flux.generate(sink -> {
            read.addAndGet(1_000);
            sink.next(DefaultDataBufferFactory.sharedInstance.wrap(new byte[1_000]));
        });

        // when
        Throwable failure = catchThrowable(
                () -> INTAKE.body("a", MockServerHttpRequest.post("/").body(endless))
                        .take("p", null, new OwnTags(Authorship.PATIENT_STATED, false))
                        .block(WITHIN));

        // then it is what is answered with 413
        assertThat(failure).isInstanceOf(DataBufferLimitException.class);
        assertThat(read.get()).isLessThan(ResourceIntake.LARGEST + 10_000L);
    }

    @Test
    void shouldRefuseMoreCodesThanAHeadShouldHave() {
        // given
        String codes = "{\"code\":\"%s\"},".formatted("x".repeat(100)).repeat(200);

        // when
        Refusal refusal =
                refusal(INTAKE.body("a", request(allergy(",\"code\":{\"coding\":[" + codes + "{\"code\":\"x\"}]}")))
                        .take("p", null, new OwnTags(Authorship.PATIENT_STATED, false)));

        // then
        assertThat(invalid(refusal)).extracting(InvalidMember::pointer).containsExactly("/code");
    }

    @Test
    void shouldTellEverythingThatIsWrongAtOnce() {
        // given
        String wrong = allergy(",\"id\":\"other\",\"patient\":{\"reference\":\"Patient/q\"},\"criticality\":\"quux\"");

        // when
        Refusal refusal = refusal(
                INTAKE.body("a", request(wrong)).take("p", "record", new OwnTags(Authorship.PATIENT_STATED, false)));

        // then
        assertThat(invalid(refusal))
                .extracting(InvalidMember::pointer)
                .containsExactly("/id", "/patient/reference", "/criticality");
        assertThat(refusal.toString()).doesNotContain("quux", "Patient/q");
    }

    @ParameterizedTest
    @MethodSource
    void shouldTakeOnlyJsonForAResource(String body, ResourceRefusal expected) {
        assertThat(refusal(
                        INTAKE.body("a", request(body)).take("p", null, new OwnTags(Authorship.PATIENT_STATED, false))))
                .isEqualTo(expected);
    }

    static Stream<Arguments> shouldTakeOnlyJsonForAResource() {
        return Stream.of(
                arguments("\uFEFF{}", new ResourceRefusal.NotFhirJson("must not begin with a byte order mark", null)),
                arguments("[]", new ResourceRefusal.NotFhirJson("must be an object", "")));
    }

    private static List<InvalidMember> invalid(Refusal refusal) {
        assertThat(refusal).isInstanceOf(InvalidInput.class);
        return ((InvalidInput) refusal).members();
    }

    private static Refusal refusal(Mono<?> taken) {
        return catchThrowableOfType(Refused.class, () -> taken.block(WITHIN)).refusal();
    }

    private static MockServerHttpRequest request(String body) {
        return MockServerHttpRequest.post("/").body(body);
    }

    private static String allergy(String members) {
        return """
                {"resourceType":"AllergyIntolerance","clinicalStatus":{"coding":[{"system":\
                "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]}%s}""".formatted(members);
    }
}
