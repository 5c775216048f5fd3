/** Consents as FHIR {@code Consent}, to read: the same that {@code /api} grants, lists and revokes. */
@NullMarked
package org.healthpassport.api.fhir.consent;

import org.jspecify.annotations.NullMarked;
