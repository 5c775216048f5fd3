package org.healthpassport.api.document.upload;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.api.document.DocumentType;
import org.healthpassport.edge.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the form beside the file.
 *
 * @param patientId the patient, if the form names one
 */
record UploadFields(
        DocumentType type, @Nullable String title, @Nullable String patientId) {
    static final Set<String> NAMES = Set.of("type", "title", "patientId");

    private static final int TITLE_AT_MOST = 200;

    /** Checks the values; refused with {@link InvalidInput} if one is invalid. */
    static UploadFields of(String type, @Nullable String title, @Nullable String patientId) {
        return new UploadFields(typeOf(type), titleOf(title), patientId);
    }

    private static DocumentType typeOf(String type) {
        return Arrays.stream(DocumentType.values())
                .filter(known -> known.name().equals(type))
                .findFirst()
                .orElseThrow(() ->
                        InvalidInput.at("/type", "must be one of " + known()).asException());
    }

    private static String known() {
        return Arrays.stream(DocumentType.values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    private static @Nullable String titleOf(@Nullable String title) {
        if (title == null || title.isBlank()) {
            return null;
        }
        if (title.length() > TITLE_AT_MOST) {
            throw InvalidInput.at("/title", "must be a single line of at most " + TITLE_AT_MOST + " characters")
                    .asException();
        }
        Printable.objection(title).ifPresent(objection -> {
            throw InvalidInput.at("/title", objection).asException();
        });
        return title.strip();
    }

    /** Leaves out personal data, as records end up in logs. */
    @Override
    public String toString() {
        return "UploadFields[" + type + "]";
    }
}
