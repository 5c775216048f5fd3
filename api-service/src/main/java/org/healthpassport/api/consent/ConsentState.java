package org.healthpassport.api.consent;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a consent, from the request for it or the grant on; sealed with the patient's keys.
 *
 * @param asked the scopes that the grantee asked for; empty if the patient granted without a request
 * @param reason that the grantee gave; null without a request
 * @param scopes that were granted; empty until then
 * @param expiresAt the end of what was granted; null for none
 * @param grantedAt null until it is granted
 */
public record ConsentState(
        String patientId,
        Grantee grantee,
        ConsentStatus status,
        Instant begunAt,
        Set<ConsentScope> asked,
        @Nullable String reason,
        Set<ConsentScope> scopes,
        @Nullable Instant expiresAt,
        @Nullable Instant grantedAt) {
    /** The time that a patient has to decide about a request. */
    public static final Duration OPEN_FOR = Duration.ofDays(14);

    public ConsentState {
        asked = Set.copyOf(asked);
        scopes = Set.copyOf(scopes);
    }

    public static ConsentState requested(
            String patientId, Grantee grantee, Set<ConsentScope> asked, String reason, Instant now) {
        return new ConsentState(patientId, grantee, ConsentStatus.REQUESTED, now, asked, reason, Set.of(), null, null);
    }

    public static ConsentState granted(
            String patientId, Grantee grantee, Set<ConsentScope> scopes, @Nullable Instant expiresAt, Instant now) {
        return new ConsentState(patientId, grantee, ConsentStatus.ACTIVE, now, Set.of(), null, scopes, expiresAt, now);
    }

    ConsentState approved(Set<ConsentScope> granted, @Nullable Instant until, Instant now) {
        return new ConsentState(patientId, grantee, ConsentStatus.ACTIVE, begunAt, asked, reason, granted, until, now);
    }

    ConsentState with(ConsentStatus newStatus) {
        return new ConsentState(patientId, grantee, newStatus, begunAt, asked, reason, scopes, expiresAt, grantedAt);
    }

    /** True if the grantee may use it at that time; not named like a getter, as Jackson would store it. */
    public boolean allowsAt(Instant now) {
        return status == ConsentStatus.ACTIVE && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** True while the patient can still decide about the request. */
    public boolean awaitsDecisionAt(Instant now) {
        return status == ConsentStatus.REQUESTED && now.isBefore(begunAt.plus(OPEN_FOR));
    }

    /** True if it was ever granted. */
    public boolean wasGranted() {
        return grantedAt != null;
    }

    /** True if it began with a request. */
    public boolean wasAskedFor() {
        return !asked.isEmpty();
    }

    /** Without the reason, as states can end up in logs. */
    @Override
    public String toString() {
        return "ConsentState[" + patientId + ", " + grantee + ", " + status + ']';
    }
}
