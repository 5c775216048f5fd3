package org.healthpassport.edge.condition;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The versions that a change may follow, as {@code If-Match} lists them (RFC 9110, 13.1.1). The tags of versions are
 * {@code W/"version"} and count whether they are weak or not, as FHIR has it (R4, http.html#concurrency).
 */
public final class IfMatch {
    private static final Pattern VERSION = Pattern.compile("\"([1-9][0-9]{0,17})\"");
    private static final IfMatch ANY = new IfMatch(true, Set.of(), Set.of());

    private final boolean any;
    private final Set<Long> versions;
    private final Set<Long> excluded;

    private IfMatch(boolean any, Set<Long> versions, Set<Long> excluded) {
        this.any = any;
        this.versions = versions;
        this.excluded = excluded;
    }

    /** The {@code ETag} of a version, which clients send back in {@code If-Match}. */
    public static String entityTag(long version) {
        return "W/\"" + version + '"';
    }

    /** The condition that one version makes. */
    public static IfMatch of(long version) {
        return new IfMatch(false, Set.of(version), Set.of());
    }

    /**
     * The condition of a change that requires one.
     *
     * @param header several lines joined by commas
     * @throws org.healthpassport.edge.problem.ProblemException 428 if the header is missing, as one change would undo
     *     another unseen (RFC 6585, 3)
     */
    public static IfMatch required(@Nullable String header) {
        if (header == null) {
            throw Problem.of(
                            ProblemType.VERSION_REQUIRED,
                            "Send the ETag of the version that you read in the If-Match header.")
                    .asException();
        }
        return optional(header);
    }

    /** The condition of a change that needs none. */
    public static IfMatch optional(@Nullable String header) {
        if (header == null) {
            return ANY;
        }
        EntityTags tags = EntityTags.of(header);
        return tags.any() ? ANY : new IfMatch(false, versions(tags), Set.of());
    }

    /**
     * The same condition, and also that of {@code If-None-Match} (RFC 9110, 13.2.2): the change must not follow a version
     * that it lists. The value {@code *} is refused before, see {@link ChangeConditionFilter}.
     *
     * @param ifNoneMatch several lines joined by commas; null if there is none
     */
    public IfMatch butNot(@Nullable String ifNoneMatch) {
        return ifNoneMatch == null ? this : new IfMatch(any, versions, versions(EntityTags.of(ifNoneMatch)));
    }

    /** The lines of a header, joined by commas; null if there are none. */
    static @Nullable String joined(HttpHeaders headers, String name) {
        return headers.containsHeader(name) ? String.join(",", headers.getOrEmpty(name)) : null;
    }

    private static Set<Long> versions(EntityTags tags) {
        return tags.opaque()
                .map(VERSION::matcher)
                .filter(Matcher::matches)
                .map(ours -> Long.valueOf(ours.group(1)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** True if the change may follow that version. */
    public boolean allows(long version) {
        return (any || versions.contains(version)) && !excluded.contains(version);
    }

    /** True if the header lists that version; {@code *} lists none. */
    public boolean names(long version) {
        return versions.contains(version) && !excluded.contains(version);
    }

    /** The condition on one part of a version that is a sum, when the rest of the sum is known. */
    public IfMatch minus(long rest) {
        return new IfMatch(any, minus(versions, rest), minus(excluded, rest));
    }

    private static Set<Long> minus(Set<Long> versions, long rest) {
        return versions.stream().map(version -> version - rest).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String toString() {
        return (any ? "IfMatch[*]" : "IfMatch" + versions) + (excluded.isEmpty() ? "" : " but not " + excluded);
    }
}
