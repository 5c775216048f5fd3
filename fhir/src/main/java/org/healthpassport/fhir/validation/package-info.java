/** Validation of R4 resources by the official definitions. */
@NullMarked
package org.healthpassport.fhir.validation;

import org.jspecify.annotations.NullMarked;
