package org.healthpassport.api.record.tag;

import java.util.Set;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tags of a record that the service alone sets. Whoever sends back what the service gave them claims nothing new.
 *
 * @param authorship the side that stands behind the version
 * @param hidden true if the patient has hidden the record; the tag for that is no part of a version, as it goes and comes
 */
public record OwnTags(Authorship authorship, boolean hidden) {
    /** The system of the tag that names the author's account. */
    public static final String AUTHOR = "urn:healthpassport:author";

    /** The system of the tag that names the author's role. */
    public static final String AUTHOR_ROLE = "urn:healthpassport:author-role";

    /** The system of the tag that tells the {@link Authorship}. */
    public static final String AUTHORSHIP = Authorship.SYSTEM;

    /** The system of the tag that tells if the patient hides the record. */
    public static final String VISIBILITY = "urn:healthpassport:visibility";

    /** The code of a record that is hidden. */
    public static final String HIDDEN = "hidden";

    /** The systems of all these tags. */
    public static final Set<String> SYSTEMS = Set.of(AUTHOR, AUTHOR_ROLE, Authorship.SYSTEM, VISIBILITY);

    /** A stored resource, with the tag of hidden records. */
    public static byte[] markedAsHidden(byte[] resource) {
        ObjectNode marked = FhirJson.parseKept(resource);
        marked.withObject("/meta")
                .withArray("tag")
                .addObject()
                .put("system", VISIBILITY)
                .put("code", HIDDEN);
        return FhirJson.write(marked);
    }
}
