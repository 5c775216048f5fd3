/** The FHIR API of the service, below {@code /fhir} (R4, http.html). */
@NullMarked
package org.healthpassport.api.fhir;

import org.jspecify.annotations.NullMarked;
