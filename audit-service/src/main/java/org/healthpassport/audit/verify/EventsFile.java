package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.StreamPosition;
import org.healthpassport.audit.tile.Entry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The numbered events of a log as JSON lines, from which api-service knows after a restore what was promised. The file appears
 * when the log was found to be good.
 */
final class EventsFile implements LogVerifier.EntryReader, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Path part;
    private final BufferedWriter lines;

    /** Replaces a file of that name, once it is published. */
    EventsFile(Path file) throws IOException {
        this.file = file;
        this.part = file.resolveSibling(Objects.requireNonNull(file.getFileName()) + ".part");
        this.lines =
                Files.newBufferedWriter(part, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    public void read(List<Entry> next) throws IOException {
        for (Entry entry : next) {
            AuditEntry content = AuditEntry.read(entry).orElse(null);
            StreamPosition stream = content == null ? null : content.stream();
            if (content != null && stream != null && stream.sequence() != null) {
                lines.write(JSON.writeValueAsString(new Line(
                        content.eventId(),
                        content.type(),
                        stream.id(),
                        stream.sequence(),
                        content.time().toString())));
                lines.newLine();
            }
        }
    }

    void publish() throws IOException {
        lines.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Leaves nothing of a file that was not published. */
    @Override
    public void close() throws IOException {
        lines.close();
        Files.deleteIfExists(part);
    }

    @JsonPropertyOrder({"eventId", "type", "aggregate", "sequence", "time"})
    private record Line(
            String eventId,
            String type,
            String aggregate,
            @Nullable Long sequence,
            String time) {}
}
