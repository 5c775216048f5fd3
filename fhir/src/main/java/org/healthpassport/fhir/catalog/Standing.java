package org.healthpassport.fhir.catalog;

import java.util.Optional;
import org.healthpassport.fhir.catalog.RecordType.Nature;

/** The ways in which a record can hold. If its codes say several, the first of them counts. */
public enum Standing {
    /** Never true: to be shown only in the history of the record. */
    ENTERED_IN_ERROR,
    /** Found not to be so. */
    REFUTED,
    /** Did not happen: a vaccination that was not given, a medication that is not taken. */
    NOT_DONE,
    /** True now, or not finished. */
    CURRENT,
    /** Happened, and remains true: a vaccination, a result. */
    DONE,
    PLANNED,
    /** True once, and no more. */
    PAST,
    /** Not known to its author. */
    UNKNOWN;

    /** The standing that a code of a status says; empty for a code that says only how certain something is. */
    static Optional<Standing> of(String code, Nature nature) {
        return Optional.ofNullable(
                switch (code) {
                    case "entered-in-error" -> ENTERED_IN_ERROR;
                    case "refuted" -> REFUTED;
                    case "not-done", "not-taken", "rejected" -> NOT_DONE;
                    case "active",
                            "recurrence",
                            "relapse",
                            "in-progress",
                            "on-hold",
                            "suspended",
                            "arrived",
                            "triaged",
                            "onleave",
                            "registered",
                            "preliminary" -> CURRENT;
                    case "final", "amended", "corrected", "appended", "finished", "partial" -> DONE;
                    case "available" -> nature == Nature.EVENT ? DONE : CURRENT;
                    case "completed" -> nature == Nature.EVENT ? DONE : PAST;
                    case "cancelled", "abandoned" -> nature == Nature.EVENT ? NOT_DONE : PAST;
                    case "planned", "draft", "proposed", "accepted", "intended", "preparation" -> PLANNED;
                    case "inactive", "resolved", "remission", "stopped", "revoked", "unavailable", "unsatisfactory" ->
                        PAST;
                    case "unknown", "health-unknown" -> UNKNOWN;
                    default -> null;
                });
    }
}
