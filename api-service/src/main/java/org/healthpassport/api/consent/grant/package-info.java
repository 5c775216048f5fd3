/** Patients grant and revoke consents and see them; grantees see whose patients they are. */
@NullMarked
package org.healthpassport.api.consent.grant;

import org.jspecify.annotations.NullMarked;
