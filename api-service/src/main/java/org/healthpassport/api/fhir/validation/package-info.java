/** Whether a resource is valid R4, by the official definitions. */
@NullMarked
package org.healthpassport.api.fhir.validation;

import org.jspecify.annotations.NullMarked;
