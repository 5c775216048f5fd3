package org.healthpassport.api.consent.request;

import io.swagger.v3.oas.annotations.media.Schema;

/** An entry of a list of requests for consent. */
@Schema(oneOf = {RequestView.class, UnreadableRequest.class})
sealed interface RequestEntry permits RequestView, UnreadableRequest {}
