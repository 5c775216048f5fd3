package org.healthpassport.api.trail;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.healthpassport.api.trail.row.Look;
import org.healthpassport.api.trail.row.LookAction;
import org.healthpassport.api.trail.row.TrailRow;
import org.jspecify.annotations.Nullable;

/** One request about a patient: somebody read something, changed it, shared it, or tried to. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record TrailItem(
        Instant time,
        LookAction action,

        @Schema(example = "RECORD", description = "null if the request named nothing known") @Nullable
        String resourceType,

        @Schema(description = "null for a list") @Nullable String resourceId,

        @Schema(description = "null for somebody with a link, who has no account") @Nullable
        Actor actor,

        @Schema(description = "the patient, if a representative acted for them") @Nullable
        String onBehalfOf,

        @Schema(
                allowableValues = {"SELF", "REPRESENTATIVE", "CONSENT", "EMERGENCY", "LINK", "ADMIN"},
                description = "null if the request had none")
        @Nullable
        String right,

        @Nullable String consentId,

        @Schema(description = "the name that somebody with a link gave") @Nullable
        String recipient,

        @Schema(example = "TREAT", description = "a code of HL7's PurposeOfUse") @Nullable
        String purpose,

        @Schema(
                allowableValues = {"0", "4", "8", "12"},
                description = "as FHIR's AuditEvent.outcome: 0 for a success")
        int outcome,

        @Schema(description = "the place in the audit log; null while it is not in the log yet, or not known") @Nullable
        Long index)
        implements TrailEntry {
    private static final String REPRESENTATIVE = "REPRESENTATIVE";

    /** @param indexes of the events that are in the log already */
    static TrailItem of(TrailRow row, ActorNames names, Map<String, Long> indexes) {
        Look look = row.look();
        return new TrailItem(
                row.time(),
                look.action(),
                look.resourceType(),
                look.resourceId(),
                Actor.of(look, names),
                REPRESENTATIVE.equals(look.right()) ? row.patientId() : null,
                look.right(),
                look.consentId(),
                look.recipient(),
                look.purpose(),
                look.outcome(),
                indexes.get(look.eventId()));
    }

    /** Without people, as items can end up in logs. */
    @Override
    public String toString() {
        return "TrailItem[" + action + ']';
    }

    /**
     * The account that acted.
     *
     * @param name null if the account has none, is gone or cannot be read, and for other patients, who are not named
     * @param hospitalId as it was then
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Actor(
            String accountId,
            @Schema(example = "Grace Example") @Nullable String name,
            @Nullable String role,
            @Nullable String hospitalId,
            @Schema(example = "General Hospital") @Nullable String hospitalName) {

        static @Nullable Actor of(Look look, ActorNames names) {
            String accountId = look.actorId();
            return accountId == null
                    ? null
                    : new Actor(
                            accountId,
                            names.ofAccount(accountId),
                            look.actorRole(),
                            look.hospitalId(),
                            look.hospitalId() == null ? null : names.ofHospital(look.hospitalId()));
        }

        @Override
        public String toString() {
            return "Actor[" + accountId + ']';
        }
    }
}
