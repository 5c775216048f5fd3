package org.healthpassport.aggregates.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class AuditKeyRingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final StoreAndBus real = StoreAndBus.shared();

    private final ReactiveMongoTemplate mongo = real.bean(ReactiveMongoTemplate.class);
    private final UnreadableAlarm alarm = real.alarm();
    private final SubjectKeyRing subjectKeys = real.bean(SubjectKeyRing.class);
    private final String subjectId = UUID.randomUUID().toString();

    @Test
    void shouldMakeAuditKeysWithAllOthers() {
        // when
        subjectKeys.create(subjectId).block(PATIENCE);

        // then
        assertThat(stored().getString("pseudonym"))
                .isEqualTo(another().of(subjectId).block(PATIENCE).pseudonym())
                .isNotEqualTo(subjectId);
    }

    @Test
    void shouldAgreeOnKeysForASubjectThatIsOlderThanThey() {
        // given
        subjectKeys.create(subjectId).block(PATIENCE);
        another().discard(subjectId).block(PATIENCE);
        List<AuditKeyRing> instances =
                Stream.generate(AuditKeyRingTest.this::another).limit(16).toList();

        // when
        List<String> pseudonyms = Flux.fromIterable(instances)
                .flatMap(instance -> instance.of(subjectId), 16)
                .map(AuditKeys::pseudonym)
                .collectList()
                .block(PATIENCE);

        // then
        assertThat(pseudonyms).hasSize(16).containsOnly(stored().getString("pseudonym"));
    }

    @Test
    void shouldMakeNothingForWhoDoesNotExist() {
        assertThat(another().of(subjectId).blockOptional(PATIENCE)).isEmpty();
        assertThat(stored()).isNull();
    }

    @Test
    void shouldKeepTheEvidenceWhenASubjectIsErased() {
        // given
        subjectKeys.create(subjectId).block(PATIENCE);
        String pseudonym = stored().getString("pseudonym");

        // when
        subjectKeys.destroy(subjectId).block(PATIENCE);

        // then
        assertThat(another().of(subjectId).map(AuditKeys::pseudonym).block(PATIENCE))
                .isEqualTo(pseudonym);
    }

    @Test
    void shouldLeaveNothingOfASubjectThatNeverCameToBe() {
        // given
        subjectKeys.create(subjectId).block(PATIENCE);

        // when
        subjectKeys.discard(subjectId).block(PATIENCE);

        // then
        assertThat(stored()).isNull();
        assertThat(subjectKeys.of(subjectId).blockOptional(PATIENCE)).isEmpty();
    }

    @Test
    void shouldHaveKeysForWhatBelongsToNobody() {
        assertThat(Mono.zip(another().ofService(), another().ofService())
                        .map(both ->
                                both.getT1().pseudonym().equals(both.getT2().pseudonym()))
                        .block(PATIENCE))
                .isTrue();
    }

    @Test
    void shouldForgetKeysThatAnotherInstanceDiscardedWithinAMinuteHoweverOftenTheyAreUsed() {
        // given
        AtomicLong now = new AtomicLong();
        AuditKeyRing ring = new AuditKeyRing(mongo, real.bean(KeyEncryptionKeys.class), alarm, now::get);
        subjectKeys.create(subjectId).block(PATIENCE);
        assertThat(ring.of(subjectId).blockOptional(PATIENCE)).isPresent();
        subjectKeys.discard(subjectId).block(PATIENCE);

        // when
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        ring.of(subjectId).block(PATIENCE);
        now.addAndGet(Duration.ofSeconds(1).toNanos());

        // then
        assertThat(ring.of(subjectId).blockOptional(PATIENCE)).isEmpty();
    }

    @Test
    void shouldBlameTheOneDocumentForKeysThatWereDamaged() {
        // given
        String other = UUID.randomUUID().toString();
        subjectKeys.create(subjectId).block(PATIENCE);
        subjectKeys.create(other).block(PATIENCE);
        Object ofOther = mongo.findById(other, Document.class, AuditKeyDocument.COLLECTION)
                .block(PATIENCE)
                .get("keysets");
        mongo.updateFirst(
                        query(where("_id").is(subjectId)),
                        Update.update("keysets", ofOther),
                        AuditKeyDocument.COLLECTION)
                .block(PATIENCE);

        // when
        Throwable failure = catchThrowable(() -> another().of(subjectId).block(PATIENCE));

        // then
        assertThat(failure).isInstanceOf(CannotBeRead.class);
        assertThat(Failures.kindOf(failure)).isEqualTo(FailureKind.UNREADABLE);
        assertThat(another().of(other).blockOptional(PATIENCE)).isPresent();
    }

    /** Another instance, with nothing cached. */
    private AuditKeyRing another() {
        return new AuditKeyRing(mongo, real.bean(KeyEncryptionKeys.class), alarm);
    }

    private Document stored() {
        return mongo.findById(subjectId, Document.class, AuditKeyDocument.COLLECTION)
                .block(PATIENCE);
    }
}
