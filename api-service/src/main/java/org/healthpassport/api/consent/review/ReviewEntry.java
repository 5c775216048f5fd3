package org.healthpassport.api.consent.review;

import io.swagger.v3.oas.annotations.media.Schema;

/** An entry of a list of emergency accesses. */
@Schema(oneOf = {ReviewedAccess.class, UnreadableAccess.class})
sealed interface ReviewEntry permits ReviewedAccess, UnreadableAccess {}
