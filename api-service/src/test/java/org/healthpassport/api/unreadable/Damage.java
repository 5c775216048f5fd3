package org.healthpassport.api.unreadable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyPurpose;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;

/** Damages stored documents, as bad disks, wrong restores and intruders do. */
record Damage(ApiUnderTest api) {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final String SEALED = "sealed";

    /** Flips one bit in the middle of the sealed bytes. */
    void flipBit(String collection, String id) {
        flipBit(collection, id, SEALED);
    }

    void flipBit(String collection, String id, String field) {
        byte[] sealed =
                stored(collection, id).get(field, Binary.class).getData().clone();
        sealed[sealed.length / 2] ^= 1;
        set(collection, id, field, new Binary(sealed));
    }

    /** Gives a document a field of another one. */
    void copyField(String collection, String id, String other, String field) {
        set(collection, id, field, stored(collection, other).get(field));
    }

    /** Swaps the sealed bytes of two documents. */
    void swap(String collection, String one, String other) {
        Object ofOne = stored(collection, one).get(SEALED);
        set(collection, one, SEALED, stored(collection, other).get(SEALED));
        set(collection, other, SEALED, ofOne);
    }

    /** Other content of an aggregate, properly sealed. */
    void reseal(String collection, String id, String patientId, byte[] plain) {
        String version = stored(collection, id).getLong("version").toString();
        set(collection, id, SEALED, sealed(patientId, plain, AssociatedData.of(collection, id, version)));
    }

    /** Other content of a part of a record's version, properly sealed. */
    void resealVersion(String id, String part, String patientId, String plain) {
        byte[] place = AssociatedData.of("recordVersions", id, part);
        set("recordVersions", id, part, sealed(patientId, plain.getBytes(UTF_8), place));
    }

    private Binary sealed(String patientId, byte[] plain, byte[] place) {
        return new Binary(
                api.bean(SubjectKeyRing.class).of(patientId).block(WITHIN).seal(KeyPurpose.STATE, plain, place));
    }

    void set(String collection, String id, String field, @Nullable Object value) {
        update(collection, id, new Update().set(field, value));
    }

    void unset(String collection, String id, String field) {
        update(collection, id, new Update().unset(field));
    }

    void remove(String collection, String id) {
        assertThat(mongo().remove(query(where("_id").is(id)), collection)
                        .block(WITHIN)
                        .getDeletedCount())
                .isOne();
    }

    /** Stores a document as it is, in the place of the one with its id if there is one. */
    void put(String collection, Document document) {
        mongo().save(document, collection).block(WITHIN);
    }

    /** The document with that id as it is now, once its events are sent. */
    Document copy(String collection, String id) {
        await().atMost(WITHIN).until(() -> !stored(collection, id).containsKey("outbox"));
        return stored(collection, id);
    }

    /** Makes the service read a subject's keys anew. */
    void forgetKeys(String subjectId) {
        api.bean(SubjectKeyRing.class).forget(subjectId);
    }

    Document stored(String collection, String id) {
        Document found = mongo().findById(id, Document.class, collection).block(WITHIN);
        assertThat(found).isNotNull();
        return found;
    }

    long count(String collection, String field, Object value) {
        return mongo().count(query(where(field).is(value)), collection).block(WITHIN);
    }

    /** The id of the document that holds a version of a record. */
    String versionId(String recordId, long number) {
        Document version = mongo().findOne(
                        query(where("_id").regex("^%s/%010d/".formatted(recordId, number))),
                        Document.class,
                        "recordVersions")
                .block(WITHIN);
        assertThat(version).isNotNull();
        return version.getString("_id");
    }

    private void update(String collection, String id, Update update) {
        assertThat(mongo().updateFirst(query(where("_id").is(id)), update, collection)
                        .block(WITHIN)
                        .getMatchedCount())
                .isOne();
    }

    private ReactiveMongoTemplate mongo() {
        return api.bean(ReactiveMongoTemplate.class);
    }
}
