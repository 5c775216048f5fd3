/** Second factors: codes of an authenticator app (TOTP, RFC 6238), and recovery codes. */
@NullMarked
package org.healthpassport.api.identity.secondfactor;

import org.jspecify.annotations.NullMarked;
