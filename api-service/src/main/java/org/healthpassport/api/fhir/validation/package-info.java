/** FHIR's operation {@code $validate}, answered by an independent validator (R4, resource-operation-validate.html). */
@NullMarked
package org.healthpassport.api.fhir.validation;

import org.jspecify.annotations.NullMarked;
