package org.healthpassport.api.consent.race;

import org.healthpassport.events.access.AccessRight;
import org.jspecify.annotations.Nullable;

/**
 * A look at data of a patient, or an attempt, as it is recorded.
 *
 * @param right null for an attempt that was denied
 * @param consentId null for other rights than a consent
 */
record Look(
        String actor,
        @Nullable String patientId,
        @Nullable AccessRight right,
        @Nullable String consentId) {}
