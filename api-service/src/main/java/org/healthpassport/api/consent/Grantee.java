package org.healthpassport.api.consent;

import org.healthpassport.events.consent.GranteeType;

/**
 * Somebody who gets access by a consent.
 *
 * @param id of the doctor's account, or of the hospital, whose active doctors use the consent
 */
public record Grantee(GranteeType type, String id) {}
