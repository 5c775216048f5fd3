package org.healthpassport.api.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.consent.ConsentUnderTest.path;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.events.Event;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests about the trails of the service under test, and the rows in its store. */
public record TrailUnderTest(ApiUnderTest api) {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final String ROWS = "trail";

    public ResponseSpec get(SignedIn caller, SignedIn patient, String query) {
        return api.client(caller).get().uri(path(patient) + "/accesses" + query).exchange();
    }

    public JsonNode page(SignedIn caller, SignedIn patient, String query) {
        return JsonMapper.shared()
                .readTree(get(caller, patient, query)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    /** All items, newest first, but this request itself, which must be the first. */
    public List<JsonNode> before(SignedIn caller, SignedIn patient) {
        List<JsonNode> items = items(page(caller, patient, "?limit=200"));
        assertThat(items.get(0).get("resourceType").asString()).isEqualTo("ACCESS");
        return items.subList(1, items.size());
    }

    /** The newest item that matches; there must be one, as soon as an event of another instance can be there. */
    public JsonNode newest(SignedIn caller, SignedIn patient, Predicate<JsonNode> which) {
        List<JsonNode> found = new ArrayList<>();
        Awaitility.await()
                .atMost(WITHIN)
                .until(() -> before(caller, patient).stream()
                        .filter(which)
                        .findFirst()
                        .map(found::add)
                        .orElse(false));
        return found.get(0);
    }

    public static List<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.get("items").spliterator(), false).toList();
    }

    public static Predicate<JsonNode> of(String action, String resourceType) {
        return item -> item.has("action")
                && item.get("action").asString().equals(action)
                && resourceType.equals(item.get("resourceType").asString());
    }

    /** Waits until the consumers have made all rows of a patient, without any reader. */
    public List<Document> awaitRows(SignedIn patient, int count) {
        Awaitility.await().atMost(WITHIN).until(() -> rows(patient).size() == count);
        return rows(patient);
    }

    /** The rows of a patient as they are stored, newest first. */
    public List<Document> rows(SignedIn patient) {
        return mongo().find(ofPatient(patient).with(Sort.by("time", "_id").descending()), Document.class, ROWS)
                .collectList()
                .block(WITHIN);
    }

    public void change(Document row, String field, Object value) {
        mongo().updateFirst(byId(row), Update.update(field, value), ROWS).block(WITHIN);
    }

    public void remove(Document row) {
        mongo().remove(byId(row), ROWS).block(WITHIN);
    }

    /** Puts an event on the bus once more, as it is or changed. */
    public void publish(Event event) {
        api.publish(event);
    }

    private static Query ofPatient(SignedIn patient) {
        return Query.query(Criteria.where("patientId").is(patient.patientId()));
    }

    private static Query byId(Document row) {
        return Query.query(Criteria.where("_id").is(row.get("_id")));
    }

    private ReactiveMongoTemplate mongo() {
        return api.bean(ReactiveMongoTemplate.class);
    }
}
