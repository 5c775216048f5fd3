package org.healthpassport.aggregates.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Restoration;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.witness.KafkaWitness;
import org.healthpassport.aggregates.witness.StoreWitness;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.kafka.AttestedEvent;
import org.healthpassport.events.qrcode.QrCodePaused;
import org.healthpassport.events.qrcode.QrCodeRevoked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

/** A store that is older than what Kafka has, on a real store and a real broker. */
class StoreRestoreTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    /** The collection of the streams in which the events of these tests are numbered. */
    private static final String COLLECTION = "qrCodes";

    private static final StoreAndBus real = StoreAndBus.shared();

    @TempDir
    private Path folder;

    private final ReactiveMongoTemplate mongo = real.anotherMongo();
    private final AggregateStore store = real.idleStore();
    private final Aggregates<Door> doors = store.of(Door.KIND);
    private final String id = real.ids().next();
    private final String subjectId = real.ids().next();

    record Door(String subjectId, boolean open, boolean locked) {
        static final AggregateKind<Door> KIND = new AggregateKind<Door>(
                        COLLECTION, "DOOR", Door.class, Door::subjectId, Set.of(), Set.of(), door -> Map.of())
                .restoredBy(new Restoration<>(
                        (door, lost) ->
                                lost.events().stream().anyMatch(event -> event.type() == EventType.QR_CODE_REVOKED)
                                        ? new Door(door.subjectId, false, door.locked)
                                        : door,
                        (door, now) -> door.state().locked
                                ? Decision.unchanged()
                                : Decision.accept(new Door(door.state().subjectId, door.state().open, true))));

        Decision<Door> used(String doorId) {
            return Decision.accept(
                    this, new NewEvent(EventType.QR_CODE_PAUSED, new QrCodePaused(doorId, subjectId, true)));
        }
    }

    @BeforeEach
    void open() throws IOException {
        mongo.remove(new Query(), COLLECTION).block(WITHIN);
        real.keyRing().create(subjectId).block(WITHIN);
        doors.create(id, new Door(subjectId, true, false)).block(WITHIN);
        doors.change(id, door -> door.state().used(id)).block(WITHIN);
        send(EventType.QR_CODE_PAUSED, id, 1);
        // As it is when nothing was lost.
        try (KeptEvents kept = new KeptEvents(real.bean(KafkaClients.class), real.macs())) {
            new KafkaWitness(folder).replace(kept.ends());
        }
    }

    @Test
    void shouldBringUpWhatTheEventsSay() throws IOException {
        // given
        send(EventType.QR_CODE_PAUSED, id, 2);
        send(EventType.QR_CODE_REVOKED, id, 3);
        send(EventType.QR_CODE_REVOKED, id, 3);

        // when
        restore();

        // then
        assertThat(state()).isEqualTo(new Door(subjectId, false, false));
        assertThat(stored().get("last")).isEqualTo(3L);
        assertThat(report())
                .anySatisfy(line -> assertThat(line)
                        .contains(id, "\"from\":2", "\"to\":3", "APPLIED", "QR_CODE_PAUSED", "QR_CODE_REVOKED"));
        doors.change(id, door -> door.state().used(id)).block(WITHIN);
        assertThat(stored().get("last")).isEqualTo(4L);
    }

    @Test
    void shouldGiveNoNumberTwiceWhereTheContentIsLost() throws IOException {
        // given
        send(EventType.QR_CODE_PAUSED, id, 2);
        String gone = real.ids().next();
        send(EventType.QR_CODE_PAUSED, gone, 1);

        // when
        restore();

        // then
        assertThat(state()).isEqualTo(new Door(subjectId, true, false));
        assertThat(stored().get("last")).isEqualTo(2L);
        assertThat(report())
                .anySatisfy(line -> assertThat(line).contains(id, "CONTENT_LOST"))
                .anySatisfy(line -> assertThat(line).contains("qrCodes", gone, "GONE"));
    }

    /** A patient and the representatives of that patient have one id. */
    @Test
    void shouldTellAggregatesOfOneIdApart() throws IOException {
        // given
        AggregateStore both = real.idleStore();
        Aggregates<Door> others = both.of(new AggregateKind<>(
                "consents", "DOOR", Door.class, Door::subjectId, Set.of(), Set.of(), door -> Map.of()));
        both.of(Door.KIND);
        others.create(id, new Door(subjectId, true, false)).block(WITHIN);
        send(EventType.QR_CODE_REVOKED, id, 2);

        // when
        step(true, folder, both).prepare().block(WITHIN);

        // then
        assertThat(state().open()).isFalse();
        assertThat(mongo.findById(id, Document.class, "consents").block(WITHIN).get("last"))
                .isEqualTo(0L);
    }

    @Test
    void shouldChangeNothingMoreWhenItIsDoneAgain() throws IOException {
        // given
        send(EventType.QR_CODE_REVOKED, id, 2);
        restore();
        Document before = stored();

        // when
        restore();

        // then
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void shouldBelieveNoForgedEvent() throws IOException {
        // given
        Event forged = event(EventType.QR_CODE_REVOKED, id, 2);
        Event other = event(EventType.QR_CODE_PAUSED, id, 1);
        real.publisher()
                .publish(new AttestedEvent(forged, real.macs().attest(other).macs()))
                .join();

        // when
        restore();

        // then
        assertThat(state().open()).isTrue();
        assertThat(stored().get("last")).isEqualTo(1L);
    }

    static Stream<Consumer<Document>> damages() {
        return Stream.of(
                head -> head.append("version", 7L), head -> head.remove("last"), head -> head.append("last", "1"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void shouldGoOnPastADamagedOne(Consumer<Document> damage) throws IOException {
        // given
        String damaged = real.ids().next();
        doors.create(damaged, new Door(subjectId, true, false)).block(WITHIN);
        Document document = mongo.findById(damaged, Document.class, COLLECTION).block(WITHIN);
        damage.accept(document);
        mongo.save(document, COLLECTION).block(WITHIN);
        send(EventType.QR_CODE_REVOKED, damaged, 1);
        send(EventType.QR_CODE_REVOKED, id, 2);

        // when
        restore();

        // then
        assertThat(state().open()).isFalse();
        assertThat(report()).anySatisfy(line -> assertThat(line).contains(damaged, "UNREADABLE"));
    }

    @Test
    void shouldCloseWhatNobodyKnowsAbout() throws IOException {
        // given a Kafka that had more records before
        KafkaWitness witness = new KafkaWitness(folder);
        witness.replace(witness.seen().orElseThrow().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, place -> place.getValue() + 1_000)));

        // when
        restore();

        // then
        assertThat(state()).isEqualTo(new Door(subjectId, true, true));
        assertThat(report()).anySatisfy(line -> assertThat(line).contains(id, "CLOSED"));
    }

    @Test
    void shouldBringUpWhatOnlyACopyOfTheAuditLogTells() throws IOException {
        // given
        String created = real.ids().next();
        Files.write(
                folder.resolve(LoggedEvents.NAME),
                List.of(
                        logged(EventType.QR_CODE_PAUSED, id, 1),
                        logged(EventType.QR_CODE_REVOKED, id, 2),
                        logged(EventType.DATA_READ, "producer", 7),
                        logged(EventType.QR_CODE_REQUESTED, created, 1),
                        "{\"eventId\":\"e\",\"type\":\"of.a.later.version\",\"aggregate\":\"a\",\"sequence\":1,"
                                + "\"time\":\"2026-11-30T10:00:00Z\"}"));

        // when
        restore();

        // then
        assertThat(state().open()).isFalse();
        assertThat(stored().get("last")).isEqualTo(2L);
        assertThat(report())
                .noneSatisfy(line -> assertThat(line).contains("producer"))
                .anySatisfy(line -> assertThat(line).contains(id, "\"from\":2", "APPLIED"))
                .anySatisfy(line -> assertThat(line).contains(created, "GONE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "revoked", "{\"eventId\":\"e\",\"type\":\"t\"}", "\u0000"})
    void shouldNameALineThatIsNoEvent(String line) throws IOException {
        // given
        Files.write(folder.resolve(LoggedEvents.NAME), List.of(logged(EventType.QR_CODE_REVOKED, id, 2), line));

        // when, then
        assertThatThrownBy(this::restore)
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining(LoggedEvents.NAME);
    }

    private static String logged(EventType type, String subject, long sequence) {
        return "{\"eventId\":\"%s\",\"type\":\"%s\",\"aggregate\":\"%s\",\"sequence\":%d,\"time\":\"2026-11-30T10:00:00Z\"}"
                .formatted(real.ids().next(), type.ceType(), subject, sequence);
    }

    @Test
    void shouldCloseNothingWhereKafkaHasAllEvents() throws IOException {
        restore();
        assertThat(state().locked()).isFalse();
    }

    @Test
    void shouldCloseItIfNothingWasRemembered() throws IOException {
        // given
        Files.delete(folder.resolve(KafkaWitness.NAME));

        // when
        restore();

        // then
        assertThat(state().locked()).isTrue();
        assertThat(new KafkaWitness(folder).seen()).isPresent();
    }

    @Test
    void shouldDoNothingUnlessItIsAsked() throws IOException {
        // given
        send(EventType.QR_CODE_REVOKED, id, 2);

        // when
        step(false, folder).prepare().block(WITHIN);

        // then
        assertThat(state().open()).isTrue();
    }

    @Test
    void shouldRefuseAStoreThatWasPutBackUntilSomebodyKnowsIt() throws IOException {
        // given a store of an earlier time
        StoreWitness witness = new StoreWitness(folder, mongo, real.ids());
        witness.sweep().block(WITHIN);
        List<Document> backup =
                mongo.findAll(Document.class, "storeMarks").collectList().block(WITHIN);
        step(false, folder).prepare().block(WITHIN);
        witness.sweep().block(WITHIN);
        mongo.remove(new Query(), "storeMarks").block(WITHIN);
        mongo.insert(backup, "storeMarks").blockLast(WITHIN);

        // when, then
        assertThatThrownBy(() -> step(false, folder).prepare().block(WITHIN))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("HEALTHPASSPORT_RESTORE_REASON");

        // when
        restore();

        // then
        step(false, folder).prepare().block(WITHIN);
        witness.sweep().block(WITHIN);
        step(false, folder).prepare().block(WITHIN);
    }

    @Test
    void shouldRefuseAWitnessThatItCannotRead() throws IOException {
        Files.writeString(folder.resolve(StoreWitness.NAME), "something else\n");
        assertThatThrownBy(() -> step(false, folder).prepare().block(WITHIN))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining(StoreWitness.NAME);
    }

    @Test
    void shouldAskForAFolder() {
        assertThatThrownBy(() -> step(true, null).prepare().block(WITHIN))
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("HEALTHPASSPORT_WITNESS_DIR");
    }

    private void restore() {
        step(true, folder).prepare().block(WITHIN);
    }

    private StoreRestore step(boolean restored, Path to) {
        return step(restored, to, store);
    }

    private static StoreRestore step(boolean restored, Path to, AggregateStore of) {
        return new StoreRestore(
                restored,
                of,
                real.mongo(),
                real.bean(KafkaClients.class),
                real.macs(),
                new KafkaWitness(to),
                new StoreWitness(to, real.mongo(), real.ids()),
                real.clock());
    }

    private List<String> report() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.filter(each -> each.toString().endsWith(".jsonl"))
                    .max(Path::compareTo)
                    .orElseThrow();
            return Files.readAllLines(file);
        }
    }

    private Door state() {
        return doors.find(id).block(WITHIN).state();
    }

    private Document stored() {
        return mongo.findById(id, Document.class, COLLECTION).block(WITHIN);
    }

    private static void send(EventType type, String subject, long sequence) {
        real.publisher()
                .publish(real.macs().attest(event(type, subject, sequence)))
                .join();
    }

    private static Event event(EventType type, String subject, long sequence) {
        return new Event(
                real.ids().next(),
                type,
                subject,
                Instant.now(),
                "a patient",
                sequence,
                "a request",
                null,
                null,
                EventCodec.encode(
                        type == EventType.QR_CODE_PAUSED
                                ? new QrCodePaused(subject, "a patient", true)
                                : new QrCodeRevoked(subject, "a patient")));
    }
}
