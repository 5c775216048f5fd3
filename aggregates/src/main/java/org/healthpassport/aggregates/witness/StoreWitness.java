package org.healthpassport.aggregates.witness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Notices that MongoDB was put back to an earlier time as a whole. While the service runs, a number in MongoDB grows, and a file
 * remembers it. If MongoDB has a smaller one at a start, it is older than what this service last worked with.
 *
 * <p>The file has a line {@code id number}: the document in MongoDB, and its number.
 */
public final class StoreWitness implements Sweep {
    /** Its name in the folder. */
    public static final String NAME = "store-mark";

    static final String COLLECTION = "storeMarks";

    private static final String NUMBER = "number";
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration STORE_WITHIN = Duration.ofSeconds(10);
    private static final Pattern LINE = Pattern.compile("([0-9a-f-]{36}) (\\d{1,18})\n");

    private final @Nullable Path folder;
    private final ReactiveMongoTemplate mongo;
    private final Ids ids;

    /** @param folder null for a witness that remembers nothing */
    public StoreWitness(@Nullable Path folder, ReactiveMongoTemplate mongo, Ids ids) {
        this.folder = folder;
        this.mongo = mongo;
        this.ids = ids;
    }

    /** The folder of what is remembered, if anything is. */
    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /**
     * True if MongoDB is older than what is remembered.
     *
     * @throws IOException the file cannot be read, or holds something else
     */
    public boolean isStoreOlder() throws IOException {
        Optional<Mark> remembered = remembered();
        return remembered.isPresent() && remembered.get().number > numberInStore(remembered.get().id);
    }

    /** Forgets what was remembered, for a store that was put back knowingly. */
    public void forget() throws IOException {
        if (folder != null) {
            Files.deleteIfExists(folder.resolve(NAME));
        }
    }

    @Override
    public String what() {
        return "the mark of how new MongoDB is";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    /** Lets the number grow in MongoDB first: a file that is behind does no harm, a file that is ahead stops the next start. */
    @Override
    public Mono<Void> sweep() {
        return folder == null
                ? Mono.empty()
                : Mono.<Void>fromRunnable(this::grow).subscribeOn(Schedulers.boundedElastic());
    }

    private void grow() {
        try {
            String id = remembered().map(Mark::id).orElseGet(() -> ids.next());
            mongo.findAndModify(
                            query(where("_id").is(id)),
                            new Update().inc(NUMBER, 1L),
                            FindAndModifyOptions.options().upsert(true).returnNew(true),
                            Document.class,
                            COLLECTION)
                    .blockOptional(STORE_WITHIN)
                    .ifPresent(grown -> remember(new Mark(id, grown.getLong(NUMBER))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long numberInStore(String id) {
        return mongo.findById(id, Document.class, COLLECTION)
                .blockOptional(STORE_WITHIN)
                .filter(found -> found.get(NUMBER) instanceof Long)
                .map(found -> found.getLong(NUMBER))
                .orElse(0L);
    }

    private Optional<Mark> remembered() throws IOException {
        if (folder == null) {
            return Optional.empty();
        }
        Path file = folder.resolve(NAME);
        try {
            // Any bytes can be read so; others than ours do not match.
            Matcher line = LINE.matcher(Files.readString(file, ISO_8859_1));
            if (!line.matches()) {
                throw new IOException("Expected a line of id and number in " + file + ", but found something else.");
            }
            return Optional.of(new Mark(line.group(1), Long.parseLong(line.group(2))));
        } catch (NoSuchFileException nothingYet) {
            return Optional.empty();
        }
    }

    private void remember(Mark mark) {
        Path to = folder;
        if (to == null) {
            return;
        }
        try (PartFile part = DurableFolder.open(to).begin()) {
            part.write("%s %d\n".formatted(mark.id, mark.number).getBytes(UTF_8));
            part.replace(to.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Mark(String id, long number) {}
}
