package org.healthpassport.aggregates.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.healthpassport.aggregates.Restoration.LostEvent;
import org.healthpassport.aggregates.head.StreamHeads;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.events.EventType;
import org.healthpassport.events.stream.StreamKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The numbered events that a copy of the audit log tells of, in a file that the operator puts into the folder of witnesses:
 * {@code verify} writes it from a log that it has checked. It has a line {@code {"eventId", "type", "aggregate", "sequence",
 * "time"}} for each. For one thread.
 */
final class LoggedEvents {
    /** Its name in the folder. */
    static final String NAME = "logged-events.jsonl";

    private static final Logger log = LoggerFactory.getLogger(LoggedEvents.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();
    private static final int BATCH = 1_000;
    /** Entries stand in the log in the order of their arrival, which is not quite that of their times. */
    private static final Duration ORDER = Duration.ofMinutes(10);

    private final Path file;
    private @Nullable Instant newest;

    LoggedEvents(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /** The minute before which no event is missing, as of {@link StreamHeads#minute}; empty if there is no file. */
    Optional<String> completeBefore() {
        return Optional.ofNullable(newest).map(time -> StreamHeads.minute(time.minus(ORDER)));
    }

    /**
     * Gives those of aggregates, in batches, in the order of the file; none if there is no file.
     *
     * @throws ConfigurationFailure the file holds something else
     */
    void read(Consumer<List<LostEvent>> batches) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
            List<LostEvent> batch = new ArrayList<>();
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                event(line, number).ifPresent(batch::add);
                if (batch.size() == BATCH) {
                    batches.accept(batch);
                    batch = new ArrayList<>();
                }
            }
            batches.accept(batch);
            log.info("Read {} lines of the audit log from {}", number, file);
        } catch (NoSuchFileException nothingGiven) {
            // Most often nobody has a copy of the log, or needs it.
        } catch (MalformedInputException e) {
            throw new ConfigurationFailure(
                    "Expected lines of events in %s, but found something else.".formatted(file), e);
        }
    }

    /** Empty for an event that changes no aggregate, and for one of a later version. */
    private Optional<LostEvent> event(String text, long number) {
        try {
            Line line = JSON.readValue(text, Line.class);
            Instant time = Instant.parse(line.time());
            if (newest == null || newest.isBefore(time)) {
                newest = time;
            }
            return EventType.ofCeType(line.type())
                    .filter(type -> StreamKind.of(type)
                            .filter(kind -> !kind.isOfProducers())
                            .isPresent())
                    .map(type -> new LostEvent(line.eventId(), type, line.aggregate(), line.sequence(), time, null));
        } catch (JacksonException | DateTimeException e) {
            throw new ConfigurationFailure(
                    "Expected lines of events in %s, but line %d is something else.".formatted(file, number), e);
        }
    }

    private record Line(String eventId, String type, String aggregate, long sequence, String time) {}
}
