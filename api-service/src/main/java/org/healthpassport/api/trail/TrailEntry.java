package org.healthpassport.api.trail;

import io.swagger.v3.oas.annotations.media.Schema;

/** An entry of a patient's trail. */
@Schema(oneOf = {TrailItem.class, UnreadableItem.class})
sealed interface TrailEntry permits TrailItem, UnreadableItem {}
