package org.healthpassport.edge.request;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Entity tags of versions, which are {@code W/"version"}, and {@code If-Match} with them (RFC 9110, 13.1.1). */
public final class IfMatch {
    private static final Pattern OURS = Pattern.compile("(?:W/)?\"([1-9][0-9]{0,17})\"");

    private IfMatch() {}

    /** The {@code ETag} of a version, which clients send back in {@code If-Match}. */
    public static String entityTag(long version) {
        return "W/\"" + version + '"';
    }

    /**
     * The version that the caller saw, for a change that requires one.
     *
     * @throws org.healthpassport.edge.problem.ProblemException 428 if the header is missing or {@code *}, which would
     *     let one change undo another unseen (RFC 6585, 3); 412 for a tag that is not ours
     */
    public static long required(@Nullable String header) {
        Long version = version(header);
        if (version == null) {
            throw Problem.of(
                            ProblemType.VERSION_REQUIRED,
                            "Send the ETag of the version that you read in the If-Match header.")
                    .asException();
        }
        return version;
    }

    /**
     * The version that the caller saw; null if the header is missing or {@code *}.
     *
     * @throws org.healthpassport.edge.problem.ProblemException 412 for a tag that is not ours and so matches nothing
     */
    public static @Nullable Long version(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return null;
        }
        Matcher tag = OURS.matcher(header.strip());
        if (!tag.matches()) {
            throw Problem.of(
                            ProblemType.STALE_VERSION,
                            "The If-Match header is not an ETag of this resource. Read the resource again.")
                    .asException();
        }
        return Long.valueOf(tag.group(1));
    }
}
