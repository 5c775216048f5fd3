/** Invitations to represent a patient, and their acceptance. */
@NullMarked
package org.healthpassport.api.consent.representative.invitation;

import org.jspecify.annotations.NullMarked;
