package org.healthpassport.audit.completeness.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.completeness.emitted.ChangeMinute;
import org.healthpassport.audit.completeness.emitted.EmittedStreams;
import org.healthpassport.audit.completeness.emitted.OverdueWork;
import org.healthpassport.audit.completeness.logged.LoggedStreams;
import org.healthpassport.audit.completeness.logged.ViewSeal;
import org.healthpassport.audit.completeness.round.LostNumbers;
import org.healthpassport.audit.lag.ViewProgress;
import org.healthpassport.audit.log.LogInMemory;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.projection.Projector;
import org.healthpassport.audit.stream.SequenceNumbers;
import org.healthpassport.events.stream.StreamKind;
import org.healthpassport.vault.key.KeyedDigest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.threeten.extra.MutableClock;

class CompletenessCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final KeyedDigest KEY = new KeyedDigest(KeyedDigest.generateKey());
    private static final String PRODUCER = "accessBatches/producer";

    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private final LogInMemory log = new LogInMemory();
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-11-23T05:26:31Z"), ZoneOffset.UTC);
    private final LostNumbers lost = new LostNumbers();
    private boolean writerStuck;
    private MongoDatabase database;
    private DurableDatabase store;
    private Generations generations;
    private LoggedStreams logged;
    private MissingEntries missing;
    private StuckStreams stuck;
    private OverdueWork owed;
    private Projector projector;
    private ViewProgress lag;
    private CompletenessCheck check;

    @BeforeEach
    void start() {
        database = DATABASE.create();
        store = new DurableDatabase(database);
        generations = new Generations(store);
        logged = new LoggedStreams(store, new ViewSeal(() -> KEY));
        missing = new MissingEntries(store);
        stuck = new StuckStreams(store);
        owed = new OverdueWork(store);
        projector = new Projector(log, generations, List.of(logged));
        check = newCheck();
    }

    @Test
    void shouldFindNothingWhereEverythingIs() throws IOException {
        emitted("patients", "a", 3);
        emitted("documents", "b", 1);
        batch("producer", "1", 4);
        logged("a", 1, 2, 3);
        logged("documents/b", 1);
        logged(PRODUCER, 1, 2, 3, 4);
        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldNameWhatIsLostInTheMiddle() throws IOException {
        emitted("patients", "a", 9);
        logged("a", 1, 2, 5, 6, 9);
        assertThat(findings()).containsExactly("a 3-4", "a 7-8");
        assertThat(check.missingCount()).isEqualTo(4);
    }

    @Test
    void shouldNameWhatIsLostAtTheTailOrAltogether() throws IOException {
        emitted("patients", "a", 3);
        emitted("documents", "b", 2);
        logged("a", 1, 2);
        assertThat(findings()).containsExactly("b 1-2", "a 3-3");
    }

    @Test
    void shouldNameGapsThatTheLogShowsByItself() throws IOException {
        logged("a", 2, 3);
        logged("b", 1, 2, 4);
        logged("c", 1, 2);
        assertThat(findings()).containsExactly("a 1-1", "b 3-3");
    }

    @Test
    void shouldNameLossWithinAMinute() throws IOException {
        // given
        step();
        emitted("patients", "a", 1);
        Instant lost = clock.instant();

        // when
        while (missing.all().isEmpty()) {
            step();
        }

        // then
        assertThat(Duration.between(lost, clock.instant())).isLessThan(Duration.ofMinutes(1));
    }

    /** The minute is only a shortcut, and whatever stands there stops nothing. */
    @Test
    void shouldNotMindMinutesThatAreNone() throws IOException {
        emitted("patients", "a", 2);
        waiting("patients", "b", 2);
        database.getCollection("patients").updateMany(new Document(), Updates.set("changed", "0"));
        logged("a", 1);
        logged("b", 1);
        emitted("patients", "c", 1);
        assertThat(findings()).contains("c 1-1").doesNotContain("b 2-2");
        clock.add(Duration.ofMinutes(10));
        assertThat(findings()).containsExactly("a 2-2", "c 1-1");
    }

    @Test
    void shouldTellStreamsOfOneIdApart() throws IOException {
        emitted("patients", "a", 2);
        emitted("representations", "a", 2);
        logged("patients/a", 1, 2);
        logged("representations/a", 1);
        assertThat(findings()).containsExactly("a 2-2");
        assertThat(missing.all()).containsOnlyKeys("representations/a");
    }

    @Test
    void shouldNotMissWhatIsOnItsWay() throws IOException {
        emitted("patients", "a", 2);
        logged("a", 1);
        step();
        step();
        assertThat(missing.all()).isEmpty();
        logged("a", 2);
        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldNotMissWhatIsOnItsWayInAStreamThatNeverRests() throws IOException {
        for (int last = 1; last <= 60; last++) {
            batch("producer", "batch-" + last, last);
            if (last > 1) {
                logged(PRODUCER, last - 1);
            }
            step();
            assertThat(missing.all()).isEmpty();
        }
        assertThat(missing.lastCheck().orElseThrow().minute()).isGreaterThan("2026-11-23T05:35Z");
    }

    @Test
    void shouldNotMissWhatWaitsToBeSent() throws IOException {
        waiting("patients", "a", 3);
        logged("a", 1);
        batch("producer", "1", 2);
        batch("producer", "3", 6);
        database.getCollection("accessBatches")
                .insertOne(document("2", 4).append("producer", "producer").append("outbox", "PENDING"));
        logged(PRODUCER, 1, 2, 5, 6);
        assertThat(findings()).isEmpty();

        // when
        clock.add(Duration.ofHours(1));
        assertThat(findings()).isEmpty();
        database.getCollection("patients").deleteMany(new Document());
        database.getCollection("patients").insertOne(document("a", 3).append("changed", "2026-11-23T05:26Z"));

        // then
        assertThat(findings()).containsExactly("a 2-3");
    }

    /** Somebody wrote it there, and it holds up no check. */
    @ParameterizedTest
    @MethodSource("damages")
    void shouldCheckBesideAnythingInTheWaitingEvents(Object damage) throws IOException {
        // given
        database.getCollection("patients")
                .insertOne(document("damaged", 2).append("outbox", "PENDING").append("pendingEvents", damage));
        logged("damaged", 1);
        emitted("patients", "lost", 2);
        logged("lost", 1);

        // then
        assertThat(findings()).contains("lost 2-2");
        clock.add(Duration.ofMinutes(10));
        assertThat(findings()).contains("lost 2-2");
        assertThat(check.missingCount()).isPositive();
    }

    static Stream<Object> damages() {
        return Stream.of(
                "text",
                7,
                new Document("0", new Document("time", "now")),
                List.of(),
                List.of("text", 7, List.of(new Document())),
                List.of(new Document("time", "now")),
                List.of(new Document("time", new Date(Long.MAX_VALUE))),
                List.of(new Document("time", new Date(Long.MIN_VALUE))),
                Collections.nCopies(10_000, new Document("time", new Date(0))),
                Collections.nCopies(8, new Document("payload", new Binary(new byte[1 << 20]))));
    }

    @Test
    void shouldReportWhatIsStuckAndNotLookAtEverythingForIt() throws IOException {
        // given
        Instant made = clock.instant().minusSeconds(90);
        database.getCollection("patients")
                .insertOne(document("a", 3)
                        .append("outbox", "PENDING")
                        .append(
                                "pendingEvents",
                                List.of(new Document("time", Date.from(made)).append("type", "some"))));
        logged("a", 1);
        batch("producer", "1", 2);
        database.getCollection("accessBatches")
                .insertOne(document("2", 4).append("producer", "producer").append("outbox", "PENDING"));
        logged(PRODUCER, 1, 2);
        assertThat(findings()).isEmpty();
        assertThat(stuck.all()).isEmpty();

        // when
        clock.add(Duration.ofMinutes(10));
        batch("producer", "3", 6);
        logged(PRODUCER, 5, 6);

        // then
        assertThat(findings()).isEmpty();
        assertThat(stuck.all()).containsOnlyKeys("patients/a", PRODUCER);
        assertThat(stuck.all().get("patients/a").since()).isEqualTo(made.truncatedTo(ChronoUnit.MILLIS));
        assertThat(check.stuckCount()).isEqualTo(2);
        clock.add(Duration.ofDays(3));
        step();
        String minute = ChangeMinute.of(clock.instant());
        step();
        assertThat(missing.lastCheck().orElseThrow().minute()).isGreaterThanOrEqualTo(minute);

        // and when they are sent, one into the log and the other into nowhere
        database.getCollection("patients").updateMany(new Document(), Updates.unset("outbox"));
        database.getCollection("accessBatches").updateMany(new Document(), Updates.unset("outbox"));
        logged(PRODUCER, 3, 4);

        // then
        assertThat(findings()).containsExactly("a 2-3");
        step();
        assertThat(stuck.all()).isEmpty();
    }

    @Test
    void shouldReportWhatWaitsForAWorkerForTooLong() throws IOException {
        // given one that was sent long ago, and one that was sent just now
        Instant since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        database.getCollection("documents")
                .insertOne(document("d1", 1)
                        .append("waitsFor", "DOCUMENT_STORED")
                        .append("waitingSince", Date.from(since)));
        database.getCollection("documents").insertOne(document("d2", 2));
        logged("documents/d1", 1);
        logged("documents/d2", 1, 2);
        clock.add(Duration.ofMinutes(6));
        database.getCollection("qrCodes")
                .insertOne(new Document("_id", "q1")
                        .append("waitsFor", "QR_CODE_READY")
                        .append("waitingSince", Date.from(clock.instant())));

        // when
        step();

        // then
        assertThat(owed.waiting(clock.instant(), 10))
                .containsExactly(new OverdueWork.Owed("documents/d1", "DOCUMENT_STORED", since));
        assertThat(check.stuckCount()).isEqualTo(1);
        assertThat(missing.all()).isEmpty();

        // and when the worker reports, and the other one waits on
        database.getCollection("documents").updateMany(new Document(), Updates.unset("waitsFor"));
        clock.add(Duration.ofMinutes(6));
        step();

        // then
        assertThat(owed.waiting(clock.instant(), 10))
                .extracting(OverdueWork.Owed::stream)
                .containsExactly("qrCodes/q1");
    }

    @Test
    void shouldSettleWhatWasStuckInStreamThatAlwaysWaitsForSomething() throws IOException {
        // given
        logged(PRODUCER, 2, 3);
        for (int last = 1; last <= 3; last++) {
            batch("producer", String.valueOf(last), last);
        }
        database.getCollection("accessBatches").updateOne(new Document("_id", "1"), Updates.set("outbox", "PENDING"));
        clock.add(Duration.ofMinutes(10));
        step();
        assertThat(stuck.all()).containsOnlyKeys(PRODUCER);

        // when
        database.getCollection("accessBatches").updateMany(new Document(), Updates.unset("outbox"));
        database.getCollection("accessBatches")
                .insertOne(document("4", 4).append("producer", "producer").append("outbox", "PENDING"));

        // then
        assertThat(findings()).containsExactly("producer 1-1");
        step();
        assertThat(stuck.all()).isEmpty();
    }

    @Test
    void shouldNameWhatIsLostBesideWhatWaits() throws IOException {
        waiting("patients", "a", 9);
        logged("a", 1, 2, 4, 5);
        assertThat(findings()).containsExactly("a 3-3");
    }

    @Test
    void shouldForgetWhatArrivesAfterAll() throws IOException {
        // given
        emitted("patients", "a", 9);
        logged("a", 1, 2, 9);
        assertThat(findings()).containsExactly("a 3-8");

        // when, then
        logged("a", 5);
        assertThat(findings()).containsExactly("a 3-4", "a 6-8");
        logged("a", 3, 4, 6, 7, 8);
        assertThat(findings()).isEmpty();
        assertThat(check.missingCount()).isZero();
    }

    @Test
    void shouldNameFurtherLossInAStreamThatHasSome() throws IOException {
        emitted("patients", "a", 3);
        logged("a", 1, 3);
        assertThat(findings()).containsExactly("a 2-2");
        Instant since = missing.all().get("patients/a").get(0).since();
        emitted("patients", "a", 5);
        logged("a", 5);
        assertThat(findings()).containsExactly("a 2-2", "a 4-4");
        assertThat(missing.all().get("patients/a").get(0).since()).isEqualTo(since);
    }

    @Test
    void shouldWaitForWriterThatIsBehind() throws IOException {
        // given
        emitted("patients", "a", 2);
        logged("a", 1);
        writerStuck = true;

        // when, then
        assertThat(findings()).isEmpty();
        assertThat(missing.lastCheck().orElseThrow().delayed()).isTrue();
        writerStuck = false;
        assertThat(findings()).containsExactly("a 2-2");
        assertThat(missing.lastCheck().orElseThrow().delayed()).isFalse();
    }

    @Test
    void shouldWaitForViewsThatAreBehind() throws IOException {
        // given
        emitted("patients", "a", 2);
        log.append(SampleEntries.inStream("a", 1));
        log.append(SampleEntries.inStream("a", 2));

        // when, then
        for (int i = 0; i < 6; i++) {
            look();
            clock.add(INTERVAL);
        }
        assertThat(missing.all()).isEmpty();
        assertThat(missing.lastCheck().orElseThrow().delayed()).isTrue();
        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldLookAtEverythingSinceTheLastCheckAfterAPause() throws IOException {
        for (Duration pause : List.of(Duration.ofMinutes(90), Duration.ofDays(3))) {
            // given
            step();
            String stream = "lost-" + pause;
            clock.add(pause.dividedBy(2));
            emitted("patients", stream, 1);

            // when
            clock.add(pause.dividedBy(2));
            check = newCheck();

            // then
            assertThat(findings()).contains(stream + " 1-1");
        }
    }

    @Test
    void shouldNotForgetSuspectsWhenItStopsInBetween() throws IOException {
        // given
        step();
        emitted("patients", "a", 1);
        step();
        clock.add(Duration.ofMinutes(10));

        // when
        check = newCheck();

        // then
        assertThat(findings()).containsExactly("a 1-1");
    }

    @Test
    void shouldKnowNumbersInAnyOrderHoweverOftenTheyAreTold() throws IOException {
        // given
        Random random = new Random(1);
        random.ints(300, 1, 101).forEach(number -> log.append(SampleEntries.inStream("a", number)));
        random.ints(300, 1, 101).forEach(number -> log.append(SampleEntries.inStream("b", number)));

        // when
        projector.step();
        logged.apply(new Generation(0), log.logged().subList(100, 500));
        SequenceNumbers a = logged.of(new Generation(0), List.of("patients/a")).get("patients/a");

        // then
        assertThat(a.count())
                .isEqualTo(log.logged().stream()
                        .map(entry -> entry.content().orElseThrow().stream())
                        .filter(stream -> stream.id().equals("a"))
                        .distinct()
                        .count());
        assertThat(logged.withGaps(new Generation(0), 10)).containsKeys("patients/a", "patients/b");
    }

    /** The missing entries, after enough checks to be sure. */
    private List<String> findings() throws IOException {
        for (Duration waited = Duration.ZERO;
                waited.compareTo(PATIENCE.plus(INTERVAL)) <= 0;
                waited = waited.plus(INTERVAL)) {
            step();
        }
        return missing.all().values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(MissingEntries.Lost::stream).thenComparing(MissingEntries.Lost::from))
                .map(lost -> StreamKind.idOf(lost.stream()) + " " + lost.from() + "-" + lost.to())
                .toList();
    }

    private void step() throws IOException {
        while (projector.step()) {
            // The next step is the next part of the same work.
        }
        look();
        clock.add(INTERVAL);
    }

    private void look() throws IOException {
        lag.sample();
        check.run();
    }

    private CompletenessCheck newCheck() {
        lag = new ViewProgress(() -> writerStuck ? Instant.EPOCH : clock.instant(), log, generations);
        return new CompletenessCheck(
                new EmittedStreams(store),
                logged,
                missing,
                stuck,
                owed,
                new MissingCandidates(PATIENCE),
                lost,
                lag,
                generations,
                clock);
    }

    private void emitted(String collection, String stream, long last) {
        database.getCollection(collection)
                .replaceOne(new Document("_id", stream), document(stream, last), new ReplaceOptions().upsert(true));
    }

    private void waiting(String collection, String stream, long last) {
        database.getCollection(collection).insertOne(document(stream, last).append("outbox", "PENDING"));
    }

    private void batch(String producer, String id, long last) {
        database.getCollection("accessBatches").insertOne(document(id, last).append("producer", producer));
    }

    private Document document(String id, long last) {
        return new Document("_id", id).append("last", last).append("changed", ChangeMinute.of(clock.instant()));
    }

    private void logged(String stream, long... numbers) {
        for (long number : numbers) {
            log.append(SampleEntries.inStream(stream, number));
        }
    }
}
