package org.healthpassport.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Every version of every schema that was ever published, by id. The list is the resource {@code schemas/ids.txt}, to
 * which lines are only ever added.
 */
final class SchemaHistory {
    private static final SchemaHistory PUBLISHED = load();

    private final Map<Integer, PublishedSchema> byId = new LinkedHashMap<>();
    private final Map<String, PublishedSchema> newestByName = new LinkedHashMap<>();

    /** @param schemas in the order of publication */
    SchemaHistory(List<PublishedSchema> schemas) {
        for (PublishedSchema schema : schemas) {
            if (byId.putIfAbsent(schema.id(), schema) != null) {
                throw new IllegalStateException("Expected each schema id once, but " + schema.id() + " repeats");
            }
            newestByName.put(schema.fullName(), schema);
        }
    }

    static SchemaHistory published() {
        return PUBLISHED;
    }

    Optional<PublishedSchema> byId(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    PublishedSchema newest(String fullName) {
        PublishedSchema newest = newestByName.get(fullName);
        if (newest == null) {
            throw new IllegalArgumentException("Expected a published schema, but " + fullName + " is not");
        }
        return newest;
    }

    Collection<PublishedSchema> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    private static SchemaHistory load() {
        return new SchemaHistory(resource("ids.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(SchemaHistory::parse)
                .toList());
    }

    private static PublishedSchema parse(String line) {
        String[] columns = line.split(" ", -1);
        Schema schema = new Schema.Parser().parse(resource(columns[2]));
        if (!schema.getFullName().equals(columns[1])) {
            throw new IllegalStateException("Expected " + columns[2] + " to hold " + columns[1] + ", but it does not");
        }
        return new PublishedSchema(Integer.parseInt(columns[0]), schema);
    }

    private static String resource(String name) {
        try (@Nullable InputStream in = SchemaHistory.class.getResourceAsStream("schemas/" + name)) {
            if (in == null) {
                throw new IllegalStateException("Expected the resource schemas/" + name + ", but it is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to read the resource schemas/" + name + ", but could not", e);
        }
    }
}
