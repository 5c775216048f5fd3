package org.healthpassport.api.record.version;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one version of a record.
 *
 * @param commandId the command that wrote it: commands that race for the same number each write their own version
 */
public record VersionName(String recordId, long number, String commandId) {
    /** So many digits that the ids of one record's versions are in the order of their numbers. */
    private static final int DIGITS = 10;

    private static final Pattern PLACE = Pattern.compile("([^/]+)/([0-9]{" + DIGITS + "})");
    private static final Pattern ID = Pattern.compile(PLACE + "/([^/]+)");

    /** The id under which it is stored. */
    public String id() {
        return recordId + '/' + partOf(number, commandId);
    }

    /** The name of the version with that id; empty if it is no such id. */
    public static Optional<VersionName> parse(String id) {
        return groups(ID, id).map(part -> new VersionName(part.group(1), Long.parseLong(part.group(2)), part.group(3)));
    }

    /** The beginning of the ids of all versions with that number. */
    static String idsOf(String recordId, long number) {
        return placeOf(recordId, number) + '/';
    }

    /** The place of a version in lists of versions, whatever command wrote it. */
    public static String placeOf(String recordId, long number) {
        return recordId + '/' + digits(number);
    }

    /** The part of its id that follows that of the record. */
    public static String partOf(long number, String commandId) {
        return digits(number) + '/' + commandId;
    }

    private static String digits(long number) {
        String digits = Long.toString(number);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** The number of the version at a place; empty if it is none of that record. */
    public static OptionalLong numberAt(String recordId, String place) {
        return groups(PLACE, place)
                .filter(part -> part.group(1).equals(recordId))
                .map(part -> OptionalLong.of(Long.parseLong(part.group(2))))
                .orElseGet(OptionalLong::empty);
    }

    private static Optional<MatchResult> groups(Pattern form, String text) {
        Matcher matcher = form.matcher(text);
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }
}
