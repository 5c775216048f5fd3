package org.healthpassport.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.keys.OpenedDetail;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads a log in which auditors asked about patients now and then, with somebody who can write to the database. */
class AuditorsRequestsTest {
    private static final int SIZE = 3000;
    private static final List<Integer> LOOK_UPS = List.of(3, 255, 256, 300, 511, 512, 900, 2500, 2990);
    private static final Bson SECOND_BUNDLE = Filters.regex("_id", "^tile/entries/001@");

    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private MongoDatabase database;

    @BeforeEach
    void write() throws Exception {
        database = DATABASE.create();
        List<IdentifiedEntry> entries = new ArrayList<>(TestLog.entries(0, SIZE));
        LOOK_UPS.forEach(index -> entries.set(
                index,
                SampleEntries.own("look-up-" + index, "auditor", "pseudonym").identified()));
        TestLog log = new TestLog(database).takeOver();
        log.append(entries);
        log.publish();
    }

    @Test
    void shouldFindAllInPartsOfAnyLength() throws Exception {
        for (int limit : new int[] {1, 2, 500}) {
            assertThat(indexes(limit)).isEqualTo(LOOK_UPS);
        }
        assertThat(leftOut()).isZero();
    }

    static Stream<Consumer<MongoCollection<Document>>> shouldLeaveOutADamagedBundleAndReadWhatFollows() {
        return Stream.of(
                objects -> objects.deleteMany(SECOND_BUNDLE),
                objects -> objects.updateMany(SECOND_BUNDLE, Updates.set("bytes", new Binary(new byte[700]))),
                objects -> objects.updateMany(SECOND_BUNDLE, Updates.set("bytes", "no bytes")),
                objects -> objects.updateMany(SECOND_BUNDLE, Updates.unset("bytes")));
    }

    @ParameterizedTest
    @MethodSource
    void shouldLeaveOutADamagedBundleAndReadWhatFollows(Consumer<MongoCollection<Document>> damage) throws Exception {
        // given
        MongoCollection<Document> objects = database.getCollection("auditObjects");
        List<Document> before = objects.find(SECOND_BUNDLE).into(new ArrayList<>());
        assertThat(before).hasSize(1);

        // when
        damage.accept(objects);

        // then
        assertThat(indexes(500)).containsExactly(3, 255, 512, 900, 2500, 2990);
        assertThat(leftOut()).isOne();

        // when it is restored
        objects.deleteMany(SECOND_BUNDLE);
        objects.insertMany(before);

        // then
        assertThat(indexes(500)).isEqualTo(LOOK_UPS);
    }

    private List<Integer> indexes(int limit) throws Exception {
        AuditorsRequests requests =
                new AuditorsRequests(new TestLog(database).committed, new NoDetails(), new DamagedFiles(metrics));
        List<Integer> found = new ArrayList<>();
        long next = -1;
        for (LookUps part = requests.from(0, limit); part.next() > next; part = requests.from(next, limit)) {
            part.lookUps().forEach(lookUp -> found.add((int) lookUp.index()));
            assertThat(part.lookUps()).hasSizeLessThanOrEqualTo(limit);
            next = part.next();
        }
        assertThat(next).isEqualTo(SIZE);
        return found;
    }

    private double leftOut() {
        return metrics.get("healthpassport.audit.log.damaged").counter().count();
    }

    /** The look-ups here have no details. */
    private static final class NoDetails implements DetailSeal {
        @Override
        public EntryDetail seal(String eventId, byte[] detail) {
            throw new AssertionError();
        }

        @Override
        public OpenedDetail open(String eventId, EntryDetail detail) {
            throw new AssertionError();
        }
    }
}
