package org.healthpassport.audit.entry;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the members of an entry; whatever is missing or of another kind is an {@link IllegalArgumentException}. */
record EntryMembers(JsonNode node) {

    AuditEntry read(int version) {
        if (number("v") != version) {
            throw new IllegalArgumentException("Expected version " + version + " of entries, but it is another");
        }
        return new AuditEntry(
                text("eventId"),
                text("type"),
                text("source"),
                instant("time"),
                instant("recordedAt"),
                Action.ofCode(text("action")),
                Outcome.ofCode((int) number("outcome")),
                new EntryActor(text("actor"), text("actorRole"), textIfPresent("organization")),
                textIfPresent("patient"),
                textIfPresent("purpose"),
                required("breakGlass").asBoolean(),
                stream(),
                detail(),
                finding());
    }

    private @Nullable StreamPosition stream() {
        return node.has("aggregate")
                ? new StreamPosition(text("aggregate"), node.has("sequence") ? number("sequence") : null)
                : null;
    }

    private @Nullable EntryDetail detail() {
        return node.has("detail") ? new EntryDetail(text("keyId"), bytes("detail"), bytes("commitment")) : null;
    }

    private @Nullable Finding finding() {
        if (!node.has("finding")) {
            return null;
        }
        EntryMembers found = new EntryMembers(required("finding"));
        String type = text("type");
        return switch (type) {
            case "UNPARSEABLE" ->
                new Finding.Unparseable(found.text("topic"), found.partition(), found.offset(), found.text("sha256"));
            case "FORGED_EVENT" ->
                new Finding.Forged(found.text("topic"), found.partition(), found.offset(), found.text("sha256"));
            case "MORE_FORGED_EVENTS" -> new Finding.MoreForged(found.text("topic"), found.number("count"));
            case "OFFSET_GAP" ->
                new Finding.OffsetGap(
                        found.text("topic"), found.partition(), found.number("expected"), found.number("found"));
            case "ID_CONFLICT" ->
                new Finding.Conflict(found.text("topic"), found.partition(), found.offset(), found.text("sha256"));
            case "OWN_ENTRY_REFUSED" -> new Finding.OwnEntryRefused(found.text("id"), found.text("sha256"));
            case "LOG_CONTINUED" ->
                new Finding.LogContinued(
                        found.text("sha256"),
                        found.text("origin"),
                        found.number("signed"),
                        found.number("restored"),
                        found.number("kept"));
            case "AGGREGATE_BEHIND",
                    "AGGREGATE_GONE",
                    "AGGREGATE_UNKNOWN",
                    "NUMBER_TWICE",
                    "KEYS_GONE",
                    "VERSION_GONE",
                    "VIEW_CHANGED" ->
                new Finding.PutBack(
                        Finding.PutBack.Kind.valueOf(type),
                        found.text("collection"),
                        found.text("aggregate"),
                        found.number("from"),
                        found.number("to"));
            default -> throw new IllegalArgumentException("Expected a finding of a known type, but it is another");
        };
    }

    private long offset() {
        return number("offset");
    }

    private int partition() {
        return (int) number("partition");
    }

    private String text(String name) {
        JsonNode value = required(name);
        if (!value.isString()) {
            throw new IllegalArgumentException("Expected " + name + " to be a text, but it is not");
        }
        return value.stringValue();
    }

    private @Nullable String textIfPresent(String name) {
        return node.has(name) ? text(name) : null;
    }

    private long number(String name) {
        JsonNode value = required(name);
        if (!value.canConvertToLong()) {
            throw new IllegalArgumentException("Expected " + name + " to be a whole number, but it is not");
        }
        return value.longValue();
    }

    private Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Expected " + name + " to be an instant, but it is not", e);
        }
    }

    private byte[] bytes(String name) {
        return Base64.getDecoder().decode(text(name));
    }

    private JsonNode required(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Expected the member " + name + ", but it is missing");
        }
        return value;
    }
}
