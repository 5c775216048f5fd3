package org.healthpassport.api.record.annotation;

import java.util.Optional;

/**
 * The name under which an annotation is stored.
 *
 * @param commandId the command that wrote it, by which the head of the record names it
 */
public record AnnotationName(String recordId, String commandId) {
    private static final char SEPARATOR = '/';
    private static final char ATTEMPT = ':';

    /** The id under which it is stored. */
    public String id() {
        return recordId + SEPARATOR + commandId;
    }

    /** The name of an attempt to write it, which found its record at that version. */
    public String attempt(long version) {
        return id() + ATTEMPT + version;
    }

    /** The name of the annotation that an attempt with that name would write; empty if it is no such name. */
    public static Optional<AnnotationName> parseAttempt(String attempt) {
        int end = attempt.lastIndexOf(ATTEMPT);
        return end < 0 ? Optional.empty() : parse(attempt.substring(0, end));
    }

    /** The name of the annotation with that id; empty if it is no such id. */
    public static Optional<AnnotationName> parse(String id) {
        int end = id.indexOf(SEPARATOR);
        return end < 1 || end == id.length() - 1 || id.indexOf(SEPARATOR, end + 1) >= 0
                ? Optional.empty()
                : Optional.of(new AnnotationName(id.substring(0, end), id.substring(end + 1)));
    }
}
