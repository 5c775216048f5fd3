package org.healthpassport.api.fhir.provenance;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.aggregates.id.Ids;

/**
 * The id of a Provenance, which tells the record and the part of it: {@code [record].v2} is about its second version,
 * {@code [record].a1} is its first annotation.
 */
record ProvenanceId(String recordId, boolean ofAnnotation, long number) {
    private static final Pattern FORM = Pattern.compile("([^.]{1,40})\\.([va])([1-9][0-9]{0,8})");

    /** Empty if there can be no Provenance with that id. */
    static Optional<ProvenanceId> parse(String id) {
        Matcher matcher = FORM.matcher(id);
        return matcher.matches() && Ids.isId(matcher.group(1))
                ? Optional.of(new ProvenanceId(
                        matcher.group(1), matcher.group(2).equals("a"), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return recordId + '.' + (ofAnnotation ? 'a' : 'v') + number;
    }
}
