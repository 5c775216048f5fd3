package org.healthpassport.aggregates.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.aggregates.Restoration.LostEvent;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The list of all aggregates that a restore set back, as a file of JSON lines for the operator: {@code {collection, id, from, to,
 * events, outcome}}, the numbers being those of the first and last event that the store did not have. It has ids and types only.
 */
final class RestoreReport implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'restore-'yyyyMMdd'T'HHmmss.SSS'Z.jsonl'")
            .withZone(ZoneOffset.UTC);

    private final Path file;
    private final PartFile part;
    private final BufferedWriter lines;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

    private RestoreReport(Path file, PartFile part, BufferedWriter lines) {
        this.file = file;
        this.part = part;
        this.lines = lines;
    }

    /** The state of an aggregate afterwards. */
    enum Outcome {
        /** Its state follows from the lost events, as far as they say what it was: it is revoked, suspended, used up. */
        APPLIED,
        /** Only its number goes on behind the lost events; what they changed is lost. */
        CONTENT_LOST,
        /** It was created after the backup, and is gone. */
        GONE,
        /** It is damaged, so nothing was done. */
        UNREADABLE,
        /** Nobody knows what was lost, so it was closed for now. */
        CLOSED
    }

    /** The file appears when this is closed, if there is anything in it. */
    static RestoreReport begin(Path folder, Instant now) throws IOException {
        PartFile part = DurableFolder.open(folder).begin();
        return new RestoreReport(
                folder.resolve(NAME.format(now)), part, new BufferedWriter(Channels.newWriter(part.channel(), UTF_8)));
    }

    void note(String collection, String id, List<LostEvent> lost, Outcome outcome) {
        counts.merge(outcome, 1, Integer::sum);
        Line line = new Line(
                collection,
                id,
                lost.isEmpty() ? null : lost.get(0).sequence(),
                lost.isEmpty() ? null : lost.get(lost.size() - 1).sequence(),
                lost.stream().map(event -> event.type().name()).distinct().toList(),
                outcome);
        try {
            lines.write(JSON.writeValueAsString(line));
            lines.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to write " + file + ", but it failed.", e);
        }
    }

    int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }

    int all() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    Path file() {
        return file;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Line(
            String collection,
            String id,
            @Nullable Long from,
            @Nullable Long to,
            List<String> events,
            Outcome outcome) {}

    @Override
    public void close() throws IOException {
        try (part) {
            lines.flush();
            if (all() > 0) {
                part.publishAs(file);
            }
        }
    }
}
