/** Validation of R4 resources by the official definitions. */
@NullMarked
package org.healthpassport.api.fhir.validation;

import org.jspecify.annotations.NullMarked;
