package org.healthpassport.audit.lag;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SharedProgressTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private static final WriterProgress EARLY = new WriterProgress(7, Instant.parse("2026-11-23T12:00:00Z"));
    private static final WriterProgress LATE = new WriterProgress(3, Instant.parse("2026-11-23T12:00:01Z"));

    private SharedProgress writer;
    private SharedProgress observer;
    private long now;

    @BeforeEach
    void open() {
        MongoDatabase database = DATABASE.create();
        writer = new SharedProgress(database, () -> now);
        observer = new SharedProgress(database, () -> now);
    }

    @Test
    void shouldKnowNothingBeforeTheFirstWriter() throws Exception {
        assertThat(observer.read()).isEqualTo(WriterProgress.NONE);
    }

    @Test
    void shouldTellTheWritersProgressToAll() throws Exception {
        // when
        writer.share(EARLY);

        // then
        assertThat(writer.latest()).isEqualTo(EARLY);
        assertThat(observer.latest()).isEqualTo(WriterProgress.NONE);
        assertThat(observer.read()).isEqualTo(EARLY);
        assertThat(observer.latest()).isEqualTo(EARLY);
    }

    @Test
    void shouldShareOnceASecond() throws Exception {
        // given
        writer.share(EARLY);

        // when
        pass(999);
        writer.share(LATE);

        // then
        assertThat(writer.latest()).isEqualTo(LATE);
        assertThat(observer.read()).isEqualTo(EARLY);
        pass(1);
        writer.share(LATE);
        assertThat(observer.read()).isEqualTo(LATE);
    }

    @Test
    void shouldLeaveItsProgressToTheNextWriter() throws Exception {
        // given
        writer.share(EARLY);
        writer.share(LATE);

        // when
        writer.shareLatest();

        // then
        assertThat(observer.read()).isEqualTo(LATE);
    }

    private void pass(long milliseconds) {
        now += TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }
}
