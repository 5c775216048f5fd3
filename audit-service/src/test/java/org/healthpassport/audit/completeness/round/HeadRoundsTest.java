package org.healthpassport.audit.completeness.round;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.stream.SequenceNumbers;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.events.stream.StreamKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HeadRoundsTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private RoundsUnderTest under;

    @BeforeEach
    void start() {
        under = new RoundsUnderTest(DATABASE.create());
    }

    @Test
    void shouldFindNothingWhereEverythingIsAsItWasWritten() throws IOException {
        // given aggregates of all kinds, more than fit into one batch of them
        for (StreamKind kind : StreamKind.ofAggregates()) {
            under.aggregate(kind.collection(), "one", 3);
        }
        under.keys("one");
        for (int i = 0; i < 2_500; i++) {
            under.aggregate("documents", "document-" + i, 1);
        }
        under.logged("accessBatches/producer", 1);

        // and what emitted nothing
        under.head("patients", "unchanged", 0);
        under.head("accounts", "unconfirmed", 0);
        under.keys("unchanged");
        under.keys("unconfirmed");
        under.database.getCollection("records").insertOne(new Document("_id", "never").append("ruledOut", true));

        // when
        for (int i = 0; i < 3; i++) {
            under.round();
            under.aggregate("documents", "another-" + i, 2);
        }

        // then
        assertThat(under.all()).isEmpty();
        assertThat(under.lost.take()).isEmpty();
        assertThat(under.rounds.last()).isPresent();
        assertThat(under.rounds.findings()).isZero();
    }

    @Test
    void shouldNameAnAggregateThatWentBackOnce() throws IOException {
        under.aggregate("qrCodes", "code", 3);
        under.round();
        under.head("qrCodes", "code", 1);
        under.round();
        under.round();
        assertThat(under.all()).containsExactly("AGGREGATE_BEHIND/qrCodes/code/2-3");
    }

    @Test
    void shouldNameAnAggregateThatWentBackAndOnAgain() throws IOException {
        under.aggregate("records", "record", 2);
        under.aggregate("records", "other", 2);
        under.round();
        under.logged("records/record", 2);
        under.logged("records/record", 3);
        under.head("records", "record", 3);
        under.round();
        under.round();
        assertThat(under.all()).containsExactly("NUMBER_TWICE/records/record/2-2");
    }

    /** Somebody removed the row of an event, and sent the event again. */
    @Test
    void shouldAccuseNobodyOfAnEventThatIsInTheLogTwice() throws IOException {
        under.aggregate("records", "record", 1);
        Entry second = SampleEntries.inStream("records/record", 2).toEntry();
        under.append(second);
        under.append(second);
        under.head("records", "record", 2);
        under.round();
        under.round();
        assertThat(under.all()).isEmpty();

        // when another event comes with that number
        under.logged("records/other", 1);
        under.head("records", "other", 1);
        under.logged("records/other", 1);
        under.round();
        assertThat(under.all()).containsExactly("NUMBER_TWICE/records/other/1-1");
    }

    @Test
    void shouldNameAndWriteAgainTheRowsOfEventsThatSomebodyRemoved() throws IOException {
        // given more entries than are compared at once
        under.aggregate("records", "record", 2_500);
        under.round();
        MongoCollection<Document> rows = under.database.getCollection("auditEventIds");
        List<Document> before = rows.find().into(new ArrayList<>());

        // when
        rows.deleteMany(Filters.regex("_id", "^2001@"));
        under.round();

        // then
        assertThat(under.all()).containsExactly("VIEW_CHANGED/auditEventIds/log/2001-2001");
        assertThat(rows.find()).containsAll(before);

        // when one is another event's, so that there are enough
        rows.updateOne(Filters.regex("_id", "^1001@"), Updates.set("event", "another"));
        under.round();

        // then
        assertThat(under.all())
                .containsExactly(
                        "VIEW_CHANGED/auditEventIds/log/2001-2001", "VIEW_CHANGED/auditEventIds/log/1001-1001");

        // when all are gone
        rows.drop();
        under.round();

        // then
        assertThat(under.all()).contains("VIEW_CHANGED/auditEventIds/log/0-2501");
        assertThat(rows.find()).containsAll(before);
    }

    @Test
    void shouldNameAnAggregateThatIsGone() throws IOException {
        under.aggregate("records", "gone", 2);
        under.aggregate("records", "here", 2);
        under.aggregate("records", "ruled-out", 1);
        under.round();
        MongoCollection<Document> records = under.database.getCollection("records");
        records.deleteOne(Filters.eq("gone"));
        records.replaceOne(Filters.eq("ruled-out"), new Document("ruledOut", true));
        under.round();
        assertThat(under.all())
                .containsExactlyInAnyOrder("AGGREGATE_GONE/records/gone/1-2", "AGGREGATE_GONE/records/ruled-out/1-1");
    }

    @Test
    void shouldNameAnAggregateThatTheLogDoesNotKnow() throws IOException {
        under.head("records", "unknown", 2);
        under.head("consents", "silent", 0);
        under.database.getCollection("documents").insertOne(new Document("_id", "empty"));
        under.round();
        assertThat(under.all())
                .containsExactlyInAnyOrder(
                        "AGGREGATE_UNKNOWN/records/unknown/1-2",
                        "AGGREGATE_UNKNOWN/consents/silent/0-0",
                        "AGGREGATE_UNKNOWN/documents/empty/0-0");
        assertThat(under.lost.take()).containsOnlyKeys("records/unknown");
    }

    @Test
    void shouldWriteNoTextOfAnAttackerIntoTheLog() throws IOException {
        under.head("records", "<script>" + "x".repeat(9_000), 0);
        under.round();
        assertThat(under.all())
                .singleElement()
                .satisfies(name -> assertThat(name)
                        .startsWith("AGGREGATE_UNKNOWN/records/sha256:")
                        .doesNotContain("script"));
    }

    @Test
    void shouldNotNameWhatIsOnItsWay() throws IOException {
        under.aggregate("records", "record", 2);
        under.head("records", "record", 3);
        under.project();
        under.rounds.step();
        under.clock.add(Duration.ofSeconds(5));
        under.logged("records/record", 3);
        under.round();
        under.round();
        assertThat(under.all()).isEmpty();
        assertThat(under.lost.take()).isEmpty();
    }

    @Test
    void shouldNotNameWhatWaitsToBeSentUnlessItOnlySaysSo() throws IOException {
        waiting("honest", under.clock.instant().minusSeconds(60));
        waiting("liar", under.clock.instant().plus(Duration.ofDays(1000)));
        waiting("unmarked", under.clock.instant().minusSeconds(60));
        under.database.getCollection("records").updateOne(Filters.eq("unmarked"), Updates.set("outbox", "SOMETHING"));
        under.round();
        under.round();
        assertThat(under.all())
                .containsExactlyInAnyOrder(
                        "AGGREGATE_UNKNOWN/records/liar/1-2", "AGGREGATE_UNKNOWN/records/unmarked/1-2");
        assertThat(under.lost.take())
                .containsOnlyKeys("records/liar", "records/unmarked")
                .containsEntry("records/liar", SequenceNumbers.upTo(2));
    }

    @Test
    void shouldTellAggregatesOfOneIdApart() throws IOException {
        under.aggregate("representations", "ada", 2);
        under.aggregate("patients", "ada", 1);
        under.keys("ada");
        under.round();
        assertThat(under.all()).isEmpty();
        under.head("representations", "ada", 1);
        under.round();
        assertThat(under.all()).containsExactly("AGGREGATE_BEHIND/representations/ada/2-2");
    }

    @Test
    void shouldNameKeysThatAreGone() throws IOException {
        under.aggregate("accounts", "account", 1);
        under.head("patients", "patient", 0);
        under.keys("account");
        under.keys("patient");
        under.round();
        assertThat(under.all()).isEmpty();
        under.database.getCollection("subjectKeys").drop();
        under.round();
        assertThat(under.all())
                .containsExactlyInAnyOrder("KEYS_GONE/accounts/account/0-0", "KEYS_GONE/patients/patient/0-0");
    }

    @Test
    void shouldNameARecordWhoseNewestVersionIsGone() throws IOException {
        // given
        MongoCollection<Document> records = under.database.getCollection("records");
        MongoCollection<Document> versions = under.database.getCollection("recordVersions");
        for (String id : List.of("whole", "gone", "changed", "older")) {
            under.aggregate("records", id, 2);
            records.updateOne(Filters.eq(id), Updates.set("newestVersion", "0000000002/command"));
            versions.insertOne(new Document("_id", id + "/0000000002/command"));
        }
        records.updateOne(Filters.eq("older"), Updates.unset("newestVersion"));
        under.round();
        assertThat(under.all()).isEmpty();

        // when
        versions.deleteOne(Filters.eq("gone/0000000002/command"));
        records.updateOne(Filters.eq("changed"), Updates.set("newestVersion", "none"));
        under.round();

        // then
        assertThat(under.all())
                .containsExactlyInAnyOrder("VERSION_GONE/records/gone/2-2", "VERSION_GONE/records/changed/0-0");
    }

    @Test
    void shouldKeepAFindingThatIsRemovedFromTheQueue() throws IOException {
        under.aggregate("records", "record", 1);
        under.round();
        under.queueEmptied = true;
        under.database.getCollection("records").drop();
        under.round();
        under.aggregate("records", "record", 1);
        assertThat(under.all()).isEmpty();
        under.queueEmptied = false;
        under.round();
        assertThat(under.found()).contains("AGGREGATE_GONE/records/record/1-1");
    }

    @Test
    void shouldNoticeAndMendAViewThatWasPutBackTogetherWithItsAggregate() throws IOException {
        // given an older copy of both
        under.aggregate("records", "record", 1);
        under.round();
        MongoCollection<Document> views = under.database.getCollection("auditStreams");
        Document older = views.find(Filters.eq("records/record")).first();
        under.logged("records/record", 2);
        under.head("records", "record", 2);
        under.round();
        assertThat(under.all()).isEmpty();

        // when they are put back, and the record is changed to another version 2
        views.replaceOne(Filters.eq("records/record"), older);
        under.logged("records/record", 2);
        under.round();
        under.round();

        // then
        assertThat(under.all())
                .containsExactlyInAnyOrder("VIEW_CHANGED/auditViews/0/0-0", "NUMBER_TWICE/records/record/2-2");
        under.round();
        assertThat(under.all()).hasSize(2);
    }

    @Test
    void shouldNoticeAndMendWhatIsGoneFromAView() throws IOException {
        under.aggregate("records", "record", 1);
        under.aggregate("records", "other", 1);
        under.round();
        under.database.getCollection("records").deleteOne(Filters.eq("record"));
        under.database.getCollection("auditStreams").deleteOne(Filters.eq("records/record"));
        under.round();
        under.round();
        assertThat(under.all())
                .containsExactlyInAnyOrder("VIEW_CHANGED/auditViews/0/0-0", "AGGREGATE_GONE/records/record/1-1");
    }

    @Test
    void shouldNoticeAndMendWhatWasWrittenIntoAView() throws IOException {
        // given
        under.aggregate("records", "record", 2);
        under.round();
        MongoCollection<Document> views = under.database.getCollection("auditStreams");

        // when
        views.updateOne(Filters.eq("records/record"), Updates.set("numbers.0.to", 1L));
        under.head("records", "record", 1);
        under.logged("records/other", 1);
        under.head("records", "other", 1);
        under.round();
        under.round();

        // then
        assertThat(under.all())
                .containsExactlyInAnyOrder("VIEW_CHANGED/auditViews/0/0-0", "AGGREGATE_BEHIND/records/record/2-2");
    }

    @Test
    void shouldNoticeAndRestoreAFindingThatWasRemoved() throws IOException {
        // given
        under.aggregate("records", "record", 1);
        under.round();
        under.head("records", "record", 0);
        under.round();
        under.aggregate("consents", "consent", 1);
        under.head("records", "record", 1);
        assertThat(under.all()).containsExactly("AGGREGATE_BEHIND/records/record/1-1");

        // when
        under.database.getCollection("auditFindings").deleteMany(Filters.empty());
        under.round();
        under.round();

        // then
        assertThat(under.all()).containsExactly("AGGREGATE_BEHIND/records/record/1-1", "VIEW_CHANGED/auditViews/0/0-0");
    }

    @Test
    void shouldNotBelieveAFindingThatSomebodyElseWrote() throws IOException {
        // given one that is to hide a genuine one, and one that is to frighten
        under.aggregate("records", "record", 1);
        under.round();
        for (String kind : List.of("AGGREGATE_BEHIND", "AGGREGATE_GONE")) {
            under.database
                    .getCollection("auditFindings")
                    .insertOne(new Document("_id", (long) kind.length())
                            .append("name", kind + "/records/record/1-1")
                            .append("kind", kind)
                            .append("collection", "records")
                            .append("aggregate", "record")
                            .append("from", 1L)
                            .append("to", 1L)
                            .append("since", under.clock.instant().toString()));
        }
        under.head("records", "record", 0);

        // when
        under.round();
        under.round();

        // then
        assertThat(under.found()).containsExactly("AGGREGATE_BEHIND/records/record/1-1");
        assertThat(under.all()).contains("VIEW_CHANGED/auditViews/0/0-0");
    }

    @Test
    void shouldNotBeStoppedByRubbish() throws IOException {
        under.aggregate("records", "record", 1);
        under.round();
        MongoCollection<Document> views = under.database.getCollection("auditStreams");
        views.replaceOne(
                Filters.eq("records/rubbish"),
                new Document("numbers", "none").append("version", "first"),
                new ReplaceOptions().upsert(true));
        under.database.getCollection("auditFindings").insertOne(new Document("_id", "rubbish"));
        under.database
                .getCollection("records")
                .updateOne(
                        Filters.eq("record"),
                        Updates.combine(Updates.set("outbox", 7), Updates.set("pendingEvents", "none")));
        under.logged("records/rubbish", 1);
        under.head("records", "rubbish", 1);
        under.round();
        under.round();
        assertThat(under.all()).containsExactly("VIEW_CHANGED/auditViews/0/0-0");
    }

    private void waiting(String id, Instant since) {
        under.head("records", id, 2);
        under.database
                .getCollection("records")
                .updateOne(
                        Filters.eq(id),
                        Updates.combine(
                                Updates.set("outbox", "PENDING"),
                                Updates.set(
                                        "pendingEvents",
                                        List.of(new Document("sequence", 1L).append("time", Date.from(since))))));
    }
}
