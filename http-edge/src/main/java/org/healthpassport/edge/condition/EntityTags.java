package org.healthpassport.edge.condition;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The entity tags of {@code If-Match} or {@code If-None-Match}: a list, or {@code *} for any (RFC 9110, 8.8.3 and 13.1).
 *
 * @param tags none for a header that is no list of entity tags, which so matches nothing
 */
record EntityTags(boolean any, Set<String> tags) {
    private static final Pattern TAG =
            Pattern.compile("\\G[ \\t,]*((?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")[ \\t]*(?=,|$)");
    private static final Pattern REST = Pattern.compile("[ \\t,]*");
    private static final String WEAK = "W/";

    EntityTags {
        tags = Set.copyOf(tags);
    }

    static EntityTags of(String header) {
        if (header.strip().equals("*")) {
            return new EntityTags(true, Set.of());
        }
        Set<String> tags = new HashSet<>();
        int end = 0;
        for (Matcher tag = TAG.matcher(header); tag.find(); end = tag.end()) {
            tags.add(tag.group(1));
        }
        return new EntityTags(false, REST.matcher(header.substring(end)).matches() ? tags : Set.of());
    }

    /**
     * True if one of them is the same, and neither is weak (RFC 9110, 8.8.3.2). A tag that is weak itself names a version,
     * and these are compared nevertheless, as FHIR has it (R4, http.html#concurrency).
     */
    boolean matchStrongly(String tag) {
        return any || (tag.startsWith(WEAK) ? matchWeakly(tag) : tags.contains(tag));
    }

    /** True if one of them is the same but for being weak. */
    boolean matchWeakly(String tag) {
        return any || opaque().anyMatch(opaque(tag)::equals);
    }

    /** Their quoted parts, without the marks of weak ones. */
    Stream<String> opaque() {
        return tags.stream().map(EntityTags::opaque);
    }

    private static String opaque(String tag) {
        return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
    }
}
