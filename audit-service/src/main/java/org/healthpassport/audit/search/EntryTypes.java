package org.healthpassport.audit.search;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.audit.entry.Finding.PutBack;
import org.healthpassport.events.EventType;

/** The types of entries, each by its whole name or by the part of it that tells it from the others. */
final class EntryTypes {
    private static final String PREFIX = "org.healthpassport.";
    private static final String VERSION = "\\.v[0-9]+$";

    /** Entries that this service makes itself. */
    private static final Stream<String> OWN = Stream.concat(
            Stream.of(
                    PREFIX + "audit.queried.v1",
                    PREFIX + "audit.query-denied.v1",
                    "UNPARSEABLE",
                    "FORGED_EVENT",
                    "MORE_FORGED_EVENTS",
                    "OFFSET_GAP",
                    "ID_CONFLICT",
                    "OWN_ENTRY_REFUSED",
                    "LOG_CONTINUED"),
            Arrays.stream(PutBack.Kind.values()).map(Enum::name));

    private static final Map<String, String> BY_NAME = Stream.concat(
                    Arrays.stream(EventType.values()).map(EventType::ceType), OWN)
            .flatMap(type -> Stream.of(type, shortName(type)).distinct().map(name -> Map.entry(name, type)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private EntryTypes() {}

    /** The type with that name, such as {@code access.login-failed}; empty if there is none. */
    static Optional<String> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static String shortName(String type) {
        return type.startsWith(PREFIX) ? type.substring(PREFIX.length()).replaceFirst(VERSION, "") : type;
    }
}
