package org.healthpassport.audit.lag;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Date;
import java.util.function.LongSupplier;
import org.bson.Document;
import org.healthpassport.audit.mongo.DurableCollection;

/**
 * The writer's progress, which all instances read from a document of {@code auditLog}. It stays true when another instance
 * becomes the writer, as the log only grows. For one thread; {@link #latest} for any.
 */
public final class SharedProgress {
    private static final String ID = "progress";
    private static final String LAG = "lag";
    private static final String CAUGHT_UP_TO = "caughtUpTo";
    private static final long SHARE_NANOS = Duration.ofSeconds(1).toNanos();

    private final DurableCollection log;
    private final LongSupplier nanoTime;
    private volatile WriterProgress latest = WriterProgress.NONE;
    private long sharedAt;

    /** @param nanoTime such as {@link System#nanoTime} */
    public SharedProgress(MongoDatabase database, LongSupplier nanoTime) {
        this.log = new DurableCollection(database, "auditLog");
        this.nanoTime = nanoTime;
        this.sharedAt = nanoTime.getAsLong() - SHARE_NANOS;
    }

    /** The progress as this instance last read or shared it. */
    public WriterProgress latest() {
        return latest;
    }

    /** Reads the progress that the writer shared. */
    public WriterProgress read() throws IOException {
        Document stored = log.run(() -> log.find(Filters.eq(ID)).first());
        if (stored != null) {
            latest = new WriterProgress(
                    stored.getLong(LAG), stored.get(CAUGHT_UP_TO, Date.class).toInstant());
        }
        return latest;
    }

    /** Notes the writer's own progress and shares it once a second. */
    public void share(WriterProgress progress) throws IOException {
        latest = progress;
        if (nanoTime.getAsLong() - sharedAt >= SHARE_NANOS) {
            shareLatest();
        }
    }

    /** Shares the progress noted last, when the writer stops. */
    public void shareLatest() throws IOException {
        WriterProgress progress = latest;
        Document document = new Document("_id", ID)
                .append(LAG, progress.lag())
                .append(CAUGHT_UP_TO, Date.from(progress.caughtUpTo()));
        log.run(() -> log.collection().replaceOne(Filters.eq(ID), document, new ReplaceOptions().upsert(true)));
        sharedAt = nanoTime.getAsLong();
    }
}
