/** The types of the FHIR API that are views of what the service holds anyway, and what clients may do with each. */
@NullMarked
package org.healthpassport.api.fhir.view;

import org.jspecify.annotations.NullMarked;
