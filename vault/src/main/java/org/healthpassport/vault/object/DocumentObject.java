package org.healthpassport.vault.object;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of the object that holds the ciphertext of a document. It follows from ids alone, so that storing a document
 * twice makes one object.
 */
public final class DocumentObject {
    /** Names of objects of documents begin so. */
    public static final String PREFIX = "documents/";

    private static final Pattern NAME = Pattern.compile(PREFIX + "[^/]+/([^/]+)");

    private DocumentObject() {}

    /** {@code documents/<patient id>/<document id>}. */
    public static String name(String patientId, String documentId) {
        return PREFIX + patientId + "/" + documentId;
    }

    /** The id of the document whose object has that name; empty if it is no such name. */
    public static Optional<String> documentId(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
