package org.healthpassport.api.consent.grant;

import io.swagger.v3.oas.annotations.media.Schema;

/** An entry of a list of consents. */
@Schema(oneOf = {ConsentView.class, UnreadableConsent.class})
sealed interface ConsentEntry permits ConsentView, UnreadableConsent {}
