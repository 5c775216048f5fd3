package org.healthpassport.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bson.Document;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.aggregates.watch.Watched;
import org.healthpassport.events.EventType;
import org.healthpassport.events.qrcode.QrCodeRevoked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Aggregates of which none may go back, against somebody who can write to the database. */
class WatchedAggregatesTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String COLLECTION = "doors";

    private static final StoreAndBus real = StoreAndBus.shared();

    private final ReactiveMongoTemplate mongo = real.anotherMongo();
    private final Watched<Door> watched = watched();
    private final Aggregates<Door> doors = instance(watched);
    private final String id = real.ids().next();
    private final String subjectId = real.ids().next();

    record Door(String subjectId, boolean open, int uses) {
        static final AggregateKind<Door> KIND = new AggregateKind<>(
                COLLECTION, "DOOR", Door.class, Door::subjectId, Set.of(), Set.of(), door -> Map.of());

        Decision<Door> shut(String id) {
            return Decision.accept(
                    new Door(subjectId, false, uses),
                    new NewEvent(EventType.QR_CODE_REVOKED, new QrCodeRevoked(id, subjectId)));
        }

        Decision<Door> used(String id) {
            return Decision.accept(
                    new Door(subjectId, open, uses + 1),
                    new NewEvent(EventType.QR_CODE_REVOKED, new QrCodeRevoked(id, subjectId)));
        }

        Decision<Door> usedInSecret() {
            return Decision.accept(new Door(subjectId, open, uses + 1));
        }
    }

    private static Watched<Door> watched() {
        Set<EventType> events = Set.of(EventType.QR_CODE_REVOKED);
        return new Watched<>("doors", COLLECTION, new Criteria(), door -> !door.open(), events, events, 1 << 10);
    }

    private static Aggregates<Door> instance(Watched<Door> watched) {
        return real.idleStore().of(Door.KIND, watched);
    }

    @BeforeEach
    void open() {
        real.keyRing().create(subjectId).block(WITHIN);
        doors.create(id, new Door(subjectId, true, 0)).block(WITHIN);
        change(doors, door -> door.used(id));
    }

    @Test
    void shouldNotReadAnOlderStateThatSomebodyPutBack() {
        // given an instance that only reads
        Document before = stored();
        change(doors, door -> door.shut(id));
        Aggregates<Door> reader = instance(watched());
        reader.find(id).block(WITHIN);

        // when
        mongo.save(before, COLLECTION).block(WITHIN);

        // then
        for (Aggregates<Door> instance : List.of(doors, reader)) {
            assertOutdated(instance);
            assertThat(instance.ofSubject(subjectId, null)
                            .blockFirst(WITHIN)
                            .aggregate()
                            .ifBroken())
                    .hasValueSatisfying(broken -> assertThat(broken.reason()).isEqualTo(UnreadableReason.OUTDATED));
            assertThatThrownBy(() -> change(instance, door -> door.used(id))).isInstanceOf(CannotBeRead.class);
        }
    }

    @Test
    void shouldKnowItByAnEventOfAnotherInstanceToo() {
        // given
        Document before = stored();
        Aggregates<Door> another = instance(watched());
        change(another, door -> door.shut(id));

        // when
        assertThat(doors.find(id).block(WITHIN).state().open()).isFalse();
        mongo.save(before, COLLECTION).block(WITHIN);

        // then
        assertOutdated(doors);
    }

    /** Another instance, which had not heard of the end yet, changed the old state. */
    @Test
    void shouldNotReadAnotherPastThatHasAsManyEvents() {
        // given
        Document before = stored();
        change(doors, door -> door.shut(id));
        Document shut = stored();

        // when
        mongo.save(before, COLLECTION).block(WITHIN);
        Watched<Door> late = watched();
        change(instance(late), door -> door.used(id));

        // then
        assertThat(stored().get("last")).isEqualTo(shut.get("last"));
        assertOutdated(doors);
        mongo.save(shut, COLLECTION).block(WITHIN);
        assertThat(doors.find(id).block(WITHIN).state().open()).isFalse();
    }

    @Test
    void shouldTellTwoPastsApartAfterAChangeWithoutAnEvent() {
        // given
        Document before = stored();
        change(doors, door -> door.shut(id));
        change(doors, Door::usedInSecret);
        assertThat(doors.find(id).block(WITHIN).state().uses()).isEqualTo(2);

        // when
        mongo.save(before, COLLECTION).block(WITHIN);
        Aggregates<Door> late = instance(watched());
        change(late, door -> door.used(id));
        change(late, Door::usedInSecret);

        // then
        assertOutdated(doors);
    }

    @Test
    void shouldKeepNothingOfOnesThatWereNeverShut() {
        assertThat(watched.knows(id)).isFalse();
        change(doors, door -> door.shut(id));
        assertThat(watched.newest(id)).isEqualTo(2);
    }

    @Test
    void shouldReadWhatWasStoredBeforeTheIdOfItsLastEventWasSealed() {
        // given
        Aggregates<Door> earlier = real.idleStore().of(Door.KIND);
        change(earlier, door -> door.shut(id));

        // then
        assertThat(doors.find(id).block(WITHIN).state().open()).isFalse();
        change(doors, Door::usedInSecret);
        change(doors, door -> door.used(id));
        assertThat(watched.newest(id)).isEqualTo(3);
    }

    @Test
    void shouldFindNoneWhereThereIsNone() {
        // given
        change(doors, door -> door.shut(id));

        // when
        mongo.remove(stored(), COLLECTION).block(WITHIN);

        // then
        assertThat(doors.find(id).block(WITHIN)).isNull();
    }

    /** A read that began before a change is no old document. */
    @Test
    void shouldReadWhileOthersChangeIt() {
        // given
        change(doors, door -> door.shut(id));
        List<Aggregates<Door>> instances = List.of(doors, instance(watched()), instance(watched));

        // when
        List<Long> read = Flux.fromStream(IntStream.range(0, 400).boxed())
                .flatMap(
                        i -> (i % 8 == 0
                                        ? instances
                                                .get(i / 8 % 3)
                                                .change(id, door -> door.state().used(id))
                                                .retryWhen(ConcurrentChanges.RETRIES)
                                        : instances.get(i % 3).find(id))
                                .map(Snapshot::version)
                                .subscribeOn(Schedulers.boundedElastic()),
                        8)
                .collectList()
                .block(WITHIN);

        // then
        assertThat(read).hasSize(400);
        assertThat(doors.find(id).block(WITHIN).state().uses()).isEqualTo(51);
    }

    private void change(Aggregates<Door> instance, Function<Door, Decision<Door>> decide) {
        instance.change(id, door -> decide.apply(door.state())).block(WITHIN);
    }

    private Document stored() {
        return mongo.findById(id, Document.class, COLLECTION).block(WITHIN);
    }

    private void assertOutdated(Aggregates<Door> instance) {
        assertThatThrownBy(() -> instance.find(id).block(WITHIN))
                .isInstanceOfSatisfying(
                        CannotBeRead.class,
                        broken -> assertThat(broken.unreadable().reason()).isEqualTo(UnreadableReason.OUTDATED));
    }
}
