package org.healthpassport.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.bson.Document;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;

/** Releases that have different index fields share a collection of guarded aggregates, as during an update. */
class GuardedFieldsPropertyTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String COLLECTION = "permits";
    private static final List<String> FIELDS = List.of("permitOf", "permitFor", "permitAt");

    private static final StoreAndBus real = StoreAndBus.shared();

    private final ReactiveMongoTemplate mongo = real.anotherMongo();

    /** @param values of the index fields that a release may have */
    record Permit(String subjectId, Map<String, String> values) {}

    /** A change that one of the releases makes. */
    record Step(int release, Map<String, String> values) {}

    /** @param value null to remove the field */
    record Edit(String field, @Nullable String value) {}

    private static Aggregates<Permit> release(Set<String> fields) {
        return real.idleStore()
                .of(new AggregateKind<>(
                                COLLECTION,
                                "PERMIT",
                                Permit.class,
                                Permit::subjectId,
                                Set.of(),
                                fields,
                                permit -> fieldsOf(permit, fields))
                        .withGuard());
    }

    private static Map<String, @Nullable Object> fieldsOf(Permit permit, Set<String> fields) {
        Map<String, @Nullable Object> all = new HashMap<>();
        fields.forEach(field -> all.put(field, permit.values().get(field)));
        return all;
    }

    @Property(tries = 60)
    void shouldReadWhatAnyReleaseStoredAndNoticeEachEditOfAFieldThatItKnows(
            @ForAll("fields") Set<String> older,
            @ForAll("fields") Set<String> newer,
            @ForAll("steps") @Size(min = 1, max = 4) List<Step> steps,
            @ForAll("edits") Edit edit) {
        // given
        List<Set<String>> known = List.of(older, newer);
        List<Aggregates<Permit>> releases = List.of(release(older), release(newer));
        String id = real.ids().next();
        String subjectId = real.ids().next();
        real.keyRing().create(subjectId).block(WITHIN);

        // when they change it in turn
        Step first = steps.get(0);
        releases.get(first.release())
                .create(id, new Permit(subjectId, first.values()))
                .block(WITHIN);
        assertReadable(releases, id, first.values());
        for (Step next : steps.subList(1, steps.size())) {
            releases.get(next.release())
                    .change(id, permit -> Decision.accept(new Permit(subjectId, next.values())))
                    .block(WITHIN);

            // then
            assertReadable(releases, id, next.values());
        }

        // when somebody edits it in the database
        Document stored = mongo.findById(id, Document.class, COLLECTION).block(WITHIN);
        Update update =
                edit.value() == null ? new Update().unset(edit.field()) : new Update().set(edit.field(), edit.value());
        mongo.updateFirst(query(where("_id").is(id)), update, COLLECTION).block(WITHIN);

        // then
        boolean edited = !Objects.equals(stored.get(edit.field()), edit.value());
        for (int release = 0; release < releases.size(); release++) {
            if (edited && known.get(release).contains(edit.field())) {
                assertUnreadable(releases.get(release), id);
            } else {
                assertThat(releases.get(release).find(id).block(WITHIN)).isNotNull();
            }
        }
    }

    private static void assertReadable(List<Aggregates<Permit>> releases, String id, Map<String, String> values) {
        assertThat(releases)
                .allSatisfy(release -> assertThat(
                                release.find(id).block(WITHIN).state().values())
                        .isEqualTo(values));
    }

    private static void assertUnreadable(Aggregates<Permit> release, String id) {
        assertThatThrownBy(() -> release.find(id).block(WITHIN))
                .isInstanceOfSatisfying(
                        CannotBeRead.class,
                        broken -> assertThat(broken.unreadable().reason()).isEqualTo(UnreadableReason.SEAL_BROKEN));
    }

    @Provide
    Arbitrary<Set<String>> fields() {
        return Arbitraries.of(FIELDS).set();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1), Arbitraries.maps(Arbitraries.of(FIELDS), values()))
                .as(Step::new)
                .list();
    }

    @Provide
    Arbitrary<Edit> edits() {
        return Combinators.combine(Arbitraries.of(FIELDS), values().injectNull(0.3))
                .as(Edit::new);
    }

    private static Arbitrary<String> values() {
        return Arbitraries.of("Ada", "Grace");
    }
}
