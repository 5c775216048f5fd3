package org.healthpassport.api.notification.live;

import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.Event;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as the text of a {@code text/event-stream}: CloudEvents 1.0 as JSON, in structured mode. The data of an event are
 * the references of its payload; sealed parts, digests, names of stored objects and the audit stamp stay inside.
 */
final class EventText {
    /** The members besides ids; a new one is not shown before somebody has thought of it. */
    private static final Set<String> SHOWN = Set.of(
            "enabled",
            "generation",
            "granteeType",
            "kind",
            "members",
            "proof",
            "reason",
            "recordVersion",
            "recoveryCodesLeft",
            "remainingAttempts",
            "removedBy",
            "resourceType",
            "role",
            "scopes",
            "uses");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EventText() {}

    /** The beginning of a stream: the time after which a client connects again, and its first position. */
    static String begin(String id, Duration retry) {
        return "retry: " + retry.toMillis() + "\nid: " + id + "\n: connected\n\n";
    }

    /** A position without an event, which clients remember as well. */
    static String keepAlive(String id) {
        return "id: " + id + "\n: keep-alive\n\n";
    }

    /** @param data in place of the payload's; null for that */
    static String of(String id, Event event, @Nullable Object data) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("specversion", "1.0");
        members.put("id", event.id());
        members.put("type", event.type().ceType());
        members.put("source", event.type().source());
        members.put("subject", event.subject());
        members.put("time", DateTimeFormatter.ISO_INSTANT.format(event.time()));
        if (event.sequence() != null) {
            members.put("sequence", "%019d".formatted(event.sequence()));
        }
        members.put("datacontenttype", "application/json");
        members.put("data", data == null ? references(event) : data);
        return "id: " + id + "\ndata: " + JSON.writeValueAsString(members) + "\n\n";
    }

    /** The references of a payload. */
    static Map<String, Object> references(Event event) {
        SpecificRecord payload = event.payload(event.type().payloadClass());
        Map<String, Object> references = new LinkedHashMap<>();
        for (Schema.Field field : payload.getSchema().getFields()) {
            Object value = payload.get(field.pos());
            if (value != null && isShown(field.name())) {
                references.put(field.name(), shown(value));
            }
        }
        return references;
    }

    private static boolean isShown(String name) {
        return name.endsWith("Id") || SHOWN.contains(name);
    }

    private static Object shown(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : value.toString();
    }
}
