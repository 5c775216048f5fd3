package org.healthpassport.api.record.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.io.IOException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.Instance;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.ChildInstance;
import org.healthpassport.api.CuttableLine;
import org.healthpassport.api.CuttableLine.Held;
import org.healthpassport.api.record.race.Operation.Manner;
import org.healthpassport.api.record.race.Request.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/**
 * An instance that stands still between the version that it has written and the head that is to name it, for so long
 * that another one sweeps. Its commit is kept on the way to the store meanwhile, so that it comes to stand right there.
 */
class StoppedInstanceTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    /** Long enough to write a version and a head, and short enough to wait for. */
    private static final Duration SWEPT_AFTER = Duration.ofMillis(600);

    private static final String VERSIONS = "recordVersions";
    private static final String HEADS = "records";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static CuttableLine line;
    private static ChildInstance child;
    private static Instance sweeping;

    private Round round;
    private SignedIn patient;

    @BeforeAll
    static void startInstances() throws IOException {
        String reason = "kill -STOP is not available here, so no process is made to stand still";
        if (!ChildInstance.canStandStill()) {
            System.out.println(reason);
        }
        assumeTrue(ChildInstance.canStandStill(), reason);
        line = api.anotherLineToStore();
        child = ChildInstance.start(api.arguments(line));
        sweeping = api.anotherInstance(Map.of("healthpassport.records.unconfirmed-for", SWEPT_AFTER.toMillis() + "ms"));
    }

    @AfterAll
    static void stopInstances() throws IOException {
        if (line != null) {
            sweeping.close();
            child.close();
            line.close();
        }
    }

    @BeforeEach
    void beginRound() {
        patient = api.newPatient();
        round = new Round(List.of(api.port(), child.port()), List.of(patient));
    }

    @AfterEach
    void mendLine() {
        line.mend();
    }

    @Test
    void shouldNotLoseAnAmendmentThatIsCommittedAfterASweep() throws Exception {
        // given
        String recordId = create();
        Held commit = line.holdNextUpdate(HEADS);
        try (Connection connection = Connection.to(child.port())) {
            Request amendment = round.request(Kind.AMEND, patient, recordId, 1);
            long began = standStillAt(commit, connection, amendment);
            assertThat(versionOfHead(recordId)).isEqualTo(1);

            // when
            awaitSweep();
            goOn(commit);
            round.keep(amendment, Manner.SLOW, began, connection);
        }

        // then
        assertThat(RoundJudgement.faults(round)).isEmpty();
    }

    @Test
    void shouldRefuseAnAmendmentThatWasOvertakenBeforeASweep() throws Exception {
        // given
        String recordId = create();
        Held commit = line.holdNextUpdate(HEADS);
        try (Connection connection = Connection.to(child.port())) {
            Request amendment = round.request(Kind.AMEND, patient, recordId, 1);
            long began = standStillAt(commit, connection, amendment);

            // when
            Operation other = round.ask(api.port(), round.request(Kind.AMEND, patient, recordId, 1));
            awaitSweep();
            goOn(commit);
            Operation overtaken = round.keep(amendment, Manner.SLOW, began, connection);

            // then
            assertThat(other.status()).isEqualTo(200);
            assertThat(overtaken.status()).isEqualTo(412);
        }
        assertThat(RoundJudgement.faults(round)).isEmpty();
    }

    @Test
    void shouldNotLoseARecordThatIsCreatedAfterASweep() throws Exception {
        // given
        create();
        Held commit = line.holdNextInsert(HEADS);
        try (Connection connection = Connection.to(child.port())) {
            Request creation = round.request(Kind.CREATE, patient, "", 0);
            long began = standStillAt(commit, connection, creation);

            // when
            awaitSweep();
            goOn(commit);
            round.keep(creation, Manner.SLOW, began, connection);
        }

        // then
        assertThat(RoundJudgement.faults(round)).isEmpty();
    }

    private String create() throws IOException {
        return round.ask(api.port(), round.request(Kind.CREATE, patient, "", 0)).recordId();
    }

    /** Returns when the version is written, the head is not, and the instance stands still. */
    private static long standStillAt(Held commit, Connection connection, Request request) throws IOException {
        long began = System.nanoTime();
        connection.send(request.head("") + request.body());
        await().atMost(WITHIN).until(commit::isHere);
        child.standStill();
        assertThat(mongo().count(
                                query(where("unconfirmed")
                                        .is(true)
                                        .and("subjectId")
                                        .is(request.patient().patientId())),
                                VERSIONS)
                        .block(WITHIN))
                .isPositive();
        return began;
    }

    /** Returns when a version was swept that was written after everything that there is now. */
    private static void awaitSweep() {
        Document loser = mongo().findOne(query(where("_id").regex("/0000000001/")), Document.class, VERSIONS)
                .block(WITHIN);
        String recordId = loser.getString("_id").replaceAll("/.*", "");
        loser.append("_id", recordId + "/0000000001/" + UUID.randomUUID())
                .append("writtenAt", new Date())
                .append("unconfirmed", true);
        mongo().insert(loser, VERSIONS).block(WITHIN);
        await().atMost(WITHIN)
                .until(() -> mongo().findById(loser.getString("_id"), Document.class, VERSIONS)
                        .blockOptional(WITHIN)
                        .isEmpty());
    }

    private static void goOn(Held commit) throws IOException {
        child.goOn();
        commit.letGo();
    }

    private static long versionOfHead(String recordId) {
        return mongo().findById(recordId, Document.class, HEADS).block(WITHIN).getLong("version");
    }

    private static ReactiveMongoTemplate mongo() {
        return api.bean(ReactiveMongoTemplate.class);
    }
}
