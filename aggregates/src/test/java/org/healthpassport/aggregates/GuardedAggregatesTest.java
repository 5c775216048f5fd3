package org.healthpassport.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.Document;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Aggregates that give rights, against somebody who can write to the database. */
class GuardedAggregatesTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String COLLECTION = "passes";

    private static final StoreAndBus real = StoreAndBus.shared();

    private final ReactiveMongoTemplate mongo = real.anotherMongo();
    private final Aggregates<Pass> passes = instance();
    private final String id = real.ids().next();
    private final String subjectId = real.ids().next();

    /** Somebody may enter while it is open. */
    record Pass(String subjectId, String holder, long uses, boolean open) {
        static final AggregateKind<Pass> KIND = new AggregateKind<>(
                        COLLECTION,
                        "PASS",
                        Pass.class,
                        Pass::subjectId,
                        Set.of("place"),
                        Set.of("holder", "openTo"),
                        Pass::fields)
                .withGuard("holder", "openTo");

        /** As an earlier release stored them, without the names of their fields and without a place. */
        static final AggregateKind<Pass> EARLIER = new AggregateKind<>(
                COLLECTION, "PASS", Pass.class, Pass::subjectId, Set.of(), Set.of("holder", "openTo"), pass -> {
                    Map<String, @Nullable Object> fields = pass.fields();
                    fields.remove("place");
                    return fields;
                });

        Map<String, @Nullable Object> fields() {
            Map<String, @Nullable Object> fields = new HashMap<>();
            fields.put("holder", holder);
            fields.put("openTo", open ? List.of(holder, "the porter") : null);
            fields.put("place", open ? subjectId + " 1" : null);
            return fields;
        }

        Decision<Pass> used() {
            return Decision.accept(new Pass(subjectId, holder, uses + 1, open));
        }

        Decision<Pass> closed() {
            return Decision.accept(new Pass(subjectId, holder, uses, false));
        }
    }

    private static Aggregates<Pass> instance() {
        return real.idleStore().of(Pass.KIND);
    }

    @BeforeEach
    void open() {
        real.keyRing().create(subjectId).block(WITHIN);
        passes.create(id, new Pass(subjectId, "Grace", 0, true)).block(WITHIN);
    }

    @Test
    void shouldReadItOnEveryInstance() {
        assertThat(passes.find(id).block(WITHIN).state().open()).isTrue();
        assertThat(instance().find(id).block(WITHIN).state().open()).isTrue();
        assertThat(passes.listedBy("openTo", "Grace", null)
                        .filter(listed -> listed.position().id().equals(id))
                        .blockFirst(WITHIN)
                        .aggregate()
                        .ifReadable())
                .isPresent();
    }

    @Test
    void shouldNotObeyAnOlderVersionThatSomebodyPutBack() {
        // given an instance that only reads
        Document before = stored();
        passes.change(id, pass -> pass.state().closed()).block(WITHIN);
        Aggregates<Pass> reader = instance();
        reader.find(id).block(WITHIN);

        // when
        mongo.remove(query(where("_id").is(id)), COLLECTION).block(WITHIN);
        mongo.insert(before, COLLECTION).block(WITHIN);

        // then
        for (Aggregates<Pass> instance : List.of(passes, reader)) {
            assertUnreadable(instance, UnreadableReason.OUTDATED);
            assertThat(instance.listedBy("openTo", "Grace", null)
                            .filter(listed -> listed.position().id().equals(id))
                            .blockFirst(WITHIN)
                            .aggregate()
                            .ifBroken())
                    .hasValueSatisfying(broken -> assertThat(broken.reason()).isEqualTo(UnreadableReason.OUTDATED));
            assertThatThrownBy(() ->
                            instance.change(id, pass -> pass.state().used()).block(WITHIN))
                    .isInstanceOf(CannotBeRead.class);
        }
    }

    @Test
    void shouldSayThatItIsGoneIfItWasSeen() {
        // when
        mongo.remove(query(where("_id").is(id)), COLLECTION).block(WITHIN);

        // then
        assertUnreadable(passes, UnreadableReason.MISSING);
        assertThat(passes.find("never seen").block(WITHIN)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"holder", "openTo", "place"})
    void shouldNotObeyWhatSomebodyEditedInClear(String field) {
        for (Update edit : List.of(new Update().unset(field), new Update().set(field, "Linus"))) {
            // given
            Document before = stored();

            // when
            mongo.updateFirst(query(where("_id").is(id)), edit, COLLECTION).block(WITHIN);

            // then
            assertUnreadable(passes, UnreadableReason.SEAL_BROKEN);
            mongo.save(before, COLLECTION).block(WITHIN);
            assertThat(passes.find(id).block(WITHIN)).isNotNull();
        }
    }

    @Test
    void shouldNotObeyAFieldThatTheStateDoesNotHave() {
        // given
        passes.change(id, pass -> pass.state().closed()).block(WITHIN);

        // when
        mongo.updateFirst(query(where("_id").is(id)), new Update().set("openTo", List.of("Grace")), COLLECTION)
                .block(WITHIN);

        // then
        assertUnreadable(passes, UnreadableReason.SEAL_BROKEN);
    }

    @Test
    void shouldReadWhatWasStoredBeforeTheNamesOfItsFieldsWereSealed() {
        // given
        String earlier = earlier();

        // then
        assertThat(passes.find(earlier).block(WITHIN).state().holder()).isEqualTo("Grace");

        // when
        passes.change(earlier, pass -> pass.state().used()).block(WITHIN);

        // then
        assertThat(stored(earlier)).containsEntry("place", subjectId + " 1");
        mongo.updateFirst(query(where("_id").is(earlier)), new Update().unset("place"), COLLECTION)
                .block(WITHIN);
        assertUnreadable(passes, earlier, UnreadableReason.SEAL_BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"holder", "openTo", "place"})
    void shouldNotObeyWhatSomebodyEditedInWhatWasStoredBefore(String field) {
        // given
        String earlier = earlier();
        boolean mayBeAbsent = field.equals("place");

        // when
        mongo.updateFirst(query(where("_id").is(earlier)), new Update().set(field, "Linus"), COLLECTION)
                .block(WITHIN);

        // then
        assertUnreadable(passes, earlier, UnreadableReason.SEAL_BROKEN);

        // when
        mongo.updateFirst(query(where("_id").is(earlier)), new Update().unset(field), COLLECTION)
                .block(WITHIN);

        // then
        if (mayBeAbsent) {
            assertThat(passes.find(earlier).block(WITHIN)).isNotNull();
        } else {
            assertUnreadable(passes, earlier, UnreadableReason.SEAL_BROKEN);
        }
    }

    private String earlier() {
        mongo.remove(query(where("_id").is(id)), COLLECTION).block(WITHIN);
        String earlier = real.ids().next();
        real.idleStore()
                .of(Pass.EARLIER)
                .create(earlier, new Pass(subjectId, "Grace", 0, true))
                .block(WITHIN);
        return earlier;
    }

    /** A read that began before a change is no old document. */
    @Test
    void shouldReadWhileOthersChangeIt() {
        // given
        Aggregates<Pass> another = instance();
        List<Aggregates<Pass>> instances = List.of(passes, another);

        // when
        List<Long> read = Flux.fromStream(IntStream.range(0, 400).boxed())
                .flatMap(
                        i -> (i % 8 == 0
                                        ? instances
                                                .get(i / 8 % 2)
                                                .change(id, pass -> pass.state().used())
                                                .retryWhen(ConcurrentChanges.RETRIES)
                                        : i % 8 == 1
                                                ? passes.listedBy("openTo", "Grace", null)
                                                        .filter(listed -> listed.position()
                                                                .id()
                                                                .equals(id))
                                                        .next()
                                                        .map(listed -> listed.aggregate()
                                                                .orThrow())
                                                : instances.get(i % 2).find(id))
                                .map(Snapshot::version)
                                .subscribeOn(Schedulers.boundedElastic()),
                        8)
                .collectList()
                .block(WITHIN);

        // then
        assertThat(read).hasSize(400);
        assertThat(passes.find(id).block(WITHIN).state().uses()).isEqualTo(50);
    }

    private Document stored() {
        return stored(id);
    }

    private Document stored(String id) {
        return mongo.findById(id, Document.class, COLLECTION).block(WITHIN);
    }

    private void assertUnreadable(Aggregates<Pass> instance, UnreadableReason reason) {
        assertUnreadable(instance, id, reason);
    }

    private static void assertUnreadable(Aggregates<Pass> instance, String id, UnreadableReason reason) {
        assertThatThrownBy(() -> instance.find(id).block(WITHIN))
                .isInstanceOfSatisfying(
                        CannotBeRead.class,
                        broken -> assertThat(broken.unreadable().reason()).isEqualTo(reason));
    }
}
