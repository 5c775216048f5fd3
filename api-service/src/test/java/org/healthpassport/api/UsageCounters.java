package org.healthpassport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;

/** The counters of one patient, as they are stored. */
public final class UsageCounters {
    private static final String COLLECTION = "usageCounters";
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final ApiUnderTest api;
    private final String patientId;

    public UsageCounters(ApiUnderTest api, String patientId) {
        this.api = api;
        this.patientId = patientId;
    }

    public long used(String kind) {
        return counter(kind).getLong("used");
    }

    public long reserved(String kind) {
        return counter(kind).get("reserved", Document.class).size();
    }

    /** Waits until nothing is reserved and that much is used. */
    public void await(String kind, long used) {
        Awaitility.await().atMost(WITHIN).untilAsserted(() -> {
            assertThat(used(kind)).isEqualTo(used);
            assertThat(reserved(kind)).isZero();
        });
    }

    public void set(String kind, long used) {
        mongo().updateFirst(
                        query(where("_id").is(id(kind))),
                        new Update().set("used", used).inc("revision", 1L),
                        COLLECTION)
                .block(WITHIN);
    }

    private Document counter(String kind) {
        Document counter =
                mongo().findById(id(kind), Document.class, COLLECTION).block(WITHIN);
        assertThat(counter).as(kind).isNotNull();
        return counter;
    }

    private String id(String kind) {
        return patientId + '/' + kind;
    }

    private ReactiveMongoTemplate mongo() {
        return api.bean(ReactiveMongoTemplate.class);
    }
}
