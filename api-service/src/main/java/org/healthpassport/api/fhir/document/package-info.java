/** Documents as FHIR {@code DocumentReference} and {@code Binary}: other addresses of the same documents. */
@NullMarked
package org.healthpassport.api.fhir.document;

import org.jspecify.annotations.NullMarked;
