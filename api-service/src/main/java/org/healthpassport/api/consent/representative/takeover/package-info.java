/** A grown child, or somebody who can decide again, takes the passport over that others have kept for them. */
@NullMarked
package org.healthpassport.api.consent.representative.takeover;

import org.jspecify.annotations.NullMarked;
